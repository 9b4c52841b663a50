import type { ResourceRecord } from '../../records.ts'
import type { Run } from '../run.ts'
import type { StackWriter } from '../stack-writer.ts'
import { abandon } from './deed.ts'

/**
 * What is being replaced is kept as the resource's backup, unless that is another one already: then this one was made
 * by an operation that stopped half-way.
 */
export async function leaveReplaced(
  run: Run,
  writer: StackWriter,
  record: ResourceRecord,
  order: number,
): Promise<void> {
  const { tx, place, key } = writer
  const earlier = await run.deps.contents.findBackup(tx, place, key, record.logicalId)
  if (!earlier || earlier.before?.physicalId === record.physicalId) return
  const { ticket: _, ...replaced } = record
  abandon(run, writer, replaced, order)
}
