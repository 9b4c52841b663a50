import { isJsonObject, type JsonObject, type JsonValue } from '../../../kernel/json.ts'

/** A transform where it stands: what it makes takes its place, beside the members that stand there with it. */
export const EMBEDDED = 'Fn::Transform'

/** Neither may hold one (documented: AWS::Include transform). */
const CLOSED_SECTIONS: ReadonlySet<string> = new Set(['AWSTemplateFormatVersion', 'Parameters', 'Transform'])

export function mayHoldTransforms(section: string): boolean {
  return !CLOSED_SECTIONS.has(section)
}

export function hasTransform(value: JsonValue): value is JsonObject {
  return isJsonObject(value) && Object.hasOwn(value, EMBEDDED)
}

export interface WithoutTransforms {
  /** Of members of sections that a transform makes, or helps to make, there is nothing. */
  readonly document: JsonObject
  /** The calls that were taken out. */
  readonly calls: readonly JsonValue[]
}

/** What is known of a template before its embedded transforms are done. */
export function withoutTransforms(document: JsonObject): WithoutTransforms {
  const calls: JsonValue[] = []
  const strip = (value: JsonValue): JsonValue => {
    if (typeof value !== 'object' || value === null) return value
    if (!isJsonObject(value)) return value.map(strip)
    if (hasTransform(value)) calls.push(value[EMBEDDED] as JsonValue)
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, inner]) => (key === EMBEDDED ? [] : [[key, strip(inner)]])),
    )
  }
  const sections = Object.entries(document).map(([name, section]): [string, JsonValue] => {
    if (!mayHoldTransforms(name)) return [name, section]
    const stripped = strip(section)
    if (!isJsonObject(section) || !isJsonObject(stripped)) return [name, stripped]
    return [
      name,
      Object.fromEntries(Object.entries(stripped).filter(([key]) => !hasTransform(section[key] as JsonValue))),
    ]
  })
  return calls.length === 0 ? { document, calls } : { document: Object.fromEntries(sections), calls }
}
