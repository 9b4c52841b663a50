import type { BackupRecord, ResourceRecord } from '../records.ts'
import { sortExisting } from '../template/sort-by-need.ts'
import { type Deed, deedUnderWay, isUnderWay, wantedOf } from './deeds/deed.ts'
import { cancelBrokenOff, failUnderWay } from './deeds/failed.ts'
import { publishExports } from './exports.ts'
import { reasonOf } from './failure-reason.ts'
import { leaveToCleanUp } from './leftovers.ts'
import { endOperation, enterPhase, pauseOperation } from './operation-end.ts'
import { type Progress, perform, takeUp } from './perform.ts'
import { type Run, step } from './run.ts'
import type { StackWriter } from './stack-writer.ts'
import { turnOf } from './turn.ts'
import { type Turn, walk } from './walk.ts'

/** A backup of something that was there before. */
type Restorable = BackupRecord & { readonly before: ResourceRecord }

/**
 * Puts everything back that an update has touched; what a resource needed is restored before it. What the update made
 * is deleted afterwards.
 */
export async function rollBackUpdate(run: Run): Promise<void> {
  const { contents, reader } = run.deps
  await cancelBrokenOff(run)
  const records = new Map(
    (await contents.resourcesOf(reader, run.place, run.key)).map((record) => [record.logicalId, record]),
  )
  const backups = restorable(await contents.backupsOf(reader, run.place, run.key))
  let hasFailed = false
  await walk({
    nodes: [...backups.keys()],
    needs: new Map([...backups].map(([logicalId, { before }]) => [logicalId, before.dependsOn])),
    signal: run.signal,
    onPause: run.onPause,
    mayBegin: () => !hasFailed,
    visit: async (logicalId) => {
      const backup = backups.get(logicalId)
      if (!backup) return 'done'
      return restoreOne(run, backup, records.get(logicalId), () => {
        hasFailed = true
      })
    },
  })
  if (hasFailed) await step(run, (writer) => failRollback(run, writer))
  else await step(run, (writer) => completeRollback(run, writer))
}

/** What was needed comes first. */
function restorable(backups: readonly BackupRecord[]): ReadonlyMap<string, Restorable> {
  const found = backups.filter((backup): backup is Restorable => backup.before !== undefined)
  const byId = new Map(found.map((backup) => [backup.logicalId, backup]))
  const needs = new Map(found.map(({ logicalId, before }) => [logicalId, before.dependsOn]))
  return new Map(
    sortExisting([...byId.keys()], needs).flatMap((logicalId) => {
      const backup = byId.get(logicalId)
      return backup ? [[logicalId, backup]] : []
    }),
  )
}

/** The CDK CLI knows skipped resources by this text. */
const SKIPPED = 'Resource skipped during UpdateRollback'

function skip(run: Run, writer: StackWriter, { logicalId, before }: Restorable): ResourceRecord {
  const { contents } = run.deps
  const { type, physicalId = '' } = before
  contents.deleteBackup(writer.tx, writer.place, writer.key, logicalId)
  const timestamp = writer.event({ logicalId, type, physicalId, status: 'UPDATE_COMPLETE', reason: SKIPPED })
  const after: ResourceRecord = { ...before, status: 'UPDATE_COMPLETE', timestamp }
  contents.putResource(writer.tx, writer.place, writer.key, after)
  return after
}

async function restoreOne(
  run: Run,
  backup: Restorable,
  record: ResourceRecord | undefined,
  fail: () => void,
): Promise<Turn> {
  const { contents } = run.deps
  const { logicalId, before } = backup
  return turnOf(
    () => beginRestore(run, backup, record),
    () => {},
    async (error) => {
      if (run.operation.forced) {
        await step(run, async (writer) => skip(run, writer, backup))
        return 'done'
      }
      fail()
      const reason = reasonOf(run, error, before.type)
      await step(run, async (writer) => {
        const now = await contents.findResource(writer.tx, writer.place, writer.key, logicalId)
        contents.putResource(writer.tx, writer.place, writer.key, noteFailedRestore(run, writer, now ?? before, reason))
      })
      return 'held'
    },
  )
}

