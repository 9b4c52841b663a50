import { ProvisioningError } from '../errors.ts'
import { equal } from '../plan/decide.ts'
import { sortByNeed } from '../plan/dependency-order.ts'
import { noExport } from '../plan/lookups.ts'
import type { BackupRecord, LeftoverRecord, OutputRecord, ResourceRecord, ResourceStatus } from '../records.ts'
import { exportedValues } from '../repository.ts'
import { publishExports, recordImports } from './exports.ts'
import type { LiveStack } from './live-stack.ts'
import { dropBackups, endOperation, enterPhase } from './operation-end.ts'
import type { Run } from './run.ts'
import type { StackWriter } from './stack-writer.ts'

/** All resources are there: publishes outputs and exports, and makes the target what the stack is. */
export async function completeForward(
  run: Run,
  writer: StackWriter,
  live: LiveStack,
  outputs: readonly OutputRecord[],
): Promise<void> {
  for (const name of live.imported) {
    if (!(await exportedValues.find(writer.tx, writer.place, name))) throw new ProvisioningError(noExport(name).message)
  }
  await publishExports(writer, outputs)
  await recordImports(writer, live.imported)
  refreshRecords(run, writer, live)

  const isCreation = run.operation.phase === 'create'
  const leftovers = isCreation ? [] : await findLeftovers(run, writer, live)
  const { target } = writer.stack
  writer.set({ outputs, stable: target, target: undefined })
  if (isCreation) return endOperation(run, writer, 'CREATE_COMPLETE')
  enterPhase(run, writer, 'cleanup', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS')
  for (const leftover of leftovers) run.deps.contents.putLeftover(writer.tx, writer.place, writer.key, leftover)
  await dropBackups(run, writer)
  if (leftovers.length === 0) await endOperation(run, writer, 'UPDATE_COMPLETE')
}

/** What a template says about a resource besides its properties changes without a call to its service. */
function refreshRecords(run: Run, writer: StackWriter, { prepared, records }: LiveStack): void {
  for (const [logicalId, record] of records) {
    const declared = prepared.template.resources[logicalId]
    const dependsOn = prepared.order.dependencies.get(logicalId)
    if (!declared || !dependsOn) continue
    const { deletionPolicy, updateReplacePolicy, metadata } = declared
    // A change that failed and was then not wanted any more leaves its mark on a resource that is as it should be.
    const status: ResourceStatus = record.status === 'UPDATE_FAILED' ? 'UPDATE_COMPLETE' : record.status
    const fresh: ResourceRecord = { ...record, status, deletionPolicy, updateReplacePolicy, dependsOn, metadata }
    if (equal(JSON.parse(JSON.stringify(fresh)), JSON.parse(JSON.stringify(record)))) continue
    run.deps.contents.putResource(writer.tx, writer.place, writer.key, fresh)
  }
}

/** What the clean-up deletes: what was replaced and what the template does not have any more, dependents first. */
async function findLeftovers(run: Run, writer: StackWriter, live: LiveStack): Promise<LeftoverRecord[]> {
  const { contents } = run.deps
  const backups = await contents.backupsOf(writer.tx, writer.place, writer.key)
  const gone: { record: ResourceRecord; policy: ResourceRecord['deletionPolicy'] }[] = []
  for (const { logicalId, before } of backups) {
    const record = live.records.get(logicalId)
    const isWanted = live.prepared.order.dependencies.has(logicalId)
    if (before && record && isWanted && before.physicalId !== record.physicalId) {
      gone.push({ record: before, policy: record.updateReplacePolicy })
    }
  }
  for (const record of live.records.values()) {
    if (live.prepared.order.dependencies.has(record.logicalId)) continue
    contents.deleteResource(writer.tx, writer.place, writer.key, record.logicalId)
    gone.push({ record, policy: record.deletionPolicy })
    const before = beforeOf(backups, record)
    if (before) gone.push({ record: before, policy: 'Delete' })
  }
  const byId = new Map(gone.map((item) => [item.record.logicalId, item]))
  const needs = new Map(gone.map(({ record }) => [record.logicalId, record.dependsOn]))
  const sorted = sortByNeed([...byId.keys()], needs).reverse()
  const position = new Map(sorted.map((logicalId, index) => [logicalId, index]))
  gone.sort((a, b) => (position.get(a.record.logicalId) ?? 0) - (position.get(b.record.logicalId) ?? 0))
  const start = writer.stack.lastEventAt + 1
  return gone.map(({ record, policy }, index) => ({ order: start + index, resource: record, policy }))
}

/** Of a resource that an unfinished operation replaced and this one removes, the replaced one is still there too. */
function beforeOf(backups: readonly BackupRecord[], record: ResourceRecord): ResourceRecord | undefined {
  const before = backups.find(({ logicalId }) => logicalId === record.logicalId)?.before
  return before?.physicalId === record.physicalId ? undefined : before
}
