import { deleteResponses } from '../custom-resources/responses.ts'
import type { LeftoverRecord, ResourceRecord } from '../records.ts'
import { exportedValues, stackNames } from '../repository.ts'
import { sortExisting } from '../template/sort-by-need.ts'
import { deleteSignals } from '../wait-conditions/signals.ts'
import { deleteChangeSets } from './change-set-tree.ts'
import { cancelBrokenOff, cancelUnderWay } from './deeds/failed.ts'
import { exportInUse, recordImports } from './exports.ts'
import { reasonOf } from './failure-reason.ts'
import { deleteLeftovers, leaveToCleanUp } from './leftovers.ts'
import { endOperation, pauseOperation } from './operation-end.ts'
import { noteFailedRemoval, type Removal, removeResource } from './remove-resource.ts'
import { policyOf } from './rollback-update.ts'
import { type Run, step } from './run.ts'
import type { StackWriter } from './stack-writer.ts'
import { turnOf } from './turn.ts'
import { reversed, type Turn, walk } from './walk.ts'

/** Deletes a stack: its resources, dependents first, then its name. It stays known by its ARN. */
export async function deleteStack(run: Run): Promise<void> {
  const calledOff = await step(run, (writer) => callOff(run, writer))
  if (calledOff) return
  await step(run, async (writer) => {
    await cancelUnderWay(run, writer)
    await collectReplaced(run, writer)
  })
  const failed = await deleteResources(run, (record) => {
    if (run.operation.skip.includes(record.logicalId)) return { record, policy: 'Retain' }
    // With OnFailure=DELETE it is the creation that is being rolled back.
    if (run.operation.onFailure === 'DELETE') return { record, policy: policyOf(run, record) }
    return { record, policy: record.deletionPolicy === 'RetainExceptOnCreate' ? 'Retain' : record.deletionPolicy }
  })
  if (failed.length > 0 && !run.operation.forced) {
    await step(run, (writer) => pauseOperation(writer, 'DELETE_FAILED', failedText(failed)))
    return
  }
  await deleteLeftovers(run)
  await step(run, (writer) => bury(run, writer))
}

/** Rolls back a creation: deletes what there is of it. The stack stays, to be looked at and deleted. */
export async function rollBackCreation(run: Run): Promise<void> {
  await cancelBrokenOff(run)
  const failed = await deleteResources(run, (record) => ({ record, policy: policyOf(run, record) }))
  if (failed.length === 0) await deleteLeftovers(run)
  await step(run, async (writer) => {
    if (failed.length > 0) await pauseOperation(writer, 'ROLLBACK_FAILED', failedText(failed))
    else await endOperation(run, writer, 'ROLLBACK_COMPLETE')
  })
}

function failedText(failed: readonly string[]): string {
  return `The following resource(s) failed to delete: [${failed.join(', ')}]. `
}

/** A stack whose exports are in use goes back to the status it had (observed). */
async function callOff(run: Run, writer: StackWriter): Promise<boolean> {
  const { statusBefore } = run.operation
  if (statusBefore === undefined || run.operation.forced) return false
  const reason = await exportInUse(writer.tx, writer.place, writer.stack)
  if (reason === undefined) return false
  writer.set({ deletedAt: undefined })
  writer.setStatus(statusBefore, reason)
  writer.set({ operation: undefined })
  return true
}

/** What an unfinished update has replaced goes with the rest. */
async function collectReplaced(run: Run, writer: StackWriter): Promise<void> {
  const { contents } = run.deps
  const replaced: Omit<LeftoverRecord, 'order'>[] = []
  for (const { logicalId, before } of await contents.backupsOf(writer.tx, writer.place, writer.key)) {
    contents.deleteBackup(writer.tx, writer.place, writer.key, logicalId)
    const record = await contents.findResource(writer.tx, writer.place, writer.key, logicalId)
    if (!before || before.physicalId === record?.physicalId) continue
    replaced.push({ resource: before, policy: before.deletionPolicy })
  }
  await leaveToCleanUp(run, writer, replaced)
}

/** Deletes resources, dependents first. One that fails keeps those that it needs. Returns the ids of the failed ones. */
async function deleteResources(run: Run, choose: (record: ResourceRecord) => Choice): Promise<string[]> {
  const { contents, reader } = run.deps
  const all = await contents.resourcesOf(reader, run.place, run.key)
  const left = all.filter(({ status }) => status !== 'DELETE_COMPLETE' && status !== 'DELETE_SKIPPED')
  const byId = new Map(left.map((record) => [record.logicalId, record]))
  const needs = new Map(left.map((record) => [record.logicalId, record.dependsOn]))
  const failed: string[] = []
  await walk({
    nodes: sortExisting([...byId.keys()], needs).reverse(),
    needs: reversed(needs),
    signal: run.signal,
    onPause: run.onPause,
    visit: async (logicalId) => {
      const record = byId.get(logicalId)
      if (!record) return 'done'
      return deleteOne(run, record, choose(record), () => failed.push(logicalId))
    },
  })
  return failed
}

/** How a resource is to be deleted. */
type Choice = Pick<Removal, 'record' | 'policy'>

async function deleteOne(run: Run, record: ResourceRecord, choice: Choice, fail: () => void): Promise<Turn> {
  const { contents } = run.deps
  const removal: Removal = {
    ...choice,
    keep: (writer, after) => contents.putResource(writer.tx, writer.place, writer.key, after),
  }
  // A process that ended before has tried it in this phase already.
  if (record.status === 'DELETE_FAILED' && record.timestamp > run.operation.after) {
    fail()
    return 'held'
  }
  return turnOf(
    () => removeResource(run, removal),
    () => {},
    async (error) => {
      fail()
      const reason = reasonOf(run, error, record.type)
      await step(run, async (writer) => {
        const now = await contents.findResource(writer.tx, writer.place, writer.key, record.logicalId)
        removal.keep(writer, noteFailedRemoval(run, writer, removal, reason, now))
      })
      return 'held'
    },
  )
}

async function bury(run: Run, writer: StackWriter): Promise<void> {
  const { tx, place, key, stack } = writer
  stackNames.delete(tx, place, stack.name)
  for (const { exportName } of stack.outputs) {
    const found = exportName === undefined ? undefined : await exportedValues.find(tx, place, exportName)
    if (found?.stackId === stack.id) exportedValues.delete(tx, place, found.name)
  }
  await recordImports(writer, new Set())
  await deleteChangeSets(writer)
  await deleteSignals(tx, place, key)
  await deleteResponses(tx, place, key)
  await endOperation(run, writer, 'DELETE_COMPLETE')
}
