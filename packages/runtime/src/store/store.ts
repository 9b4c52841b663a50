import type { BlobStore } from '../kernel/blobs.ts'
import type { Change, Reader, Transact } from '../kernel/transaction.ts'

/**
 * Where everything lives that must survive: versioned documents and blobs. Contract of every backend:
 *
 * - `transact` resolves only when the writes are durable; transactions are serial, and several that wait together
 *   may share one flush to disk.
 * - Reads outside a transaction see committed, durable documents only.
 * - `onCommit` listeners run after the commit and before `transact` resolves, in commit order, so that whoever hears
 *   the answer to a change also sees its effect on the data plane.
 */
export interface Store extends Reader {
  readonly transact: Transact
  onCommit(listener: (changes: readonly Change[]) => void): () => void
  readonly blobs: BlobStore
  close(): Promise<void>
}
