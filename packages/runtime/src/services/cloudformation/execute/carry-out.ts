import type { OperationRecord, StackStatus } from '../records.ts'
import { cleanUp } from './clean-up.ts'
import { deleteStack, rollBackCreation } from './delete-resources.ts'
import { reasonOf } from './failure-reason.ts'
import { goForward } from './forward.ts'
import { pauseOperation } from './operation-end.ts'
import { rollBackUpdate } from './rollback-update.ts'
import { isInterruption, type Run, step } from './run.ts'

/** What a phase is carried out by. `held`: by the parent's operation. */
const PHASES = {
  create: goForward,
  update: goForward,
  cleanup: cleanUp,
  'create-rollback': rollBackCreation,
  'update-rollback': rollBackUpdate,
  'rollback-cleanup': cleanUp,
  delete: deleteStack,
} as const satisfies Record<Exclude<OperationRecord['phase'], 'held'>, (run: Run) => Promise<void>>

/** Where an operation is left when it cannot go on. */
const GIVEN_UP = {
  create: 'CREATE_FAILED',
  update: 'UPDATE_FAILED',
  cleanup: 'UPDATE_COMPLETE',
  'create-rollback': 'ROLLBACK_FAILED',
  'update-rollback': 'UPDATE_ROLLBACK_FAILED',
  'rollback-cleanup': 'UPDATE_ROLLBACK_COMPLETE',
  delete: 'DELETE_FAILED',
} as const satisfies Record<keyof typeof PHASES, StackStatus>

/**
 * Carries out the phase that the operation is in. What is no resource's failure is a bug: the operation stops, since
 * nothing may stay in progress for ever.
 */
export async function carryOut(run: Run): Promise<void> {
  const { deps, place, key, secrets, operation } = run
  const { phase } = operation
  if (phase === 'held') return
  try {
    for (const made of await deps.contents.resourcesOf(deps.reader, place, key)) secrets.add(made)
    await PHASES[phase](run)
  } catch (error) {
    if (isInterruption(error)) throw error
    const reason = reasonOf(run, error, '')
    await step(run, (writer) => pauseOperation(writer, GIVEN_UP[phase], reason))
  }
}
