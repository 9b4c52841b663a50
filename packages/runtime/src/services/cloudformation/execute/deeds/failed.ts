import type { DeedKind, ResourceRecord, ResourceStatus, TicketRecord } from '../../records.ts'
import { type Run, step } from '../run.ts'
import type { StackWriter } from '../stack-writer.ts'
import { shownProperties } from '../target.ts'
import { abandon, isUnderWay } from './deed.ts'

const FAILED = {
  create: 'CREATE_FAILED',
  update: 'UPDATE_FAILED',
  replace: 'UPDATE_FAILED',
  restore: 'UPDATE_FAILED',
  remove: 'DELETE_FAILED',
} as const satisfies Record<DeedKind, ResourceStatus>

/**
 * Ends a deed that was begun. Its ticket stays with the resource: whoever removes or restores it learns that it is not
 * certain what there is. Of a replacement, it goes with the new one, which the clean-up deletes.
 */
export function failUnderWay(
  run: Run,
  writer: StackWriter,
  record: ResourceRecord & { readonly ticket: TicketRecord },
  reason: string,
  made: string | undefined = record.ticket.physicalId,
): ResourceRecord {
  const { ticket, ...rest } = record
  const { logicalId, type } = record
  const status = FAILED[ticket.deed]
  const created = made === undefined ? {} : { physicalId: made }
  const now = ticket.deed === 'create' ? { ...rest, ...created } : rest
  const properties = shownProperties(run, ticket.wanted.properties)
  const event = { logicalId, type, physicalId: now.physicalId ?? '', properties, status, reason }
  const timestamp = writer.event(event)
  if (ticket.deed === 'replace') {
    const begun: ResourceRecord = { ...ticket.wanted, ...created, attributes: {}, status, timestamp, ticket }
    abandon(run, writer, begun, timestamp)
    return { ...now, status, statusReason: reason, timestamp }
  }
  return { ...now, status, statusReason: reason, timestamp, ticket }
}

/** What an operation that is broken off has under way. */
const CANCELLED: Readonly<Partial<Record<DeedKind, string>>> = {
  create: 'Resource creation cancelled',
  update: 'Resource update cancelled',
  replace: 'Resource update cancelled',
}

/** Cancels what is being created and updated, and gives what it was. */
export async function cancelUnderWay(run: Run, writer: StackWriter): Promise<ResourceRecord[]> {
  const { contents } = run.deps
  const cancelled: ResourceRecord[] = []
  for (const record of await contents.resourcesOf(writer.tx, writer.place, writer.key)) {
    const reason = isUnderWay(record) ? CANCELLED[record.ticket.deed] : undefined
    if (!isUnderWay(record) || reason === undefined) continue
    const after = failUnderWay(run, writer, record, reason)
    contents.putResource(writer.tx, writer.place, writer.key, after)
    cancelled.push(after)
  }
  return cancelled
}

/** Cancels what an operation has under way that somebody has broken off. Nothing to do: no step. */
export async function cancelBrokenOff(run: Run): Promise<void> {
  const records = await run.deps.contents.resourcesOf(run.deps.reader, run.place, run.key)
  const isLeft = records.some((record) => isUnderWay(record) && CANCELLED[record.ticket.deed] !== undefined)
  if (isLeft) await step(run, (writer) => cancelUnderWay(run, writer))
}
