import { releaseStacks } from './held-stacks.ts'
import { deleteLeftovers } from './leftovers.ts'
import { endOperation } from './operation-end.ts'
import { type Run, step } from './run.ts'

/** Deletes what an update has replaced or removed, or what a rolled back one has made. */
export async function cleanUp(run: Run): Promise<void> {
  if (run.operation.phase === 'cleanup') await releaseStacks(run)
  await deleteLeftovers(run)
  const status = run.operation.phase === 'cleanup' ? 'UPDATE_COMPLETE' : 'UPDATE_ROLLBACK_COMPLETE'
  await step(run, (writer) => endOperation(run, writer, status))
}
