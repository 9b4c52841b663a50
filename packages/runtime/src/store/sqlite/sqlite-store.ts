import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash } from 'node:crypto'
import type { BlobStore } from '../../kernel/blobs.ts'
import { type Logger, silentLogger } from '../../kernel/logger.ts'
import type { Change, Document, FeedChange, Key, Range, Transaction } from '../../kernel/transaction.ts'
import type { Store } from '../store.ts'
import { DocumentTable, toDocument } from './documents.ts'
import { type Database, openDatabase } from './driver.ts'
import { FeedTable } from './feed-table.ts'
import { migrate } from './migrations.ts'
import { Overlay } from './overlay.ts'

export interface SqliteStoreOptions {
  /** Database file; its folder must exist. Undefined: in memory, gone on close. */
  readonly path: string | undefined
  /** Hears of listeners that fail: whoever waits for the commit gets an answer all the same. */
  readonly logger?: Logger
}

/**
 * Opens the embedded store. `synchronous=FULL` in WAL mode: what `transact` has resolved is on the disk, also after
 * `kill -9` or a power cut.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const database = await openDatabase(options.path ?? ':memory:')
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 2000;')
  try {
    migrate(database, options.path)
  } catch (error) {
    database.close()
    throw error
  }
  return new SqliteStore(database, options.logger ?? silentLogger)
}

interface Job {
  readonly work: (tx: Transaction) => Promise<unknown>
  readonly resolve: (result: unknown) => void
  readonly reject: (error: unknown) => void
}

/** Waiting transactions share one flush to disk, but never so many that the first of them waits long. */
const MAX_BATCH = 128
const FEED_PAGE = 1_000

class SqliteStore implements Store {
  readonly #database: Database
  readonly #logger: Logger
  readonly #documents: DocumentTable
  readonly #feed: FeedTable
  readonly #queue: Job[] = []
  readonly #listeners = new Set<(changes: readonly Change[]) => void>()
  readonly blobs: BlobStore
  #draining: Promise<void> | undefined
  #closed = false
  /** Set while a transaction's work runs: a second one inside it would wait for itself for ever. */
  readonly #inside = new AsyncLocalStorage<true>()

  constructor(database: Database, logger: Logger) {
    this.#database = database
    this.#logger = logger
    this.#documents = new DocumentTable(database)
    this.#feed = new FeedTable(database)
    this.blobs = blobTable(database)
  }

  async get<T>(key: Key): Promise<Document<T> | undefined> {
    const row = this.#documents.find(key)
    return row && toDocument<T>(row)
  }

  async list<T>(range: Range): Promise<Document<T>[]> {
    return this.#documents.list(range).map((row) => toDocument<T>(row))
  }

  readonly transact = <R>(work: (tx: Transaction) => Promise<R>): Promise<R> => {
    if (this.#closed) return Promise.reject(new Error('the store is closed'))
    if (this.#inside.getStore()) return Promise.reject(new Error('a transaction inside a transaction'))
    return new Promise<R>((resolve, reject) => {
      this.#queue.push({ work, resolve: resolve as Job['resolve'], reject })
      this.#draining ??= this.#drain()
    })
  }

  onCommit(listener: (changes: readonly Change[]) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async position(): Promise<number> {
    return this.#feed.position
  }

  async changesAfter(position: number, limit = FEED_PAGE): Promise<readonly FeedChange[] | undefined> {
    return this.#feed.after(position, limit)
  }

  async erase(): Promise<void> {
    if (this.#closed) throw new Error('the store is closed')
    while (this.#draining) await this.#draining
    this.#write(() => {
      this.#documents.clear()
      this.#feed.clear()
      this.#database.exec('DELETE FROM blobs')
    })
    // Gives the space back; what was there can be read from neither the file nor its log any more.
    this.#database.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)')
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#draining
    this.#database.close()
  }

  async #drain(): Promise<void> {
    try {
      while (this.#queue.length > 0) await this.#runBatch()
    } finally {
      this.#draining = undefined
      // While it is in use, every promise of the process pays for it: the data planes must not.
      this.#inside.disable()
    }
  }

  async #runBatch(): Promise<void> {
    const batch = new Overlay(this.#documents)
    const done: { job: Job; result: unknown }[] = []
    while (this.#queue.length > 0 && done.length < MAX_BATCH) {
      const job = this.#queue.shift() as Job
      const own = new Overlay(batch)
      try {
        const result = await this.#inside.run(true, () => job.work(own.asTransaction()))
        batch.absorb(own)
        done.push({ job, result })
      } catch (error) {
        job.reject(error)
      }
    }
    try {
      this.#commit(batch)
    } catch (error) {
      for (const { job } of done) job.reject(error)
      return
    }
    if (!batch.isEmpty) this.#tell(batch.changes())
    for (const { job, result } of done) job.resolve(result)
  }

  #tell(changes: readonly Change[]): void {
    for (const listener of this.#listeners) {
      try {
        listener(changes)
      } catch (error) {
        this.#logger.log('error', 'a listener to changes failed', { error })
      }
    }
  }

  #commit(batch: Overlay): void {
    if (batch.isEmpty) return
    this.#write(() => {
      for (const { key, row } of batch.writes) {
        if (row) this.#documents.put(row)
        else this.#documents.delete(key)
      }
      this.#feed.add(batch.changes())
    })
  }

  #write(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      work()
      this.#database.exec('COMMIT')
    } catch (error) {
      this.#database.exec('ROLLBACK')
      throw error
    }
  }
}

function blobTable(database: Database): BlobStore {
  const insert = database.prepare('INSERT OR IGNORE INTO blobs (hash, bytes) VALUES (?, ?)')
  const select = database.prepare('SELECT bytes FROM blobs WHERE hash = ?')
  const remove = database.prepare('DELETE FROM blobs WHERE hash = ?')
  return {
    async put(bytes) {
      const hash = createHash('sha256').update(bytes).digest('hex')
      insert.run(hash, bytes)
      return hash
    },
    async get(hash) {
      const row = select.get(hash) as { bytes: Uint8Array } | undefined
      return row && Buffer.from(row.bytes)
    },
    async delete(hash) {
      remove.run(hash)
    },
  }
}