async function beginRestore(run: Run, backup: Restorable, record: ResourceRecord | undefined): Promise<Progress> {
  const { contents, types } = run.deps
  const { logicalId, before, failed } = backup
  const keep: Deed['keep'] = ({ tx, place, key }, after) => contents.putResource(tx, place, key, after)
  if (isUnderWay(record)) return takeUp(run, deedUnderWay(record, { keep }), record)
  const isReplaced = record?.physicalId !== before.physicalId
  if (!run.operation.skip.includes(logicalId) && record && !isReplaced && !failed && types.find(before.type)) {
    return perform(run, { kind: 'restore', logicalId, record, wanted: wantedOf(before), keep })
  }
  return { done: await step(run, (writer) => putBack(run, writer, backup, record)) }
}

/** Nothing has to be done to it: it was replaced, or never changed, or is to be skipped. */
async function putBack(
  run: Run,
  writer: StackWriter,
  backup: Restorable,
  record: ResourceRecord | undefined,
): Promise<ResourceRecord> {
  const { contents } = run.deps
  const { logicalId, before } = backup
  if (run.operation.skip.includes(logicalId)) return skip(run, writer, backup)
  contents.deleteBackup(writer.tx, writer.place, writer.key, logicalId)
  const base = { logicalId, type: before.type, physicalId: before.physicalId ?? '' }
  writer.event({ ...base, status: 'UPDATE_IN_PROGRESS' })
  const timestamp = writer.event({ ...base, status: 'UPDATE_COMPLETE' })
  const after: ResourceRecord = { ...before, status: 'UPDATE_COMPLETE', timestamp }
  contents.putResource(writer.tx, writer.place, writer.key, after)
  if (record?.physicalId !== undefined && record.physicalId !== before.physicalId) {
    await leaveToCleanUp(run, writer, [{ resource: record, policy: 'Delete' }])
  }
  return after
}

function noteFailedRestore(run: Run, writer: StackWriter, record: ResourceRecord, reason: string): ResourceRecord {
  if (isUnderWay(record)) return failUnderWay(run, writer, record, reason)
  const { logicalId, type, physicalId = '' } = record
  const base = { logicalId, type, physicalId }
  writer.event({ ...base, status: 'UPDATE_IN_PROGRESS' })
  const timestamp = writer.event({ ...base, status: 'UPDATE_FAILED', reason })
  return { ...record, status: 'UPDATE_FAILED', statusReason: reason, timestamp }
}

async function failRollback(run: Run, writer: StackWriter): Promise<void> {
  const { contents } = run.deps
  const all = await contents.resourcesOf(writer.tx, writer.place, writer.key)
  const failed = all.filter(({ status, timestamp }) => status === 'UPDATE_FAILED' && timestamp > run.operation.after)
  const ids = failed.map(({ logicalId }) => logicalId).join(', ')
  await pauseOperation(writer, 'UPDATE_ROLLBACK_FAILED', `The following resource(s) failed to update: [${ids}]. `)
}

/** Everything is back: what the update made is left to the clean-up. */
async function completeRollback(run: Run, writer: StackWriter): Promise<void> {
  const { contents } = run.deps
  const { tx, place, key } = writer
  const { outputsBefore } = writer.stack
  if (outputsBefore) {
    await publishExports(run.deps, writer, contents.openOutputs(outputsBefore))
    writer.set({ outputs: outputsBefore, outputsBefore: undefined })
  }
  writer.set({ target: undefined })
  enterPhase(run, writer, 'rollback-cleanup', 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS')
  const made = await contents.backupsOf(tx, place, key)
  const resources: ResourceRecord[] = []
  for (const { logicalId } of made) {
    const record = await contents.findResource(tx, place, key, logicalId)
    if (record) resources.push(record)
    contents.deleteBackup(tx, place, key, logicalId)
    contents.deleteResource(tx, place, key, logicalId)
  }
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
