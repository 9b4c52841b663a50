import type { Reader, Transaction } from '../../kernel/transaction.ts'
import { collection } from '../../store/collection.ts'

/**
 * What the documents say of a blob, so that at every moment something that is committed answers for its bytes:
 *
 * - staged: its bytes are about to be put, or are there, and no object holds them yet;
 * - referenced: objects or parts of uploads hold it, each by a reference of its own;
 * - unused: nobody holds it, nobody ever will again, and its bytes may be deleted at any time.
 *
 * Since a name is used once, no blob ever leaves the last state (docs/decisions/0014-bytes-outside-transactions.md).
 */
interface Mark {
  /** The blob's name, which was the hash of its bytes once. */
  readonly hash: string
}

const staged = collection<Mark>('s3/staged-blob')
const references = collection<Mark>('s3/blob-reference')
const unused = collection<Mark>('s3/unused-blob')

export const UNUSED_KIND = unused.kind

/** Before the bytes are put. */
export function stageBlob(tx: Transaction, hash: string): void {
  staged.put(tx, 'global', hash, { hash })
}

/**
 * For the transaction that writes who holds the bytes. False: somebody has taken the blob for one that an earlier process
 * left behind, so the bytes have to be put under another name.
 */
export async function unstageBlob(tx: Transaction, hash: string): Promise<boolean> {
  if (!(await staged.find(tx, 'global', hash))) return false
  staged.delete(tx, 'global', hash)
  return true
}

/** What nobody is going to hold. Nothing happens where the blob is not staged any more. */
export async function abandonStaged(tx: Transaction, hash: string): Promise<void> {
  if (await unstageBlob(tx, hash)) unused.put(tx, 'global', hash, { hash })
}

export async function abandonAllStaged(tx: Transaction): Promise<void> {
  for (const { hash } of await staged.list(tx, 'global')) await abandonStaged(tx, hash)
}

/** `holder` names what points to the blob, uniquely. Called in the transaction that writes the holder. */
export function retainBlob(tx: Transaction, hash: string, holder: string): void {
  references.put(tx, 'global', `${hash}/${holder}`, { hash })
}

export async function releaseBlob(tx: Transaction, hash: string, holder: string): Promise<void> {
  references.delete(tx, 'global', `${hash}/${holder}`)
  if (!(await isReferenced(tx, hash))) unused.put(tx, 'global', hash, { hash })
}

/** Blobs to delete. Marks of what is referenced after all, as older versions left them, are dropped. */
export async function listUnused(tx: Transaction): Promise<string[]> {
  const found: string[] = []
  for (const { hash } of await unused.list(tx, 'global')) {
    if (await isReferenced(tx, hash)) unused.delete(tx, 'global', hash)
    else found.push(hash)
  }
  return found
}

/** Once the bytes are deleted. */
export function forgetUnused(tx: Transaction, hashes: readonly string[]): void {
  for (const hash of hashes) unused.delete(tx, 'global', hash)
}

/** Whether an earlier process has left blobs to delete. */
export async function hasLeftBlobs(reader: Reader): Promise<boolean> {
  const found = await Promise.all([staged, unused].map((marks) => marks.list(reader, 'global', { limit: 1 })))
  return found.flat().length > 0
}

async function isReferenced(reader: Reader, hash: string): Promise<boolean> {
  return (await references.list(reader, 'global', { prefix: `${hash}/`, limit: 1 })).length > 0
}
