import type { ResourceRecord } from '../records.ts'
import type { ResourcePolicy } from '../template/template.ts'
import { type Deed, deedUnderWay, isUnderWay, wantedOf } from './deeds/deed.ts'
import { endRemoval, removalEvent } from './deeds/remove.ts'
import { type Progress, perform, takeUp } from './perform.ts'
import { type Run, step } from './run.ts'
import type { StackWriter } from './stack-writer.ts'

export interface Removal extends Pick<Deed, 'eventId' | 'keep'> {
  readonly record: ResourceRecord
  readonly policy: ResourcePolicy
}

/** Deletes a physical resource, or leaves it as its policy says. */
export async function removeResource(run: Run, removal: Removal): Promise<Progress> {
  const { record, policy, ...more } = removal
  const end = async (status: 'DELETE_COMPLETE' | 'DELETE_SKIPPED') => ({
    done: await step(run, async (writer) => {
      const ended = endRemoval(run, writer, removal, status)
      removal.keep(writer, ended)
      return ended
    }),
  })
  if (isUnderWay(record) && record.ticket.deed === 'remove') return takeUp(run, deedUnderWay(record, more), record)
  if (record.physicalId === undefined && !record.ticket) return end('DELETE_COMPLETE')
  if (policy === 'Retain' || policy === 'Snapshot') return end('DELETE_SKIPPED')
  return perform(run, { kind: 'remove', logicalId: record.logicalId, record, wanted: wantedOf(record), ...more })
}

/** `now`: its record as it is stored. */
export function noteFailedRemoval(
  run: Run,
  writer: StackWriter,
  removal: Removal,
  reason: string,
  now: ResourceRecord | undefined,
): ResourceRecord {
  const underWay = isUnderWay(now) && now.ticket.deed === 'remove' ? now : undefined
  if (!underWay) writer.event({ ...removalEvent(run, removal), status: 'DELETE_IN_PROGRESS' })
  const timestamp = writer.event({ ...removalEvent(run, removal), status: 'DELETE_FAILED', reason })
  return { ...(underWay ?? removal.record), status: 'DELETE_FAILED', statusReason: reason, timestamp }
}
