import type { OperationRecord, StackStatus } from './records.ts'

/** States from which UpdateStack and change sets of type UPDATE may go on (observed). */
const UPDATABLE: ReadonlySet<StackStatus> = new Set(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'])

/** An operation without rollback stopped here: the next one may go on from it, without rollback as well. */
const PAUSED: ReadonlySet<StackStatus> = new Set(['CREATE_FAILED', 'UPDATE_FAILED'])

/** Whether a change set may be made for a stack: how its execution is to fail is said only then. */
export function isUpdatable(status: StackStatus): boolean {
  return UPDATABLE.has(status) || isPaused(status)
}

/** Whether an update may begin. What stopped half-way is gone on with only if the next failure stops it again. */
export function mayBeUpdated(status: StackStatus, onFailure: OperationRecord['onFailure']): boolean {
  return UPDATABLE.has(status) || (isPaused(status) && onFailure === 'DO_NOTHING')
}

export function isPaused(status: StackStatus): boolean {
  return PAUSED.has(status)
}

/** Whether something is being done to the stack. A stack under review only waits for its change set. */
export function isBusy(status: StackStatus): boolean {
  return status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS'
}
