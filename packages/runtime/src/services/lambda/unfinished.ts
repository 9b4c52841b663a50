import type { Reader } from '../../kernel/transaction.ts'
import { hasUnfinishedEvents } from './events/event-records.ts'
import { marks } from './repository.ts'

/** Whether an earlier process has left events to deliver or archives to delete. */
export async function hasUnfinishedWork(reader: Reader): Promise<boolean> {
  return (await hasUnfinishedEvents(reader)) || (await marks.hasLeft(reader))
}
