import type { Change, Document, Key, Range, Transaction } from '../../kernel/transaction.ts'
import { type Row, toDocument } from './documents.ts'

/** What writes are laid over: committed rows, or another overlay. */
export interface RowSource {
  find(key: Key): Row | undefined
  list(range: Range): Row[]
}

type Write = { readonly key: Key; readonly row: Row | undefined }

/** Writes that are not committed yet, readable as if they were. */
export class Overlay implements RowSource {
  readonly #base: RowSource
  readonly #writes = new Map<string, Write>()

  constructor(base: RowSource) {
    this.#base = base
  }

  find(key: Key): Row | undefined {
    const write = this.#writes.get(nameOf(key))
    return write ? write.row : this.#base.find(key)
  }

  list(range: Range): Row[] {
    const touched = [...this.#writes.values()].filter((write) => inRange(write.key, range))
    if (touched.length === 0) return this.#base.list(range)
    const replaced = new Set(touched.map((write) => nameOf(write.key)))
    // Every touched row may hide one of the base, so ask for as many more as were touched.
    const widened = range.limit === undefined ? range : { ...range, limit: range.limit + touched.length }
    const rows = this.#base.list(widened).filter((row) => !replaced.has(nameOf(row)))
    for (const { row } of touched) if (row) rows.push(row)
    const sign = range.descending ? -1 : 1
    rows.sort((a, b) => sign * (compareBytes(a.place, b.place) || compareBytes(a.id, b.id)))
    return range.limit === undefined ? rows : rows.slice(0, range.limit)
  }

  put(key: Key, value: unknown): void {
    const version = (this.find(key)?.version ?? 0) + 1
    this.#writes.set(nameOf(key), { key, row: { ...key, version, value: JSON.stringify(value) } })
  }

  delete(key: Key): void {
    this.#writes.set(nameOf(key), { key, row: undefined })
  }

  /** This overlay as the work of a transaction sees it. */
  asTransaction(): Transaction {
    return {
      get: async <T>(key: Key): Promise<Document<T> | undefined> => {
        const row = this.find(key)
        return row && toDocument<T>(row)
      },
      list: async <T>(range: Range): Promise<Document<T>[]> => this.list(range).map((row) => toDocument<T>(row)),
      put: (key, value) => this.put(key, value),
      delete: (key) => this.delete(key),
    }
  }

  /** Takes over another overlay's writes, made on top of this one. */
  absorb(other: Overlay): void {
    for (const [name, write] of other.#writes) this.#writes.set(name, write)
  }

  get isEmpty(): boolean {
    return this.#writes.size === 0
  }

  get writes(): Iterable<Write> {
    return this.#writes.values()
  }

  changes(): Change[] {
    return [...this.#writes.values()].map(({ key, row }) => ({ key, type: row ? 'put' : 'delete' }))
  }
}

function nameOf(key: Key): string {
  return `${key.kind}\n${key.place}\n${key.id}`
}

function inRange(key: Key, range: Range): boolean {
  if (key.kind !== range.kind) return false
  if (range.place !== undefined && key.place !== range.place) return false
  if (range.prefix && !key.id.startsWith(range.prefix)) return false
  if (range.after === undefined) return true
  const order = compareBytes(key.id, range.after)
  return range.descending ? order < 0 : order > 0
}

/** SQLite's order of text: by its UTF-8 bytes, which is not JavaScript's order beyond the basic plane. */
function compareBytes(a: string, b: string): number {
  if (a === b) return 0
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
