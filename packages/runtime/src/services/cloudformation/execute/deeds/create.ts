import { reasonToRecord } from '../../recorded/neighbours.ts'
import { backUp } from '../backup.ts'
import type { Run } from '../run.ts'
import { shownProperties } from '../target.ts'
import { abandon, type Deed, type DeedRules, madeAs } from './deed.ts'

export const INITIATED = 'Resource creation Initiated'

/** What the event says that first names the new physical resource. */
export function initiated(run: Run, type: string): string {
  const recorded = run.deps.types.find(type)?.recorded
  return recorded ? `${INITIATED}: recorded only. ${reasonToRecord(type) ?? `${type} is not emulated.`}` : INITIATED
}

export const createRules: DeedRules = {
  async begin(run, writer, deed, ticket) {
    const { logicalId, record, wanted } = deed
    const base = eventBase(run, deed)
    const started = writer.event({ ...base, physicalId: '', status: 'CREATE_IN_PROGRESS' })
    if (record?.physicalId !== undefined || record?.ticket) abandon(run, writer, record, started)
    await backUp(run, writer, logicalId, undefined)
    const physicalId = ticket?.physicalId
    const known = physicalId === undefined ? {} : { physicalId }
    const reason = initiated(run, wanted.type)
    if (physicalId !== undefined) writer.event({ ...base, physicalId, status: 'CREATE_IN_PROGRESS', reason })
    return {
      ...wanted,
      ...known,
      attributes: {},
      status: 'CREATE_IN_PROGRESS',
      timestamp: writer.stack.lastEventAt,
      ...(ticket ? { ticket } : {}),
    }
  },

  async end(run, writer, deed, progress, instance) {
    const { physicalId } = instance
    const base = { ...eventBase(run, deed), physicalId }
    const reason = initiated(run, deed.wanted.type)
    if (progress.physicalId !== physicalId) writer.event({ ...base, status: 'CREATE_IN_PROGRESS', reason })
    const timestamp = writer.event({ ...base, status: 'CREATE_COMPLETE' })
    return { ...deed.wanted, ...madeAs(instance), status: 'CREATE_COMPLETE', timestamp }
  },
}

function eventBase(run: Run, { logicalId, wanted }: Deed) {
  return { logicalId, type: wanted.type, properties: shownProperties(run, wanted.properties) }
}
