import type { Reader } from '../../kernel/transaction.ts'
import type { StackRecord } from './records.ts'
import { stacks } from './repository.ts'

/** Whether an earlier process has left a stack operation to go on with. */
export async function hasUnfinishedOperations(reader: Reader): Promise<boolean> {
  const all = await reader.list<StackRecord>({ kind: stacks.kind })
  return all.some(({ value }) => value.operation !== undefined)
}
