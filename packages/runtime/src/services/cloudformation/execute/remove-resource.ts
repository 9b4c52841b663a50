import type { ResourceRecord, ResourceStatus } from '../records.ts'
import type { ResourcePolicy } from '../template/template.ts'
import { type Run, resourceRequest } from './run.ts'
import type { StackWriter } from './stack-writer.ts'
import { existing, shownProperties } from './target.ts'

export interface Removal {
  readonly record: ResourceRecord
  readonly policy: ResourcePolicy
  /** Events of the clean-up carry an id without a status, and no properties (observed). */
  readonly eventId?: () => string
}

export function removalEvent(run: Run, { record, eventId }: Removal) {
  const { logicalId, type, physicalId = '', properties } = record
  const base = { logicalId, type, physicalId }
  return eventId ? { ...base, id: eventId() } : { ...base, properties: shownProperties(run, properties) }
}

/** Deletes a physical resource, or leaves it as its policy says. Returns how its record reads afterwards. */
export async function removeResource(run: Run, writer: StackWriter, removal: Removal): Promise<ResourceRecord> {
  const { record, policy } = removal
  const end = (status: ResourceStatus): ResourceRecord => {
    const timestamp = writer.event({ ...removalEvent(run, removal), status })
    const { statusReason: _, ...rest } = record
    return { ...rest, status, timestamp }
  }
  if (record.physicalId === undefined) return end('DELETE_COMPLETE')
  if (policy === 'Retain' || policy === 'Snapshot') return end('DELETE_SKIPPED')
  const known = run.deps.types.find(record.type)
  // A type that was recorded when it was made and is not any more: there is nothing to delete.
  if (known) await known.handler.remove(existing(run, record, known), resourceRequest(run, writer, record.logicalId))
  writer.event({ ...removalEvent(run, removal), status: 'DELETE_IN_PROGRESS' })
  return end('DELETE_COMPLETE')
}

export function noteFailedRemoval(run: Run, writer: StackWriter, removal: Removal, reason: string): ResourceRecord {
  writer.event({ ...removalEvent(run, removal), status: 'DELETE_IN_PROGRESS' })
  const timestamp = writer.event({ ...removalEvent(run, removal), status: 'DELETE_FAILED', reason })
  return { ...removal.record, status: 'DELETE_FAILED', statusReason: reason, timestamp }
}
