import { createHash } from 'node:crypto'
import type { CallContext } from '../../../kernel/operation.ts'
import type { Transaction } from '../../../kernel/transaction.ts'
import { type StagingDeps, stagingBytes } from '../../../store/staged-bytes.ts'
import { conflict } from '../errors.ts'
import type { CodeUse } from '../records.ts'
import { marks } from '../repository.ts'

export function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64')
}

/** Keeps an archive, then runs the transaction that says who holds it (docs/decisions/0014-bytes-outside-transactions.md). */
export async function keepingCode<R>(
  { transact }: Pick<CallContext, 'transact'>,
  deps: StagingDeps,
  bytes: Buffer,
  commit: (tx: Transaction, code: CodeUse) => Promise<R>,
): Promise<R> {
  const sha256 = sha256Of(bytes)
  const done = await stagingBytes(marks, deps, bytes, transact, (tx, stored) => commit(tx, { ...stored, sha256 }))
  if (!done) throw conflict('The code was taken away while it was being stored. Please try again.')
  return done.result
}
