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

async function collectUnused(tx: Transaction, store: Store): Promise<void> {
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

/** Deletes marked blobs: when it is started, and after every commit that marks one. */
export class BlobCollector {
  readonly #store: Store
  readonly #logger: Logger
  #running: Promise<void> = Promise.resolve()
  #stopListening = () => {}

  constructor(store: Store, logger: Logger) {
    this.#store = store
    this.#logger = logger
  }

  start(): void {
    this.#stopListening = this.#store.onCommit((changes) => {
      if (changes.some(({ key, type }) => key.kind === unused.kind && type === 'put')) this.#collect()
    })
    this.#collect()
  }

  /** Resolves when nothing is being deleted any more. */
  close(): Promise<void> {
    this.#stopListening()
    return this.#running
  }

  #collect(): void {
    this.#running = this.#running
      .then(() => this.#store.transact((tx) => collectUnused(tx, this.#store)))
      // The marks stay: the next run finds them, at the latest after a restart.
      .catch((error: unknown) => this.#logger.log('debug', 's3: unused blobs were not collected', { error }))
  }
}
