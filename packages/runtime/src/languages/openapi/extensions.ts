import type { Json, JsonMap } from './json.ts'
import { type Steps, VALUES_A_STEP } from './steps.ts'

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
export function* extensionsIn(root: JsonMap, prefix: string): Steps<readonly FoundExtension[]> {
  const found: FoundExtension[] = []
  const path: string[] = []
  const open = [membersOf(root)]
  for (let looked = 1; open.length > 0; looked++) {
    const next = open.at(-1)?.next()
    if (!next || next.done) {
      open.pop()
      path.pop()
    } else {
      const [name, member] = next.value
      if (name.startsWith(prefix)) found.push({ name, place: placeOf(path), path: path.join('.') })
      if (typeof member === 'object' && member !== null && !DATA.has(name)) {
        path.push(name)
        open.push(membersOf(member))
      }
    }
    if (looked % VALUES_A_STEP === 0) yield
  }
  return found
}

function membersOf(value: object): Iterator<[string, Json]> {
  return Object.entries(value)[Symbol.iterator]()
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
