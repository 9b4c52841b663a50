import { isMap, type Json, type JsonMap, listOf } from './json.ts'

/** Where a member of a document stands, as far as an extension can mean something there. */
export type ExtensionPlace =
  | 'components'
  | 'document'
  | 'elsewhere'
  | 'operation'
  | 'path item'
  | 'security scheme'
  | 'server'
  | 'tag'

export interface FoundExtension {
  readonly name: string
  readonly place: ExtensionPlace
  /** From the root, joined by dots; empty for the root itself. */
  readonly path: string
}

/** Data, which may hold any key. */
const DATA: ReadonlySet<string> = new Set(['default', 'enum', 'example', 'examples'])

/** Every member whose name begins with a prefix, wherever it stands in a document. */
export function extensionsIn(root: JsonMap, prefix: string): readonly FoundExtension[] {
  const found: FoundExtension[] = []
  const visit = (value: Json, path: readonly string[]): void => {
    if (Array.isArray(value)) for (const [index, item] of listOf(value).entries()) visit(item, [...path, `${index}`])
    if (!isMap(value)) return
    for (const [name, member] of Object.entries(value)) {
      if (name.startsWith(prefix)) found.push({ name, place: placeOf(path), path: path.join('.') })
      if (!DATA.has(name)) visit(member, [...path, name])
    }
  }
  visit(root, [])
  return found
}

const PLACES: readonly (readonly [RegExp, ExtensionPlace])[] = [
  [/^$/, 'document'],
  [/^components$/, 'components'],
  [/^paths\n[^\n]+$/, 'path item'],
  [/^paths\n[^\n]+\n[^\n]+$/, 'operation'],
  [/^(?:securityDefinitions|components\nsecuritySchemes)\n[^\n]+$/, 'security scheme'],
  [/^servers\n\d+$/, 'server'],
  [/^tags\n\d+$/, 'tag'],
]

function placeOf(path: readonly string[]): ExtensionPlace {
  const text = path.join('\n')
  return PLACES.find(([pattern]) => pattern.test(text))?.[1] ?? 'elsewhere'
}
