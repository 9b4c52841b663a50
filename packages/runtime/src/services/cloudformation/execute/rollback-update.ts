import type { BackupRecord, ResourceRecord } from '../records.ts'
import { sortExisting } from '../template/sort-by-need.ts'
import { restoreResource } from './backup.ts'
import { reasonOf } from './failure-reason.ts'
import { leaveToCleanUp } from './leftovers.ts'
import { endOperation, enterPhase, pauseOperation } from './operation-end.ts'
import { isInterruption, type Run, step } from './run.ts'
import type { StackWriter } from './stack-writer.ts'

type Records = ReadonlyMap<string, ResourceRecord>

/** A backup of something that was there before. */
type Restorable = BackupRecord & { readonly before: ResourceRecord }

/**
 * Puts everything back that an update has touched; what a resource needed is restored before it. What the update made
 * is deleted afterwards.
 */
export async function rollBackUpdate(run: Run): Promise<void> {
  const { contents, reader } = run.deps
  const list = await contents.resourcesOf(reader, run.place, run.key)
  const records: Records = new Map(list.map((record) => [record.logicalId, record]))
  for (const backup of restorable(await contents.backupsOf(reader, run.place, run.key))) {
    const record = records.get(backup.logicalId)
    try {
      await step(run, (writer) => restoreOne(run, writer, backup, record))
    } catch (error) {
      if (isInterruption(error)) throw error
      if (run.operation.forced) {
        await step(run, async (writer) => skip(run, writer, backup))
        continue
      }
      const reason = reasonOf(run, error, backup.before.type)
      await step(run, (writer) => failRollback(run, writer, record ?? backup.before, reason))
      return
    }
  }
  await step(run, (writer) => completeRollback(run, writer, records))
}

function restorable(backups: readonly BackupRecord[]): Restorable[] {
  const found = backups.filter((backup): backup is Restorable => backup.before !== undefined)
  const byId = new Map(found.map((backup) => [backup.logicalId, backup]))
  const needs = new Map(found.map(({ logicalId, before }) => [logicalId, before.dependsOn]))
  return sortExisting([...byId.keys()], needs).flatMap((logicalId) => byId.get(logicalId) ?? [])
}

/** The CDK CLI knows skipped resources by this text. */
const SKIPPED = 'Resource skipped during UpdateRollback'

function skip(run: Run, writer: StackWriter, { logicalId, before }: Restorable): void {
  const { contents } = run.deps
  const { type, physicalId = '' } = before
  contents.deleteBackup(writer.tx, writer.place, writer.key, logicalId)
  const timestamp = writer.event({ logicalId, type, physicalId, status: 'UPDATE_COMPLETE', reason: SKIPPED })
  contents.putResource(writer.tx, writer.place, writer.key, { ...before, status: 'UPDATE_COMPLETE', timestamp })
}

async function restoreOne(
  run: Run,
  writer: StackWriter,
  backup: Restorable,
  record: ResourceRecord | undefined,
): Promise<void> {
  const { contents } = run.deps
  const { logicalId, before, failed } = backup
  if (run.operation.skip.includes(logicalId)) return skip(run, writer, backup)
  contents.deleteBackup(writer.tx, writer.place, writer.key, logicalId)
  const isReplaced = record?.physicalId !== before.physicalId
  const known = run.deps.types.find(before.type)
  if (record && known && !isReplaced && !failed) return restoreResource(run, writer, known, record, before)
  const base = { logicalId, type: before.type, physicalId: before.physicalId ?? '' }
  writer.event({ ...base, status: 'UPDATE_IN_PROGRESS' })
  const timestamp = writer.event({ ...base, status: 'UPDATE_COMPLETE' })
  contents.putResource(writer.tx, writer.place, writer.key, { ...before, status: 'UPDATE_COMPLETE', timestamp })
  if (record?.physicalId !== undefined && isReplaced) {
    await leaveToCleanUp(run, writer, [{ resource: record, policy: 'Delete' }])
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

/** Everything is back: what the update made is left to the clean-up. */
async function completeRollback(run: Run, writer: StackWriter, records: Records): Promise<void> {
  const { contents } = run.deps
  const { tx, place, key } = writer
  writer.set({ target: undefined })
  enterPhase(run, writer, 'rollback-cleanup', 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS')
  const made = await contents.backupsOf(tx, place, key)
  for (const { logicalId } of made) {
    contents.deleteBackup(tx, place, key, logicalId)
    contents.deleteResource(tx, place, key, logicalId)
  }
  const resources = made.flatMap(({ logicalId }) => records.get(logicalId) ?? [])
  await leaveToCleanUp(
    run,
    writer,
    resources.map((resource) => ({ resource, policy: policyOf(run, resource) })),
  )
  const left = await contents.leftoversOf(tx, place, key)
  if (left.length === 0) await endOperation(run, writer, 'UPDATE_ROLLBACK_COMPLETE')
}

/** Of a resource whose creation is rolled back: what was there before the stack took it over stays. */
export function policyOf(run: Run, { adopted, deletionPolicy }: ResourceRecord): ResourceRecord['deletionPolicy'] {
  if (adopted) return 'Retain'
  return run.operation.retainExceptOnCreate || deletionPolicy === 'RetainExceptOnCreate' ? 'Delete' : deletionPolicy
}
