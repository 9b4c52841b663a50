import type { Decision } from '../plan/decide.ts'
import type { ResourceRecord } from '../records.ts'
import { backUp } from './backup.ts'
import { isUnderWay } from './deeds/deed.ts'
import { cancelUnderWay, failUnderWay } from './deeds/failed.ts'
import { REPLACING } from './deeds/update.ts'
import { enterPhase, pauseOperation } from './operation-end.ts'
import { type Run, step } from './run.ts'
import type { StackWriter } from './stack-writer.ts'
import { shownProperties, type Target, wantedBy } from './target.ts'

export interface ResourceFailure {
  readonly logicalId: string
  readonly type: string
  /** Undefined where its properties could not even be resolved. */
  readonly target: Target | undefined
  readonly decision: Decision | undefined
  readonly reason: string
  /** What there is of a creation that waited, all the same. */
  readonly physicalId: string | undefined
}

/** Something outside the resources went wrong: an output, an export. */
export interface StackFailure {
  readonly reason: string
}

/**
 * Records a failure, cancels what else is under way, and decides how the operation goes on: rollback, stop, or
 * deletion.
 */
export async function failForward(run: Run, failure: ResourceFailure | StackFailure): Promise<void> {
  await step(run, async (writer) => {
    const failed = 'logicalId' in failure ? [await recordFailure(run, writer, failure)] : []
    const all = [...failed, ...(await cancelUnderWay(run, writer))]
    const reason = 'logicalId' in failure ? stackReason(all) : failure.reason
    const { onFailure, phase } = run.operation
    // An update of a stack that never was complete has nothing to go back to either.
    const isCreation = phase === 'create' || writer.stack.stable === undefined
    if (onFailure === 'DO_NOTHING') {
      await pauseOperation(writer, phase === 'create' ? 'CREATE_FAILED' : 'UPDATE_FAILED', reason)
    } else if (isCreation && onFailure === 'DELETE') {
      enterPhase(run, writer, 'delete', 'DELETE_IN_PROGRESS', { reason: withRequest(reason), newId: true })
    } else if (isCreation) {
      enterPhase(run, writer, 'create-rollback', 'ROLLBACK_IN_PROGRESS', { reason: withRequest(reason), newId: true })
    } else {
      enterPhase(run, writer, 'update-rollback', 'UPDATE_ROLLBACK_IN_PROGRESS', { reason, newId: true })
    }
  })
}

/** The blank at the end is AWS's (observed). */
function stackReason(failed: readonly ResourceRecord[]): string {
  const texts = ['create', 'update'].map((verb) => {
    const ids = failed.filter(({ status }) => status === `${verb.toUpperCase()}_FAILED`)
    const list = ids.map(({ logicalId }) => logicalId).join(', ')
    return ids.length === 0 ? '' : `The following resource(s) failed to ${verb}: [${list}]. `
  })
  return texts.join('')
}

function withRequest(reason: string): string {
  return `${reason.trimEnd()}${reason.trimEnd().endsWith('.') ? '' : '.'} Rollback requested by user.`
}

async function recordFailure(run: Run, writer: StackWriter, failure: ResourceFailure): Promise<ResourceRecord> {
  const { contents } = run.deps
  const record = await contents.findResource(writer.tx, writer.place, writer.key, failure.logicalId)
  const failed = isUnderWay(record)
    ? failUnderWay(run, writer, record, failure.reason, failure.physicalId)
    : await failBeforehand(run, writer, failure, record)
  contents.putResource(writer.tx, writer.place, writer.key, failed)
  return failed
}

/** It failed in the transaction that would have begun it: nothing was done. */
async function failBeforehand(
  run: Run,
  writer: StackWriter,
  failure: ResourceFailure,
  record: ResourceRecord | undefined,
): Promise<ResourceRecord> {
  const { logicalId, type, target, decision, reason } = failure
  const properties = target ? { properties: shownProperties(run, target.properties) } : {}
  const isCreation = record?.physicalId === undefined || record.status === 'CREATE_FAILED'
  const base = { logicalId, type, physicalId: record?.physicalId ?? '', ...properties }
  await backUp(run, writer, logicalId, record, true)
  const replacing = decision?.kind === 'replace' ? { reason: REPLACING } : {}
  const action = isCreation ? 'CREATE' : 'UPDATE'
  const status = `${action}_FAILED` as const
  writer.event({ ...base, status: `${action}_IN_PROGRESS`, ...replacing })
  const timestamp = writer.event({ ...base, status, reason })
  const known = isCreation ? { ...NOTHING, ...record, ...(target ? wantedBy(target) : {}) } : record
  return { ...known, logicalId, type, status, statusReason: reason, timestamp }
}

const NOTHING: Omit<ResourceRecord, 'logicalId' | 'type' | 'status' | 'timestamp'> = {
  properties: {},
  attributes: {},
  stackTags: {},
  deletionPolicy: 'Delete',
  updateReplacePolicy: 'Delete',
  dependsOn: [],
}
