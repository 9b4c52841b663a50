import type { Reader, Transaction } from '../kernel/transaction.ts'
import { collection } from './collection.ts'

interface Mark {
  /** The blob's name, which was the hash of its bytes once. */
  readonly hash: string
}

/** What the documents of one service say of its blobs. */
export interface BlobMarks {
  /** Of the marks that say that something may be deleted. */
  readonly unusedKind: string
  /** Before the bytes are put. */
  stage(tx: Transaction, hash: string): void
  /**
   * For the transaction that writes who holds the bytes. False: somebody has taken the blob for one that an earlier
   * process left behind, so the bytes have to be put under another name.
   */
  unstage(tx: Transaction, hash: string): Promise<boolean>
  /** What nobody is going to hold. Nothing happens where the blob is not staged any more. */
  abandonStaged(tx: Transaction, hash: string): Promise<void>
  abandonAllStaged(tx: Transaction): Promise<void>
  /** `holder` names what points to the blob, uniquely. Called in the transaction that writes the holder. */
  retain(tx: Transaction, hash: string, holder: string): void
  release(tx: Transaction, hash: string, holder: string): Promise<void>
  isReferenced(reader: Reader, hash: string): Promise<boolean>
  /** Blobs to delete. Marks of what is referenced after all, as older versions left them, are dropped. */
  listUnused(tx: Transaction): Promise<string[]>
  /** Once the bytes are deleted. */
  forgetUnused(tx: Transaction, hashes: readonly string[]): void
  /** Whether an earlier process has left blobs to delete. */
  hasLeft(reader: Reader): Promise<boolean>
}

/**
 * At every moment something that is committed answers for a blob's bytes:
 *
 * - staged: its bytes are about to be put, or are there, and nothing holds them yet;
 * - referenced: objects, functions or the like hold it, each by a reference of its own;
 * - unused: nobody holds it, nobody ever will again, and its bytes may be deleted at any time.
 *
 * Since a name is used once, no blob ever leaves the last state (docs/decisions/0014-bytes-outside-transactions.md).
 */
export function blobMarks(service: string): BlobMarks {
  const staged = collection<Mark>(`${service}/staged-blob`)
  const references = collection<Mark>(`${service}/blob-reference`)
  const unused = collection<Mark>(`${service}/unused-blob`)

  const isReferenced = async (reader: Reader, hash: string): Promise<boolean> =>
    (await references.list(reader, 'global', { prefix: `${hash}/`, limit: 1 })).length > 0

  const unstage = async (tx: Transaction, hash: string): Promise<boolean> => {
    if (!(await staged.find(tx, 'global', hash))) return false
    staged.delete(tx, 'global', hash)
    return true
  }

  const abandonStaged = async (tx: Transaction, hash: string): Promise<void> => {
    if (await unstage(tx, hash)) unused.put(tx, 'global', hash, { hash })
  }

  return {
    unusedKind: unused.kind,
    stage: (tx, hash) => staged.put(tx, 'global', hash, { hash }),
    unstage,
    abandonStaged,
    async abandonAllStaged(tx) {
      for (const { hash } of await staged.list(tx, 'global')) await abandonStaged(tx, hash)
    },
    retain: (tx, hash, holder) => references.put(tx, 'global', `${hash}/${holder}`, { hash }),
    async release(tx, hash, holder) {
      references.delete(tx, 'global', `${hash}/${holder}`)
      if (!(await isReferenced(tx, hash))) unused.put(tx, 'global', hash, { hash })
    },
    isReferenced,
    async listUnused(tx) {
      const found: string[] = []
      for (const { hash } of await unused.list(tx, 'global')) {
        if (await isReferenced(tx, hash)) unused.delete(tx, 'global', hash)
        else found.push(hash)
      }
      return found
    },
    forgetUnused(tx, hashes) {
      for (const hash of hashes) unused.delete(tx, 'global', hash)
    },
    async hasLeft(reader) {
      const found = await Promise.all([staged, unused].map((marks) => marks.list(reader, 'global', { limit: 1 })))
      return found.flat().length > 0
    },
  }
}
