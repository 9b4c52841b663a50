import type { ResourceRecord, TicketRecord, WantedResource } from '../../records.ts'
import { backUp } from '../backup.ts'
import type { Run } from '../run.ts'
import { shownProperties } from '../target.ts'
import { INITIATED } from './create.ts'
import { abandon, type Deed, type DeedRules, madeAs } from './deed.ts'
import { leaveReplaced } from './replaced.ts'

export const REPLACING = 'Requested update requires the creation of a new physical resource; hence creating one.'

export const updateRules: DeedRules = {
  async begin(run, writer, deed, ticket) {
    const { logicalId, record } = deed
    await backUp(run, writer, logicalId, record)
    const timestamp = writer.event({ ...eventBase(run, deed), status: 'UPDATE_IN_PROGRESS' })
    return underWay(deed, timestamp, ticket)
  },

  async end(run, writer, deed, progress, instance) {
    const { physicalId } = instance
    // A type may find out by itself that what there is cannot be changed (custom resources do).
    if (progress.physicalId !== physicalId) await leaveReplaced(run, writer, progress, writer.stack.lastEventAt)
    const timestamp = writer.event({ ...eventBase(run, deed), physicalId, status: 'UPDATE_COMPLETE' })
    return { ...deed.wanted, ...madeAs(instance), status: 'UPDATE_COMPLETE', timestamp }
  },
}

/** Makes the new one; the old one is deleted in the clean-up, or is there again after a rollback. */
export const replaceRules: DeedRules = {
  async begin(run, writer, deed, ticket) {
    const { logicalId, record } = deed
    const base = eventBase(run, deed)
    const started = writer.event({ ...base, status: 'UPDATE_IN_PROGRESS', reason: REPLACING })
    if (record) await leaveReplaced(run, writer, record, started)
    await backUp(run, writer, logicalId, record)
    const physicalId = ticket?.physicalId
    if (physicalId !== undefined) {
      writer.event({ ...base, physicalId, status: 'UPDATE_IN_PROGRESS', reason: INITIATED })
    }
    return underWay(deed, writer.stack.lastEventAt, ticket)
  },

  async end(run, writer, deed, progress, instance) {
    const { physicalId } = instance
    const base = { ...eventBase(run, deed), physicalId }
    if (progress.ticket?.physicalId !== physicalId) {
      writer.event({ ...base, status: 'UPDATE_IN_PROGRESS', reason: INITIATED })
    }
    const timestamp = writer.event({ ...base, status: 'UPDATE_COMPLETE' })
    return { ...deed.wanted, ...madeAs(instance), status: 'UPDATE_COMPLETE', timestamp }
  },
}

/** Puts a resource back to what it was, by the same handler that changed it. */
export const restoreRules: DeedRules = {
  async begin(run, writer, deed, ticket) {
    const timestamp = writer.event({ ...eventBase(run, deed), status: 'UPDATE_IN_PROGRESS' })
    return underWay(deed, timestamp, ticket)
  },

  async end(run, writer, deed, progress, instance) {
    const { physicalId } = instance
    const { logicalId, wanted } = deed
    const timestamp = writer.event({ ...eventBase(run, deed), physicalId, status: 'UPDATE_COMPLETE' })
    const { ticket: _, ...current } = progress
    if (progress.physicalId !== physicalId) abandon(run, writer, current, timestamp)
    run.deps.contents.deleteBackup(writer.tx, writer.place, writer.key, logicalId)
    return { ...wanted, ...madeAs(instance), status: 'UPDATE_COMPLETE', timestamp }
  },
}

function eventBase(run: Run, { logicalId, record, wanted }: Deed) {
  const properties = shownProperties(run, wanted.properties)
  return { logicalId, type: wanted.type, physicalId: record?.physicalId ?? '', properties }
}

/** What was there stays what is recorded, until there is something else. */
function underWay({ record, wanted }: Deed, timestamp: number, ticket: TicketRecord | undefined): ResourceRecord {
  const status = 'UPDATE_IN_PROGRESS' as const
  const before: WantedResource & Partial<ResourceRecord> = record ?? wanted
  const { ticket: _, statusReason: __, ...rest } = before
  return { attributes: {}, ...rest, status, timestamp, ...(ticket ? { ticket } : {}) }
}
