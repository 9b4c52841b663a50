import type { ResourceRecord, ResourceStatus } from '../../records.ts'
import type { Run } from '../run.ts'
import type { StackWriter } from '../stack-writer.ts'
import { shownProperties } from '../target.ts'
import type { Deed, DeedRules } from './deed.ts'

type Removal = Pick<Deed, 'eventId'> & { readonly record: ResourceRecord }

export const removeRules: DeedRules = {
  async begin(run, writer, deed, ticket) {
    const record = recordOf(deed)
    const timestamp = writer.event({ ...removalEvent(run, { ...deed, record }), status: 'DELETE_IN_PROGRESS' })
    return { ...record, status: 'DELETE_IN_PROGRESS', timestamp, ...(ticket ? { ticket } : {}) }
  },

  async end(run, writer, deed) {
    return endRemoval(run, writer, { ...deed, record: recordOf(deed) }, 'DELETE_COMPLETE')
  },
}

/** Nothing is left of it, or nothing that is the stack's. */
export function endRemoval(run: Run, writer: StackWriter, removal: Removal, status: ResourceStatus): ResourceRecord {
  const timestamp = writer.event({ ...removalEvent(run, removal), status })
  const { statusReason: _, ticket: __, ...rest } = removal.record
  return { ...rest, status, timestamp }
}

export function removalEvent(run: Run, { record, eventId }: Removal) {
  const { logicalId, type, physicalId = '', properties } = record
  const base = { logicalId, type, physicalId }
  return eventId ? { ...base, id: eventId() } : { ...base, properties: shownProperties(run, properties) }
}

function recordOf({ record, logicalId }: Deed): ResourceRecord {
  if (!record) throw new Error(`${logicalId} is not there to be removed`)
  return record
}
