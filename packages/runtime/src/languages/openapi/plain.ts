import { DocumentFault } from './fault.ts'
import type { Json } from './json.ts'
import { type Steps, VALUES_A_STEP } from './steps.ts'

/** Ours: deeper than any API, and far from the end of the stack. */
export const MAX_DEPTH = 200
/** Ours: what aliases of aliases may grow to, and twice what a file of 6 MB has where it describes an API. */
const MAX_VALUES = 300_000

/** A list or a map that is being filled. */
interface Filling {
  readonly names: readonly string[] | undefined
  readonly values: readonly unknown[]
  readonly into: Json[] | Record<string, Json>
  next: number
}

/** A copy in which nothing is shared, so that whoever walks it later walks a tree of bounded size. */
export function* plain(root: unknown, textOf: (text: string) => string): Steps<Json> {
  const open: Filling[] = []
  let values = 0
  const copyOf = (value: unknown): Json => {
    if (open.length > MAX_DEPTH) throw new DocumentFault(`The document is nested more than ${MAX_DEPTH} deep.`)
    if (++values > MAX_VALUES) throw tooMany()
    if (typeof value === 'string') return textOf(value)
    if (typeof value === 'number' || typeof value === 'boolean') return value
    if (typeof value !== 'object' || value === null) return null
    const filling = fillingOf(value)
    open.push(filling)
    return filling.into
  }
  const copy = copyOf(root)
  for (let filling = open.at(-1); filling; filling = open.at(-1)) {
    const at = filling.next++
    if (at === filling.values.length) open.pop()
    else set(filling, at, copyOf(filling.values[at]))
    if (values % VALUES_A_STEP === 0) yield
  }
  return copy
}

/** Commas and line ends, one of which nearly every value has: known at once, where to parse them takes seconds. */
export function refuseTooMany(text: string): void {
  let breaks = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x2c || code === 0x0a) breaks++
  }
  if (breaks > MAX_VALUES) throw tooMany()
}

function fillingOf(value: object): Filling {
  if (Array.isArray(value)) return { names: undefined, values: value, into: [], next: 0 }
  const names = Object.keys(value)
  if (names.includes('__proto__')) throw new DocumentFault('A key of the document is __proto__.')
  return { names, values: Object.values(value), into: {}, next: 0 }
}

function set({ names, into }: Filling, at: number, value: Json): void {
  if (Array.isArray(into)) into.push(value)
  else into[names?.[at] as string] = value
}

function tooMany(): DocumentFault {
  return new DocumentFault(`The document has more than ${MAX_VALUES} values.`)
}
