import { uuid } from '../../../kernel/ids.ts'
import { failureReason } from './failure-reason.ts'
import { endOperation } from './operation-end.ts'
import { removeResource } from './resource-steps.ts'
import { type Run, Stopped, Superseded, step } from './run.ts'

/** Deletes what an update has replaced or removed, or what a rolled back one has made. A failure is told, not fatal. */
export async function cleanUp(run: Run): Promise<void> {
  await deleteLeftovers(run)
  const status = run.operation.phase === 'cleanup' ? 'UPDATE_COMPLETE' : 'UPDATE_ROLLBACK_COMPLETE'
  await step(run, (writer) => endOperation(run, writer, status))
}

export async function deleteLeftovers(run: Run): Promise<void> {
  const { contents, reader, random } = run.deps
  for (const { order, resource, policy } of await contents.leftoversOf(reader, run.place, run.key)) {
    const eventId = () => `${resource.logicalId}-${uuid(random)}`
    try {
      await step(run, async (writer) => {
        contents.deleteLeftover(writer.tx, writer.place, writer.key, order)
        await removeResource(run, writer, { record: resource, policy, eventId: eventId() })
      })
    } catch (error) {
      if (error instanceof Superseded || error instanceof Stopped) throw error
      const reason = failureReason(error, resource.type, random)
      await step(run, async (writer) => {
        contents.deleteLeftover(writer.tx, writer.place, writer.key, order)
        const { logicalId, type, physicalId = '' } = resource
        writer.event({ id: eventId(), logicalId, type, physicalId, status: 'DELETE_IN_PROGRESS' })
        writer.event({ id: eventId(), logicalId, type, physicalId, status: 'DELETE_FAILED', reason })
      })
    }
  }
}
