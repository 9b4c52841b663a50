import type { Reader } from '../../kernel/transaction.ts'
import { listRunning } from './repository.ts'

/** Whether an earlier process has begun executions that have not ended. */
export async function hasUnfinishedExecutions(reader: Reader): Promise<boolean> {
  return (await listRunning(reader)).length > 0
}
