import type { StackStatus } from './records.ts'

/** States from which UpdateStack and change sets of type UPDATE may go on (observed). */
const UPDATABLE: ReadonlySet<StackStatus> = new Set(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'])

/** An operation without rollback stopped here: the next one may go on from it, without rollback as well. */
const PAUSED: ReadonlySet<StackStatus> = new Set(['CREATE_FAILED', 'UPDATE_FAILED'])

export function isUpdatable(status: StackStatus): boolean {
  return UPDATABLE.has(status) || isPaused(status)
}

export function isPaused(status: StackStatus): boolean {
  return PAUSED.has(status)
}

/** Whether something is being done to the stack. A stack under review only waits for its change set. */
export function isBusy(status: StackStatus): boolean {
  return status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS'
}
