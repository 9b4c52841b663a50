import type { Decision } from '../plan/decide.ts'
import type { ResourceRecord } from '../records.ts'
import { backUp } from './backup.ts'
import { REPLACING, recordOf } from './make-resource.ts'
import { enterPhase, pauseOperation } from './operation-end.ts'
import { type Run, step } from './run.ts'
import type { StackWriter } from './stack-writer.ts'
import { shownProperties, type Target } from './target.ts'

export interface ResourceFailure {
  readonly logicalId: string
  readonly type: string
  readonly record: ResourceRecord | undefined
  /** Undefined where its properties could not even be resolved. */
  readonly target: Target | undefined
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

function verbOf({ record }: ResourceFailure): 'create' | 'update' {
  return record?.physicalId === undefined ? 'create' : 'update'
}

/** The blank at the end is AWS's (observed). */
function stackReason(failure: ResourceFailure | StackFailure): string {
  if (!('logicalId' in failure)) return failure.reason
  return `The following resource(s) failed to ${verbOf(failure)}: [${failure.logicalId}]. `
}

function withRequest(reason: string): string {
  return `${reason.trimEnd()}${reason.trimEnd().endsWith('.') ? '' : '.'} Rollback requested by user.`
}

async function recordFailure(run: Run, writer: StackWriter, failure: ResourceFailure): Promise<void> {
  const { logicalId, type, record, target, decision, reason } = failure
  const properties = target ? { properties: shownProperties(run, target.properties) } : {}
  const base = { logicalId, type, physicalId: record?.physicalId ?? '', ...properties }
  await backUp(run, writer, logicalId, record, true)
  const replacing = decision?.kind === 'replace' ? { reason: REPLACING } : {}
  const action = verbOf(failure) === 'create' ? 'CREATE' : 'UPDATE'
  const status = `${action}_FAILED` as const
  writer.event({ ...base, status: `${action}_IN_PROGRESS`, ...replacing })
  const timestamp = writer.event({ ...base, status, reason })
  const { physicalId: _, ...made } = record ?? NOTHING
  const known = record?.physicalId === undefined ? { ...made, ...(target ? recordOf(target) : {}) } : record
  const failed: ResourceRecord = { ...known, logicalId, type, status, statusReason: reason, timestamp }
  run.deps.contents.putResource(writer.tx, writer.place, writer.key, failed)
}

const NOTHING: Omit<ResourceRecord, 'logicalId' | 'type' | 'status' | 'timestamp'> = {
  properties: {},
  attributes: {},
  stackTags: {},
  deletionPolicy: 'Delete',
  updateReplacePolicy: 'Delete',
  dependsOn: [],
}
