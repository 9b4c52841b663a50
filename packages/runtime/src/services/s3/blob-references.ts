import type { Logger } from '../../kernel/logger.ts'
import type { Reader, Transaction } from '../../kernel/transaction.ts'
import { collection } from '../../store/collection.ts'
import type { Store } from '../../store/store.ts'

/**
 * Bytes are stored once however many objects hold them, so each holder leaves a reference. When the last one goes, the
 * blob is marked and deleted by a later transaction: after a crash in between, the mark is still there.
 */
interface Reference {
  readonly hash: string
}

const references = collection<Reference>('s3/blob-reference')
const unused = collection<Reference>('s3/unused-blob')

/** `holder` names what points to the blob, uniquely. Called in the transaction that writes the holder. */
export function retainBlob(tx: Transaction, hash: string, holder: string): void {
  references.put(tx, 'global', `${hash}/${holder}`, { hash })
}

export async function releaseBlob(tx: Transaction, hash: string, holder: string): Promise<void> {
  references.delete(tx, 'global', `${hash}/${holder}`)
  if (!(await isReferenced(tx, hash))) unused.put(tx, 'global', hash, { hash })
}

async function isReferenced(reader: Reader, hash: string): Promise<boolean> {
  return (await references.list(reader, 'global', { prefix: `${hash}/`, limit: 1 })).length > 0
}

/** Deletes marked blobs now and after every commit that marks one. */
export function startBlobCollector(store: Store, logger: Logger): void {
  const run = async () => {
    try {
      await store.transact((tx) => collectUnused(tx, store))
    } catch (error) {
      // The marks stay: the next run finds them, at the latest after a restart.
      logger.log('debug', 's3: unused blobs were not collected', { error: String(error) })
    }
  }
  store.onCommit((changes) => {
    if (changes.some(({ key, type }) => key.kind === unused.kind && type === 'put')) void run()
  })
  void run()
}

export async function collectUnused(tx: Transaction, store: Store): Promise<void> {
  for (const { hash } of await unused.list(tx, 'global')) {
    if (await isReferenced(tx, hash)) {
      unused.delete(tx, 'global', hash)
    } else if (!(await isReferenced(store, hash))) {
      // Neither what is committed nor what is about to be points here; transactions are serial, so nothing else can.
      await store.blobs.delete(hash)
      unused.delete(tx, 'global', hash)
    }
  }
}
