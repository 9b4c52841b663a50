import type { Decision } from '../plan/decide.ts'
import type { ResourceRecord } from '../records.ts'
import { enterPhase, pauseOperation } from './operation-end.ts'
import { backUp, REPLACING } from './resource-steps.ts'
import { type Run, step } from './run.ts'
import type { StackWriter } from './stack-writer.ts'

export interface ResourceFailure {
  readonly logicalId: string
  readonly type: string
  readonly record: ResourceRecord | undefined
  readonly verb: 'create' | 'update'
  readonly decision: Decision | undefined
  readonly reason: string
}

/** Something outside the resources went wrong: an output, an export. */
export interface StackFailure {
  readonly reason: string
}

/** Records a failure and decides how the operation goes on: rollback, stop, or deletion. */
export async function failForward(run: Run, failure: ResourceFailure | StackFailure): Promise<void> {
  await step(run, async (writer) => {
    if ('logicalId' in failure) await recordFailure(run, writer, failure)
    const reason = stackReason(failure)
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
function stackReason(failure: ResourceFailure | StackFailure): string {
  if (!('logicalId' in failure)) return failure.reason
  return `The following resource(s) failed to ${failure.verb}: [${failure.logicalId}]. `
}

function withRequest(reason: string): string {
  return `${reason.trimEnd()}${reason.trimEnd().endsWith('.') ? '' : '.'} Rollback requested by user.`
}

async function recordFailure(run: Run, writer: StackWriter, failure: ResourceFailure): Promise<void> {
  const { logicalId, type, record, verb, decision, reason } = failure
  const base = { logicalId, type, physicalId: record?.physicalId ?? '' }
  await backUp(run, writer, logicalId, record, true)
  const replacing = decision?.kind === 'replace' ? { reason: REPLACING } : {}
  const action = verb === 'create' ? ('CREATE' as const) : ('UPDATE' as const)
  writer.event({ ...base, status: `${action}_IN_PROGRESS`, ...replacing })
  const timestamp = writer.event({ ...base, status: `${action}_FAILED`, reason })
  const status = `${action}_FAILED` as const
  const failed: ResourceRecord = record
    ? { ...record, status, statusReason: reason, timestamp }
    : {
        logicalId,
        type,
        status,
        statusReason: reason,
        timestamp,
        properties: {},
        attributes: {},
        stackTags: {},
        deletionPolicy: 'Delete',
        updateReplacePolicy: 'Delete',
        dependsOn: [],
      }
  run.deps.contents.putResource(writer.tx, writer.place, writer.key, failed)
}
