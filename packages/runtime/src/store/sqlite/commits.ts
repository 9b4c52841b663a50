import type { Soon } from '../../kernel/soon.ts'
import { Turns } from '../../kernel/turns.ts'
import type { DocumentTable } from './documents.ts'
import type { Database } from './driver.ts'
import type { FeedTable } from './feed-table.ts'
import { changeOf, Overlay, type RowSource } from './overlay.ts'
import type { Write } from './pending.ts'

/** Ours: no more than is written in a few milliseconds. */
const AT_ONCE = 200

export interface CommitsDeps {
  readonly database: Database
  readonly documents: DocumentTable
  readonly feed: FeedTable
  /** Throws where what is written would be lost. */
  readonly check: () => void
}

/**
 * Carries writes into the database, whole or not at all. Many of them take turns with all else that the process does:
 * since the one connection sees what it has not committed yet, everybody reads through `committed`.
 */
export class Commits {
  readonly #deps: CommitsDeps
  /** The documents that are being written, as they were. */
  #former: Overlay | undefined
  #underWay: Promise<void> | undefined

  constructor(deps: CommitsDeps) {
    this.#deps = deps
  }

  get committed(): RowSource {
    return this.#former ?? this.#deps.documents
  }

  /** Until then, whatever is written becomes a part of what is under way. */
  async settled(): Promise<void> {
    while (this.#underWay) await this.#underWay
  }

  async commit(writes: readonly Write[]): Promise<void> {
    if (writes.length <= AT_ONCE) return this.whole(() => this.#carry(writes))
    return this.whole(async () => {
      const turns = new Turns()
      const former = new Overlay(this.#deps.documents)
      this.#former = former
      for (let at = 0; at < writes.length; at += AT_ONCE) {
        if (turns.isOver) await turns.pass()
        const next = writes.slice(at, at + AT_ONCE)
        for (const { key } of next) former.lay(key, this.#deps.documents.find(key))
        this.#carry(next)
      }
    })
  }

  /** All that the work does, or nothing of it. One at a time. */
  async whole(work: () => Soon<void>): Promise<void> {
    const done = this.#whole(work)
    this.#underWay = done.catch(() => undefined)
    try {
      await done
    } finally {
      this.#underWay = undefined
    }
  }

  async #whole(work: () => Soon<void>): Promise<void> {
    const { database, check } = this.#deps
    check()
    database.exec('BEGIN IMMEDIATE')
    try {
      await work()
      check()
      database.exec('COMMIT')
    } catch (error) {
      database.exec('ROLLBACK')
      throw error
    } finally {
      this.#former = undefined
    }
  }

  #carry(writes: readonly Write[]): void {
    const { documents, feed } = this.#deps
    for (const { key, row } of writes) {
      if (row) documents.put(row)
      else documents.delete(key)
    }
    feed.add(writes.map(changeOf))
  }
}
