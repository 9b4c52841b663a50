import type { CallContext } from '../../kernel/operation.ts'
import type { Transaction } from '../../kernel/transaction.ts'
import { type StagingDeps, stagingBytes } from '../../store/staged-bytes.ts'
import { marks } from './blob-marks.ts'
import { operationAborted } from './errors.ts'
import type { Segment } from './records.ts'

/** Puts the bytes of an object or a part, then runs the transaction that says who holds them. */
export async function withBytes<R>(
  ctx: CallContext,
  deps: StagingDeps,
  bytes: Buffer,
  commit: (tx: Transaction, segment: Segment) => Promise<R>,
): Promise<R> {
  const done = await stagingBytes(marks, deps, bytes, ctx.transact, commit)
  if (!done) throw operationAborted()
  return done.result
}
