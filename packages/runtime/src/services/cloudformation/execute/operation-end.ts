import { uuid } from '../../../kernel/ids.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Transaction } from '../../../kernel/transaction.ts'
import type { OperationRecord, StackRecord, StackStatus } from '../records.ts'
import { changeSetNames, changeSets, keyOf, templates, within } from '../repository.ts'
import { deleteUnexecuted } from './change-set-tree.ts'
import type { Run } from './run.ts'
import type { StackWriter } from './stack-writer.ts'

/** Ends the operation: the stack is at rest, and nothing is left to go back to. */
export async function endOperation(run: Run, writer: StackWriter, status: StackStatus, reason?: string): Promise<void> {
  await dropBackups(run, writer)
  writer.setStatus(status, reason)
  await settleChangeSet(writer, status)
  writer.set({ operation: undefined })
  await dropUnusedTemplates(writer.tx, writer.place, writer.key, writer.stack)
}

/** Stops half-way: what has been done stays, and can be gone on with or rolled back. */
export async function pauseOperation(writer: StackWriter, status: StackStatus, reason: string): Promise<void> {
  writer.setStatus(status, reason)
  await settleChangeSet(writer, status)
  writer.set({ operation: undefined })
}

/** Goes on to another phase. A rollback has an operation id of its own. A status that the stack has is told once. */
export function enterPhase(
  run: Pick<Run, 'deps'>,
  writer: StackWriter,
  phase: OperationRecord['phase'],
  status: StackStatus,
  options: { reason?: string; newId?: boolean } = {},
): void {
  const { operation } = writer.stack
  if (!operation) throw new Error('no operation is under way')
  const id = options.newId ? uuid(run.deps.random) : operation.id
  writer.set({ operation: { ...operation, id, phase, after: writer.stack.lastEventAt } })
  if (status !== writer.stack.status) writer.setStatus(status, options.reason)
}

export async function dropBackups(run: Pick<Run, 'deps'>, writer: StackWriter): Promise<void> {
  const { contents } = run.deps
  for (const { logicalId } of await contents.backupsOf(writer.tx, writer.place, writer.key)) {
    contents.deleteBackup(writer.tx, writer.place, writer.key, logicalId)
  }
}

/** The change set that was executed, which can still be described by its ARN. */
async function settleChangeSet(writer: StackWriter, status: StackStatus): Promise<void> {
  const id = writer.stack.operation?.changeSetId
  if (id === undefined) return
  const key = keyOf(id)
  const changeSet = await changeSets.find(writer.tx, writer.place, key)
  if (changeSet?.executionStatus !== 'EXECUTE_IN_PROGRESS') return
  const executionStatus =
    status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE' ? 'EXECUTE_COMPLETE' : 'EXECUTE_FAILED'
  changeSets.put(writer.tx, writer.place, key, { ...changeSet, executionStatus })
  await deleteUnexecuted(writer, changeSet)
}

async function dropUnusedTemplates(tx: Transaction, place: Place, stackKey: string, stack: StackRecord): Promise<void> {
  const prefix = within(stackKey, '')
  const used = new Set([stack.stable?.templateId, stack.target?.templateId])
  for (const { key } of await changeSetNames.list(tx, place, { prefix })) {
    used.add((await changeSets.find(tx, place, key))?.target.templateId)
  }
  const documents = await tx.list<unknown>({ kind: templates.kind, place: templates.key(place, '').place, prefix })
  for (const { key } of documents) if (!used.has(key.id.slice(prefix.length))) tx.delete(key)
}
