import { isJsonObject, type JsonObject, type JsonValue } from '../../../../kernel/json.ts'
import { EMBEDDED, hasTransform, mayHoldTransforms } from '../../template/embedded-transforms.ts'
import { INCLUDE, listOf, nameOf } from '../../template/transforms.ts'
import { failed } from './read-snippet.ts'

/** The file that the parameters of an include name. */
export type SnippetOf = (parameters: JsonValue | undefined) => Promise<JsonValue>

/**
 * A template with its files put in: first those within its sections, then those of the template as a whole (documented:
 * template-macros). A file's members come behind the ones that stand beside its include (measured:
 * https://github.com/floci-io/floci/pull/2886).
 */
export async function withIncludes(document: JsonObject, snippetOf: SnippetOf): Promise<JsonObject> {
  const sections: [string, JsonValue][] = []
  for (const [name, section] of Object.entries(document)) {
    sections.push([name, mayHoldTransforms(name) ? await filledIn(section, snippetOf) : section])
  }
  const { Transform, ...rest } = await filledInHere(Object.fromEntries(sections), snippetOf)
  const others = listOf(Transform).filter((transform) => nameOf(transform) !== INCLUDE)
  let whole: JsonObject = rest
  for (const transform of listOf(Transform)) {
    if (nameOf(transform) === INCLUDE) whole = joined(whole, await snippetAt(transform, snippetOf))
  }
  return others.length === 0 ? whole : { ...whole, Transform: others }
}

async function filledIn(value: JsonValue, snippetOf: SnippetOf): Promise<JsonValue> {
  if (typeof value !== 'object' || value === null) return value
  if (!isJsonObject(value)) {
    const items: JsonValue[] = []
    for (const item of value) items.push(await filledIn(item, snippetOf))
    return items
  }
  const members: [string, JsonValue][] = []
  for (const [key, inner] of Object.entries(value)) {
    members.push([key, key === EMBEDDED ? inner : await filledIn(inner, snippetOf)])
  }
  const filled = Object.fromEntries(members)
  if (hasTransform(filled) && members.length === 1) return snippetAt(filled[EMBEDDED] as JsonValue, snippetOf)
  return filledInHere(filled, snippetOf)
}

async function filledInHere(value: JsonObject, snippetOf: SnippetOf): Promise<JsonObject> {
  if (!hasTransform(value)) return value
  const { [EMBEDDED]: transform, ...members } = value
  return { ...members, ...mapOf(await snippetAt(transform as JsonValue, snippetOf)) }
}

/** Sections that both have are joined (inferred). */
function joined(template: JsonObject, snippet: JsonValue): JsonObject {
  const sections = Object.entries(mapOf(snippet)).map(([name, section]): [string, JsonValue] => {
    const own = template[name]
    return [name, isJsonObject(own) && isJsonObject(section) ? { ...own, ...section } : section]
  })
  return { ...template, ...Object.fromEntries(sections) }
}

function snippetAt(transform: JsonValue, snippetOf: SnippetOf): Promise<JsonValue> {
  return snippetOf(isJsonObject(transform) ? transform.Parameters : undefined)
}

/** Inferred. */
function mapOf(snippet: JsonValue): JsonObject {
  if (!isJsonObject(snippet)) throw failed('A file beside other members must hold members.')
  return snippet
}
