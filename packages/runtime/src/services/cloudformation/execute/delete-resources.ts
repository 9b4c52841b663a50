import { sortByNeed } from '../plan/dependency-order.ts'
import type { ResourceRecord } from '../records.ts'
import { deleteChangeSets, exportedValues, stackNames } from '../repository.ts'
import { deleteLeftovers } from './clean-up.ts'
import { exportInUse, recordImports } from './exports.ts'
import { failureReason } from './failure-reason.ts'
import { endOperation, pauseOperation } from './operation-end.ts'
import { type Removal, removeResource } from './resource-steps.ts'
import { type Run, Stopped, Superseded, step } from './run.ts'
import type { StackWriter } from './stack-writer.ts'

/** Deletes a stack: its resources, dependents first, then its name. It stays known by its ARN. */
export async function deleteStack(run: Run): Promise<void> {
  const calledOff = await step(run, (writer) => callOff(run, writer))
  if (calledOff) return
  await step(run, (writer) => collectReplaced(run, writer))
  const failed = await deleteResources(run, (record) => {
    const keeps = run.operation.skip.includes(record.logicalId) || record.deletionPolicy === 'RetainExceptOnCreate'
    return { record, policy: keeps ? 'Retain' : record.deletionPolicy }
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
  const { retainExceptOnCreate } = run.operation
  const failed = await deleteResources(run, (record) => {
    const deletes = retainExceptOnCreate || record.deletionPolicy === 'RetainExceptOnCreate'
    return { record, policy: deletes ? 'Delete' : record.deletionPolicy }
  })
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
  writer.setStatus(statusBefore, reason)
  writer.set({ operation: undefined })
  return true
}

/** What an unfinished update has replaced goes with the rest. */
async function collectReplaced(run: Run, writer: StackWriter): Promise<void> {
  const { contents } = run.deps
  let order = writer.stack.lastEventAt
  for (const { logicalId, before } of await contents.backupsOf(writer.tx, writer.place, writer.key)) {
    contents.deleteBackup(writer.tx, writer.place, writer.key, logicalId)
    const record = await contents.findResource(writer.tx, writer.place, writer.key, logicalId)
    if (!before || before.physicalId === record?.physicalId) continue
    order++
    contents.putLeftover(writer.tx, writer.place, writer.key, {
      order,
      resource: before,
      policy: before.deletionPolicy,
    })
  }
}

/** Deletes resources, dependents first. One that fails keeps those that it needs. Returns the ids of the failed ones. */
async function deleteResources(run: Run, removalOf: (record: ResourceRecord) => Removal): Promise<string[]> {
  const { contents, reader, random } = run.deps
  const all = await contents.resourcesOf(reader, run.place, run.key)
  const left = all.filter(({ status }) => status !== 'DELETE_COMPLETE' && status !== 'DELETE_SKIPPED')
  const needs = new Map(left.map((record) => [record.logicalId, record.dependsOn]))
  const byId = new Map(left.map((record) => [record.logicalId, record]))
  const failed: string[] = []
  const kept = new Set<string>()
  for (const logicalId of sortByNeed([...byId.keys()], needs).reverse()) {
    const record = byId.get(logicalId)
    if (!record) continue
    if (kept.has(logicalId)) {
      for (const need of record.dependsOn) kept.add(need)
      continue
    }
    try {
      await step(run, async (writer) => {
        const after = await removeResource(run, writer, removalOf(record))
        contents.putResource(writer.tx, writer.place, writer.key, after)
      })
    } catch (error) {
      if (error instanceof Superseded || error instanceof Stopped) throw error
      failed.push(logicalId)
      for (const need of record.dependsOn) kept.add(need)
      await step(run, async (writer) => {
        const reason = failureReason(error, record.type, random)
        const base = { logicalId, type: record.type, physicalId: record.physicalId ?? '' }
        writer.event({ ...base, status: 'DELETE_IN_PROGRESS' })
        const timestamp = writer.event({ ...base, status: 'DELETE_FAILED', reason })
        const after: ResourceRecord = { ...record, status: 'DELETE_FAILED', statusReason: reason, timestamp }
        contents.putResource(writer.tx, writer.place, writer.key, after)
      })
    }
  }
  return failed
}

async function bury(run: Run, writer: StackWriter): Promise<void> {
  const { tx, place, key, stack } = writer
  stackNames.delete(tx, place, stack.name)
  for (const { exportName } of stack.outputs) {
    const found = exportName === undefined ? undefined : await exportedValues.find(tx, place, exportName)
    if (found?.stackId === stack.id) exportedValues.delete(tx, place, found.name)
  }
  await recordImports(writer, new Set())
  await deleteChangeSets(tx, place, key)
  await endOperation(run, writer, 'DELETE_COMPLETE')
  writer.set({ deletedAt: writer.stack.lastEventAt })
}
