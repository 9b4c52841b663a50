import { AsyncLocalStorage } from 'node:async_hooks'
import { chmodSync, closeSync, openSync, statSync } from 'node:fs'
import type { BlobStore } from '../../kernel/blobs.ts'
import { type Logger, silentLogger } from '../../kernel/logger.ts'
import type { Change, Document, FeedChange, Key, Range, Transaction } from '../../kernel/transaction.ts'
import { Turns } from '../../kernel/turns.ts'
import type { Store, StoreContents } from '../store.ts'
import { Commits } from './commits.ts'
import { DocumentTable, toDocument } from './documents.ts'
import { type Database, openDatabase } from './driver.ts'
import { FeedTable } from './feed-table.ts'
import { migrate, STORE_FORMAT } from './migrations.ts'
import { changeOf, Overlay } from './overlay.ts'

export interface SqliteStoreOptions {
  /** Database file; its folder must exist. Undefined: in memory, gone on close. */
  readonly path: string | undefined
  /** Hears of listeners that fail: whoever waits for the commit gets an answer all the same. */
  readonly logger?: Logger
  /** What an empty store begins with. */
  readonly begin?: StoreContents
}

/**
 * Opens the embedded store. `synchronous=FULL` in WAL mode: what `transact` has resolved is on the disk, also after
 * `kill -9` or a power cut.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { path, begin } = options
  if (path !== undefined) keepPrivate(path)
  const database = await openDatabase(path ?? ':memory:')
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 2000;')
    if (path !== undefined) checkPages(database, path)
    // What it begins with may be of an older format: it is what a database of that format would have held.
    migrate(database, path, begin?.format)
  } catch (error) {
    database.close()
    throw error
  }
  const store = new SqliteStore(database, options)
  if (begin) {
    await store.fill(begin)
    migrate(database, path)
  }
  return store
}

/**
 * Nobody but its owner reads the file, wherever it lies: SQLite gives those beside it the same mode. What cannot be done
 * here fails again in SQLite, whose errors are known.
 */
function keepPrivate(path: string): void {
  try {
    closeSync(openSync(path, 'a', PRIVATE))
    for (const suffix of ['', '-wal', '-shm']) {
      if (statSync(path + suffix, { throwIfNoEntry: false })) chmodSync(path + suffix, PRIVATE)
    }
  } catch {
    // As said above.
  }
}

const PRIVATE = 0o600

/** SQLite itself reads around damaged pages where it can, as if nothing had ever been in them. */
function checkPages(database: Database, path: string): void {
  const found = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string }
  if (found.quick_check === 'ok') return
  throw Object.assign(new Error(`${path}: ${found.quick_check}`), { errcode: SQLITE_CORRUPT })
}

const SQLITE_CORRUPT = 11

