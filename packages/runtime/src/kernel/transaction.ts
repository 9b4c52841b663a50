/** Names one document: what kind of thing, in which place, under which id. */
export interface Key {
  /** `account/region` (see `placeKey`), or `global` for what no place owns. */
  readonly place: string
  /** For example `cognito-idp/user-pool`. */
  readonly kind: string
  readonly id: string
}

export interface Document<T> {
  readonly key: Key
  /** 1 on insert, one more with each write. */
  readonly version: number
  readonly value: T
}

/** A stretch of one kind's documents in the order of their ids (UTF-8 bytes). */
export interface Range {
  readonly kind: string
  /** Left out: every place (answers come ordered by place, then id). */
  readonly place?: string
  readonly prefix?: string
  /** Only ids greater than this one. Needs `place`. */
  readonly after?: string
  readonly limit?: number
  /** Greatest id first. */
  readonly descending?: boolean
}

export interface Reader {
  get<T>(key: Key): Promise<Document<T> | undefined>
  list<T>(range: Range): Promise<Document<T>[]>
}

/**
 * Reads see this transaction's own writes. Nothing is visible to others, and nothing durable, until the work has
 * returned and the transaction is committed; if the work throws, nothing happened. Transactions run one at a time:
 * the work must only read, compute and write, never wait for the network, a timer or a key pair.
 */
export interface Transaction extends Reader {
  put<T>(key: Key, value: T): void
  delete(key: Key): void
}

export type Transact = <R>(work: (tx: Transaction) => Promise<R>) => Promise<R>

export interface Change {
  readonly key: Key
  readonly type: 'put' | 'delete'
}

/** A change and its place among all that were committed. */
export interface FeedChange extends Change {
  readonly position: number
}
