import { ProvisioningError } from '../errors.ts'
import { equal } from '../plan/decide.ts'
import { noExport } from '../plan/lookups.ts'
import type {
  BackupRecord,
  LeftoverRecord,
  OutputRecord,
  ResourceRecord,
  ResourceStatus,
  StoredOutput,
} from '../records.ts'
import { exportedValues } from '../repository.ts'
import { publishExports, recordImports } from './exports.ts'
import { hasHeldStacks } from './held-stacks.ts'
import { leaveToCleanUp } from './leftovers.ts'
import type { LiveStack } from './live-stack.ts'
import { dropBackups, endOperation, enterPhase } from './operation-end.ts'
import type { Run } from './run.ts'
import type { StackWriter } from './stack-writer.ts'
import { wantedBy } from './target.ts'

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
  await publishExports(run.deps, writer, outputs)
  await recordImports(writer, live.imported)
  const isCreation = run.operation.phase === 'create'
  const sealed = run.deps.contents.sealOutputs(outputs)
  if (run.operation.nested && !isCreation) return hold(run, writer, sealed)
  refreshRecords(run, writer, live)

  const leftovers = isCreation ? [] : await findLeftovers(run, writer, live)
  const { target } = writer.stack
  writer.set({ outputs: sealed, outputsBefore: undefined, stable: target, target: undefined })
  if (isCreation) return endOperation(run, writer, 'CREATE_COMPLETE')
  enterPhase(run, writer, 'cleanup', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS')
  await leaveToCleanUp(run, writer, leftovers)
  await dropBackups(run, writer)
  const left = await run.deps.contents.leftoversOf(writer.tx, writer.place, writer.key)
  if (left.length === 0 && !(await hasHeldStacks(run, writer))) await endOperation(run, writer, 'UPDATE_COMPLETE')
}

/** All that is left of a nested stack's update is done when the parent's has come to a good end. */
function hold(run: Run, writer: StackWriter, outputs: readonly StoredOutput[]): void {
  const { stack } = writer
  writer.set({ outputs, outputsBefore: stack.outputsBefore ?? stack.outputs })
  enterPhase(run, writer, 'held', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS')
}

/** What a template says about a resource besides its properties changes without a call to its service. */
function refreshRecords(run: Run, writer: StackWriter, { targets, records }: LiveStack): void {
  for (const [logicalId, target] of targets) {
    const record = records.get(logicalId)
    if (!record) continue
    // A change that failed and was then not wanted any more leaves its mark on a resource that is as it should be.
    const status: ResourceStatus = record.status === 'UPDATE_FAILED' ? 'UPDATE_COMPLETE' : record.status
    const { adopted: _, statusReason, metadata: __, applied, ...rest } = record
    const { metadata, deletionPolicy, updateReplacePolicy, dependsOn } = wantedBy(target)
    const fresh: ResourceRecord = {
      ...rest,
      status,
      statusReason: status === record.status ? statusReason : undefined,
      applied,
      metadata,
      deletionPolicy,
      updateReplacePolicy,
      dependsOn,
    }
    if (!equal(fresh, record)) run.deps.contents.putResource(writer.tx, writer.place, writer.key, fresh)
  }
}

/** What the clean-up deletes: what was replaced, and what the template does not have any more. */
async function findLeftovers(
  run: Run,
  writer: StackWriter,
  { records, prepared }: LiveStack,
): Promise<Omit<LeftoverRecord, 'order'>[]> {
  const { contents } = run.deps
  const backups = await contents.backupsOf(writer.tx, writer.place, writer.key)
  const gone: Omit<LeftoverRecord, 'order'>[] = []
  for (const { logicalId, before } of backups) {
    const record = records.get(logicalId)
    const isWanted = prepared.order.dependencies.has(logicalId)
    if (before && record && isWanted && before.physicalId !== record.physicalId) {
      gone.push({ resource: before, policy: record.updateReplacePolicy })
    }
  }
  for (const record of records.values()) {
    if (prepared.order.dependencies.has(record.logicalId)) continue
    contents.deleteResource(writer.tx, writer.place, writer.key, record.logicalId)
    gone.push({ resource: record, policy: record.deletionPolicy })
    const before = beforeOf(backups, record)
    if (before) gone.push({ resource: before, policy: 'Delete' })
  }
  return gone
}

/** Of a resource that an unfinished operation replaced and this one removes, the replaced one is still there too. */
function beforeOf(backups: readonly BackupRecord[], record: ResourceRecord): ResourceRecord | undefined {
  const before = backups.find(({ logicalId }) => logicalId === record.logicalId)?.before
  return before?.physicalId === record.physicalId ? undefined : before
}
