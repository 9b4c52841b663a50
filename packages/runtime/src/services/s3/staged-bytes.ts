import { uuid } from '../../kernel/ids.ts'
import type { CallContext } from '../../kernel/operation.ts'
import type { Transaction } from '../../kernel/transaction.ts'
import { abandonStaged, stageBlob, unstageBlob } from './blob-marks.ts'
import type { S3Deps } from './deps.ts'
import { operationAborted } from './errors.ts'
import type { Segment } from './records.ts'

/** Another server that starts takes what is staged for left behind; that this happens again and again is no accident. */
const ATTEMPTS = 5

/**
 * Puts bytes, then runs the transaction that says who holds them. A mark that is committed before the bytes are put
 * answers for them until then, and stays where this process ends or the transaction fails.
 */
export async function withBytes<R>(
  ctx: CallContext,
  { store, random }: Pick<S3Deps, 'store' | 'random'>,
  bytes: Buffer,
  commit: (tx: Transaction, segment: Segment) => Promise<R>,
): Promise<R> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const hash = uuid(random)
    await store.transact(async (tx) => stageBlob(tx, hash))
    try {
      await store.blobs.put(hash, bytes)
      const done = await ctx.transact(async (tx) => {
        if (!(await unstageBlob(tx, hash))) return undefined
        return { result: await commit(tx, { hash, size: bytes.length }) }
      })
      if (done) return done.result
    } catch (error) {
      // Where this fails too, the next start finds the mark.
      await store.transact((tx) => abandonStaged(tx, hash)).catch(() => {})
      throw error
    }
  }
  throw operationAborted()
}
