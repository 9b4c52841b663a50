import type { BackupRecord, LeftoverRecord, ResourceRecord } from '../records.ts'
import { failureReason } from './failure-reason.ts'
import { endOperation, enterPhase, pauseOperation } from './operation-end.ts'
import { restoreResource } from './resource-steps.ts'
import { type Run, Stopped, Superseded, step } from './run.ts'
import type { StackWriter } from './stack-writer.ts'

/**
 * Puts everything back that an update has touched, in the order in which it was touched: what a resource needs is
 * restored before it. What the update made is deleted afterwards.
 */
export async function rollBackUpdate(run: Run): Promise<void> {
  const { contents, reader } = run.deps
  const records = new Map(
    (await contents.resourcesOf(reader, run.place, run.key)).map((record) => [record.logicalId, record]),
  )
  const backups = await contents.backupsOf(reader, run.place, run.key)
  for (const backup of backups) {
    const { before } = backup
    if (!before) continue
    const record = records.get(backup.logicalId)
    try {
      await step(run, (writer) => restoreOne(run, writer, backup, before, record))
    } catch (error) {
      if (error instanceof Superseded || error instanceof Stopped) throw error
      const reason = failureReason(error, before.type, run.deps.random)
      await step(run, (writer) => failRollback(run, writer, record ?? before, reason))
      return
    }
  }
  await step(run, (writer) => completeRollback(run, writer, records))
}

async function restoreOne(
  run: Run,
  writer: StackWriter,
  backup: BackupRecord,
  before: ResourceRecord,
  record: ResourceRecord | undefined,
): Promise<void> {
  const { contents } = run.deps
  const { logicalId, type } = before
  contents.deleteBackup(writer.tx, writer.place, writer.key, logicalId)
  const base = { logicalId, type, physicalId: before.physicalId ?? '' }
  if (run.operation.skip.includes(logicalId)) {
    // The CDK CLI knows skipped resources by this text.
    const timestamp = writer.event({
      ...base,
      status: 'UPDATE_COMPLETE',
      reason: 'Resource skipped during UpdateRollback',
    })
    contents.putResource(writer.tx, writer.place, writer.key, { ...before, status: 'UPDATE_COMPLETE', timestamp })
    return
  }
  const isReplaced = record?.physicalId !== before.physicalId
  const known = run.deps.types.find(type)
  if (record && known && !isReplaced && !backup.failed) return restoreResource(run, writer, known, record, before)
  writer.event({ ...base, status: 'UPDATE_IN_PROGRESS' })
  const timestamp = writer.event({ ...base, status: 'UPDATE_COMPLETE' })
  contents.putResource(writer.tx, writer.place, writer.key, { ...before, status: 'UPDATE_COMPLETE', timestamp })
  if (record?.physicalId !== undefined && isReplaced) {
    const leftover: LeftoverRecord = { order: timestamp, resource: record, policy: 'Delete' }
    contents.putLeftover(writer.tx, writer.place, writer.key, leftover)
  }
}

async function failRollback(run: Run, writer: StackWriter, record: ResourceRecord, reason: string): Promise<void> {
  const { logicalId, type, physicalId = '' } = record
  const base = { logicalId, type, physicalId }
  writer.event({ ...base, status: 'UPDATE_IN_PROGRESS' })
  const timestamp = writer.event({ ...base, status: 'UPDATE_FAILED', reason })
  const failed: ResourceRecord = { ...record, status: 'UPDATE_FAILED', statusReason: reason, timestamp }
  run.deps.contents.putResource(writer.tx, writer.place, writer.key, failed)
  const text = `The following resource(s) failed to update: [${logicalId}]. `
  await pauseOperation(writer, 'UPDATE_ROLLBACK_FAILED', text)
}

/** Everything is back: what the update made is left to the clean-up, the newest first. */
async function completeRollback(run: Run, writer: StackWriter, records: ReadonlyMap<string, ResourceRecord>) {
  const { contents } = run.deps
  const made = await contents.backupsOf(writer.tx, writer.place, writer.key)
  writer.set({ target: undefined })
  enterPhase(run, writer, 'rollback-cleanup', 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS')
  let order = writer.stack.lastEventAt
  for (const { logicalId } of made.reverse()) {
    contents.deleteBackup(writer.tx, writer.place, writer.key, logicalId)
    contents.deleteResource(writer.tx, writer.place, writer.key, logicalId)
    const resource = records.get(logicalId)
    if (!resource) continue
    const keeps = resource.deletionPolicy === 'Retain' && !run.operation.retainExceptOnCreate
    order++
    contents.putLeftover(writer.tx, writer.place, writer.key, { order, resource, policy: keeps ? 'Retain' : 'Delete' })
  }
  const left = await contents.leftoversOf(writer.tx, writer.place, writer.key)
  if (left.length === 0) await endOperation(run, writer, 'UPDATE_ROLLBACK_COMPLETE')
}
