import type { Change, FeedChange } from '../../kernel/transaction.ts'
import type { Database } from './driver.ts'

/** Older changes are dropped: whoever has not asked for so long reads everything anew. */
const KEPT = 20_000
const SWEEP_EVERY = 1_000

/** What has changed, in the order of commits. */
export class FeedTable {
  readonly #insert
  readonly #select
  readonly #oldest
  readonly #newest
  readonly #sweep
  #sinceSweep = 0

  constructor(database: Database) {
    this.#insert = database.prepare('INSERT INTO feed (kind, place, id, type) VALUES (?, ?, ?, ?)')
    this.#select = database.prepare(
      'SELECT position, kind, place, id, type FROM feed WHERE position > ? ORDER BY position LIMIT ?',
    )
    this.#oldest = database.prepare('SELECT min(position) AS position FROM feed')
    this.#newest = database.prepare("SELECT seq AS position FROM sqlite_sequence WHERE name = 'feed'")
    this.#sweep = database.prepare('DELETE FROM feed WHERE position <= ?')
  }

  get position(): number {
    return (this.#newest.get() as { position: number } | undefined)?.position ?? 0
  }

  /** Within the commit that makes the changes. */
  add(changes: readonly Change[]): void {
    for (const { key, type } of changes) this.#insert.run(key.kind, key.place, key.id, type)
    this.#sinceSweep += changes.length
    if (this.#sinceSweep < SWEEP_EVERY) return
    this.#sinceSweep = 0
    this.#sweep.run(this.position - KEPT)
  }

  after(position: number, limit: number): FeedChange[] | undefined {
    const oldest = (this.#oldest.get() as { position: number | null }).position ?? this.position + 1
    if (position < oldest - 1) return undefined
    const rows = this.#select.all(position, limit) as unknown as (Change['key'] & Omit<FeedChange, 'key'>)[]
    return rows.map(({ position: at, type, kind, place, id }) => ({ position: at, type, key: { place, kind, id } }))
  }

  /** As if everything had changed: nobody can go on from an earlier position. */
  clear(): void {
    this.#insert.run('', '', '', 'delete')
    this.#sweep.run(this.position)
  }
}
