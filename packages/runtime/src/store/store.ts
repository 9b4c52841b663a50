import type { BlobStore } from '../kernel/blobs.ts'
import type { Change, FeedChange, Reader, Transact } from '../kernel/transaction.ts'

/**
 * Where everything lives that must survive: versioned documents and blobs. Contract of every backend:
 *
 * - `transact` resolves only when the writes are durable; transactions are serial, and several that wait together
 *   may share one flush to disk.
 * - Work may be run again, so it only reads, computes and writes.
 * - Reads outside a transaction see committed, durable documents only.
 * - `onCommit` listeners run after the commit and before `transact` resolves, in commit order, so that whoever hears
 *   the answer to a change also sees its effect on the data plane.
 */
export interface Store extends Reader {
  readonly transact: Transact
  onCommit(listener: (changes: readonly Change[]) => void): () => void
  readonly blobs: BlobStore
  /** Where the feed of changes ends: each commit goes on from there. Counts on after a restart. */
  position(): Promise<number>
  /**
   * What was committed after a position, oldest first. Undefined where the feed does not go back that far: whoever asks
   * has to forget all that it knows, and start from `position()`.
   */
  changesAfter(position: number, limit?: number): Promise<readonly FeedChange[] | undefined>
  /** The places that own any document, in their order. */
  places(): Promise<readonly string[]>
  /** All that is committed now. */
  contents(): Promise<StoreContents>
  /** Forgets all documents and blobs. */
  erase(): Promise<void>
  close(): Promise<void>
}

/** All that a store holds: what another one of the same version, or a later one, can begin with. */
export interface StoreContents {
  /** Of the version that wrote it. */
  readonly format: number
  readonly documents: readonly StoredDocument[]
  readonly blobs: ReadonlyMap<string, Buffer>
}

/** A document with its value as JSON text. */
export interface StoredDocument {
  readonly kind: string
  readonly place: string
  readonly id: string
  readonly version: number
  readonly value: string
}
