import type { Change, Document, Key, Range, Transaction } from '../../kernel/transaction.ts'
import type { Turns } from '../../kernel/turns.ts'
import { type Row, toDocument } from './documents.ts'
import { compareBytes, PendingWrites, type Write } from './pending.ts'

/** What writes are laid over: committed rows, or another overlay. */
export interface RowSource {
  find(key: Key): Row | undefined
  list(range: Range): Row[]
}

/** Writes that are not committed yet, readable as if they were. */
export class Overlay implements RowSource {
  readonly #base: RowSource
  readonly #writes = new PendingWrites()

  constructor(base: RowSource) {
    this.#base = base
  }

  find(key: Key): Row | undefined {
    const write = this.#writes.find(key)
    return write ? write.row : this.#base.find(key)
  }

  /** What was written takes the place of what it is laid over; both come in order. */
  list(range: Range): Row[] {
    const { limit = Number.POSITIVE_INFINITY, descending } = range
    const writes = this.#writes.within(range)
    let write = writes.next().value
    if (!write) return this.#base.list(range)
    const rows: Row[] = []
    const below = this.#below(range)
    let row = below.next().value
    while (rows.length < limit && (row || write)) {
      const order = row && write ? compareKeys(row, write.key) * (descending ? -1 : 1) : row ? -1 : 1
      const next = order < 0 ? row : write?.row
      if (next) rows.push(next)
      if (order <= 0) row = below.next().value
      if (order >= 0) write = writes.next().value
    }
    return rows
  }

  /** What this is laid over, no more of it at once than was asked for: any number of rows may be hidden. */
  *#below(range: Range): Generator<Row, undefined> {
    const { limit, place } = range
    if (limit === undefined || place === undefined) {
      yield* this.#base.list({ ...range, limit: limit === undefined ? undefined : limit + this.#writes.size })
      return
    }
    for (let after = range.after; ; ) {
      const page = this.#base.list({ ...range, after })
      yield* page
      after = page.at(-1)?.id
      if (page.length < limit) return
    }
  }

  put(key: Key, value: unknown): void {
    const version = (this.find(key)?.version ?? 0) + 1
    this.lay(key, { ...key, version, value: JSON.stringify(value) })
  }

  delete(key: Key): void {
    this.lay(key, undefined)
  }

  /** As it lies in a table, or gone. */
  lay(key: Key, row: Row | undefined): void {
    this.#writes.set(key, row)
  }

  /** This overlay as the work of a transaction sees it, which lets others have their turn where it reads. */
  asTransaction(turns: Turns): Transaction {
    return {
      get: async <T>(key: Key): Promise<Document<T> | undefined> => {
        if (turns.isOver) await turns.pass()
        const row = this.find(key)
        return row && toDocument<T>(row)
      },
      list: async <T>(range: Range): Promise<Document<T>[]> => {
        if (turns.isOver) await turns.pass()
        return this.list(range).map((row) => toDocument<T>(row))
      },
      put: (key, value) => this.put(key, value),
      delete: (key) => this.delete(key),
    }
  }

  /** Takes over another overlay's writes, made on top of this one. */
  absorb(other: Overlay): void {
    for (const { key, row } of other.writes) this.lay(key, row)
  }

  get writes(): readonly Write[] {
    return this.#writes.all
  }
}

export function changeOf({ key, row }: Write): Change {
  return { key, type: row ? 'put' : 'delete' }
}

function compareKeys(a: Key, b: Key): number {
  return compareBytes(a.place, b.place) || compareBytes(a.id, b.id)
}
