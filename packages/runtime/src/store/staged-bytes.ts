import { uuid } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import type { Transact, Transaction } from '../kernel/transaction.ts'
import type { BlobMarks } from './blob-marks.ts'
import type { Store } from './store.ts'

/** Another server that starts takes what is staged for left behind; that this happens again and again is no accident. */
const ATTEMPTS = 5

export interface StagingDeps {
  readonly store: Pick<Store, 'transact' | 'blobs'>
  readonly random: Random
}

/** Where bytes are, once they are put. */
export interface StoredBytes {
  readonly hash: string
  readonly size: number
}

/**
 * Puts bytes, then runs the transaction that says who holds them. A mark that is committed before the bytes are put
 * answers for them until then, and stays where this process ends or the transaction fails. Undefined: the bytes were
 * taken away again and again.
 */
export async function stagingBytes<R>(
  marks: BlobMarks,
  { store, random }: StagingDeps,
  bytes: Buffer,
  transact: Transact,
  commit: (tx: Transaction, stored: StoredBytes) => Promise<R>,
): Promise<{ readonly result: R } | undefined> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const hash = uuid(random)
    await store.transact(async (tx) => marks.stage(tx, hash))
    try {
      await store.blobs.put(hash, bytes)
      const done = await transact(async (tx) => {
        if (!(await marks.unstage(tx, hash))) return undefined
        return { result: await commit(tx, { hash, size: bytes.length }) }
      })
      if (done) return done
    } catch (error) {
      // Where this fails too, the next start finds the mark.
      await store.transact((tx) => marks.abandonStaged(tx, hash)).catch(() => {})
      throw error
    }
  }
  return undefined
}