/** A file's identity: another file of the same name has another one. */
function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino
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
  readonly #file: { readonly path: string; readonly inode: number | undefined } | undefined
  readonly #logger: Logger
  readonly #documents: DocumentTable
  readonly #feed: FeedTable
  readonly #commits: Commits
  readonly #queue: Job[] = []
  readonly #listeners = new Set<(changes: readonly Change[]) => void>()
  readonly blobs: BlobStore
  #draining: Promise<void> | undefined
  #closed = false
  /** Set while a transaction's work runs: a second one inside it would wait for itself for ever. */
  readonly #inside = new AsyncLocalStorage<true>()

  constructor(database: Database, { path, logger = silentLogger }: SqliteStoreOptions) {
    this.#database = database
    this.#file = path === undefined ? undefined : { path, inode: inodeOf(path) }
    this.#logger = logger
    this.#documents = new DocumentTable(database)
    this.#feed = new FeedTable(database)
    const check = () => this.#checkFile()
    this.#commits = new Commits({ database, documents: this.#documents, feed: this.#feed, check })
    this.blobs = blobTable(database, this.#commits, check)
  }

  async get<T>(key: Key): Promise<Document<T> | undefined> {
    const row = this.#commits.committed.find(key)
    return row && toDocument<T>(row)
  }

  async list<T>(range: Range): Promise<Document<T>[]> {
    return this.#commits.committed.list(range).map((row) => toDocument<T>(row))
  }

  async places(): Promise<string[]> {
    return this.#documents.places()
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
    await this.#commits.settled()
    return this.#feed.position
  }

  async changesAfter(position: number, limit = FEED_PAGE): Promise<readonly FeedChange[] | undefined> {
    await this.#commits.settled()
    return this.#feed.after(position, limit)
  }

  async contents(): Promise<StoreContents> {
    await this.#undisturbed()
    const rows = this.#database.prepare('SELECT hash, bytes FROM blobs').all() as unknown as BlobRow[]
    return {
      format: STORE_FORMAT,
      documents: this.#documents.all(),
      blobs: new Map(rows.map(({ hash, bytes }) => [hash, Buffer.from(bytes)])),
    }
  }

  /** All at once, so that nobody ever finds a part of it. */
  async fill({ documents, blobs }: StoreContents): Promise<void> {
    if (!this.#documents.isEmpty()) throw new Error('the store is not empty')
    const insertBlob = this.#database.prepare('INSERT OR REPLACE INTO blobs (hash, bytes) VALUES (?, ?)')
    await this.#commits.whole(() => {
      for (const row of documents) this.#documents.put(row)
      for (const [name, bytes] of blobs) insertBlob.run(name, bytes)
      this.#feed.clear()
    })
  }

  /** No transaction is under way. */
  async #undisturbed(): Promise<void> {
    if (this.#closed) throw new Error('the store is closed')
    while (this.#draining) await this.#draining
  }

  async erase(): Promise<void> {
    await this.#undisturbed()
    await this.#commits.whole(() => {
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
    // Whoever copies the directory of a stopped server finds everything in one file.
    try {
      this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    } catch (error) {
      this.#logger.log('warn', 'the log of the database was left beside it', { error })
    }
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
    const turns = new Turns()
    const batch = new Overlay(this.#documents)
    const done: { job: Job; result: unknown }[] = []
    while (this.#queue.length > 0 && done.length < MAX_BATCH) {
      const job = this.#queue.shift() as Job
      const own = new Overlay(batch)
      try {
        const result = await this.#inside.run(true, () => job.work(own.asTransaction(turns)))
        batch.absorb(own)
        done.push({ job, result })
      } catch (error) {
        job.reject(error)
      }
    }
    try {
      if (batch.writes.length > 0) await this.#commits.commit(batch.writes)
    } catch (error) {
      for (const { job } of done) job.reject(error)
      return
    }
    if (batch.writes.length > 0) this.#tell(batch.writes.map(changeOf))
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

  /** What is written into a file that has lost its name is gone when this process ends: it must not be acknowledged. */
  #checkFile(): void {
    if (!this.#file || inodeOf(this.#file.path) === this.#file.inode) return
    throw new Error(`${this.#file.path} was deleted or replaced while this server runs: nothing can be kept any more`)
  }
}

interface BlobRow {
  readonly hash: string
  readonly bytes: Uint8Array
}

/** The column is called `hash` because names were hashes of the bytes once. */
function blobTable(database: Database, commits: Commits, check: () => void): BlobStore {
  const insert = database.prepare('INSERT INTO blobs (hash, bytes) VALUES (?, ?)')
  const select = database.prepare('SELECT bytes FROM blobs WHERE hash = ?')
  const remove = database.prepare('DELETE FROM blobs WHERE hash = ?')
  return {
    async put(name, bytes) {
      await commits.settled()
      check()
      insert.run(name, bytes)
    },
    async get(name) {
      const row = select.get(name) as { bytes: Uint8Array } | undefined
      return row && Buffer.from(row.bytes)
    },
    async delete(name) {
      await commits.settled()
      remove.run(name)
    },
  }
}
