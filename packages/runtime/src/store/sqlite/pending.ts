import type { Key, Range } from '../../kernel/transaction.ts'
import type { Row } from './documents.ts'

/** What is to become of a document; without a row it is to be gone. */
export interface Write {
  readonly key: Key
  row: Row | undefined
}

/** Writes that wait to be committed: by their keys, in the order in which they were made, and in the order of ids. */
export class PendingWrites {
  readonly #all: Write[] = []
  readonly #byKind = new Map<string, Map<string, Shelf>>()

  get size(): number {
    return this.#all.length
  }

  /** In the order in which documents were first written. */
  get all(): readonly Write[] {
    return this.#all
  }

  find({ kind, place, id }: Key): Write | undefined {
    return this.#byKind.get(kind)?.get(place)?.find(id)
  }

  set(key: Key, row: Row | undefined): void {
    const known = this.find(key)
    if (known) {
      known.row = row
      return
    }
    const write = { key, row }
    this.#all.push(write)
    this.#shelfOf(key).add(write)
  }

  /** In the order of a range, whose limit does not count. */
  *within(range: Range): Generator<Write, undefined> {
    const places = this.#byKind.get(range.kind)
    if (!places) return
    const sign = range.descending ? -1 : 1
    const every = () => [...places.keys()].sort((a, b) => sign * compareBytes(a, b))
    for (const place of range.place === undefined ? every() : [range.place]) {
      yield* places.get(place)?.within(range) ?? []
    }
  }

  #shelfOf({ kind, place }: Key): Shelf {
    const places = this.#byKind.get(kind) ?? new Map<string, Shelf>()
    this.#byKind.set(kind, places)
    const shelf = places.get(place) ?? new Shelf()
    places.set(place, shelf)
    return shelf
  }
}

/** Writes of one kind in one place. */
class Shelf {
  readonly #byId = new Map<string, Write>()
  /** In their order, once somebody has asked for it. */
  #ids: string[] | undefined

  find(id: string): Write | undefined {
    return this.#byId.get(id)
  }

  add(write: Write): void {
    const { id } = write.key
    this.#byId.set(id, write)
    this.#ids?.splice(firstAtLeast(this.#ids, id), 0, id)
  }

  *within({ prefix = '', after, descending }: Range): Generator<Write, undefined> {
    this.#ids ??= [...this.#byId.keys()].sort(compareBytes)
    const ids = this.#ids
    let from = firstAtLeast(ids, prefix)
    let to = firstWhere(ids, (id) => !id.startsWith(prefix), from)
    if (after !== undefined && descending) to = Math.min(to, firstAtLeast(ids, after))
    else if (after !== undefined)
      from = Math.max(
        from,
        firstWhere(ids, (id) => compareBytes(id, after) > 0),
      )
    for (let i = 0; i < to - from; i++) {
      const write = this.#byId.get(ids[descending ? to - 1 - i : from + i] as string)
      if (write) yield write
    }
  }
}

function firstAtLeast(ids: readonly string[], id: string): number {
  return firstWhere(ids, (other) => compareBytes(other, id) >= 0)
}

/** Where the ids begin that are such, which all have to stand behind those that are not. */
function firstWhere(ids: readonly string[], isSuch: (id: string) => boolean, from = 0): number {
  let low = from
  let high = ids.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (isSuch(ids[middle] as string)) high = middle
    else low = middle + 1
  }
  return low
}

/** SQLite's order of text: by its UTF-8 bytes, which is not JavaScript's order beyond the basic plane. */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const [one, other] = [a.charCodeAt(at), b.charCodeAt(at)]
    if (one !== other) return weightOf(one) - weightOf(other)
  }
  return a.length - b.length
}

/** Halves of a pair stand for characters beyond all others. */
function weightOf(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit
}
