import type { Place } from '../../../kernel/place.ts'
import type { Reader, Transaction } from '../../../kernel/transaction.ts'
import type { ChangeSetRecord, StackRecord } from '../records.ts'
import { changeSetNames, changeSets, keyOf, requireTemplate, stackNames, stacks, within } from '../repository.ts'
import type { StackWriter } from './stack-writer.ts'

/** Deletes the change sets of a stack that can still be named. `except`: this one only loses its name. */
export async function deleteChangeSets(writer: StackWriter, except?: ChangeSetRecord): Promise<void> {
  const { tx, place, key } = writer
  for (const { key: found } of await changeSetNames.list(tx, place, { prefix: within(key, '') })) {
    const changeSet = await changeSets.find(tx, place, found)
    if (changeSet && changeSet.id !== except?.id) await deleteChangeSet(writer, changeSet)
  }
  if (except) changeSetNames.delete(tx, place, within(key, except.name))
}

/** Deletes a change set, those of nested stacks with it, and nested stacks that it has made to be looked at. */
export async function deleteChangeSet(writer: StackWriter, changeSet: ChangeSetRecord): Promise<void> {
  const { tx, place } = writer
  changeSets.delete(tx, place, keyOf(changeSet.id))
  const name = within(keyOf(changeSet.stackId), changeSet.name)
  if ((await changeSetNames.find(tx, place, name))?.key === keyOf(changeSet.id)) changeSetNames.delete(tx, place, name)
  await deleteUnexecuted(writer, changeSet)
  const stack = changeSet.nesting && (await stacks.find(tx, place, keyOf(changeSet.stackId)))
  if (stack?.status === 'REVIEW_IN_PROGRESS' && stack.id !== writer.stack.id) endReview(writer.writerOf(stack))
}

/** Deletes the change sets of nested stacks whose turn has not come. */
export async function deleteUnexecuted(writer: StackWriter, { nested = {} }: ChangeSetRecord): Promise<void> {
  for (const id of Object.values(nested)) {
    const child = await changeSets.find(writer.tx, writer.place, keyOf(id))
    const isOver = child?.executionStatus.startsWith('EXECUTE_')
    if (child && !isOver) await deleteChangeSet(writer, child)
  }
}

/** A stack that was only there for its change sets goes. */
export function endReview(writer: StackWriter): void {
  stackNames.delete(writer.tx, writer.place, writer.stack.name)
  writer.setStatus('DELETE_COMPLETE')
}

/** Makes the change sets of a stack that something else is done to unfit to be executed (observed). */
export async function obsoleteChangeSets(tx: Transaction, place: Place, stackKey: string): Promise<void> {
  for (const { key } of await changeSetNames.list(tx, place, { prefix: within(stackKey, '') })) {
    const found = await changeSets.find(tx, place, key)
    if (found) await obsolete(tx, place, found)
  }
}

async function obsolete(tx: Transaction, place: Place, changeSet: ChangeSetRecord): Promise<void> {
  if (changeSet.executionStatus !== 'AVAILABLE') return
  changeSets.put(tx, place, keyOf(changeSet.id), { ...changeSet, executionStatus: 'OBSOLETE' })
  for (const id of Object.values(changeSet.nested ?? {})) {
    const child = await changeSets.find(tx, place, keyOf(id))
    if (child) await obsolete(tx, place, child)
  }
}

/** Begins to execute a change set: the others of its stack go, and so does the one that was executed before. */
export async function takeUpChangeSet(writer: StackWriter, changeSet: ChangeSetRecord): Promise<void> {
  const { tx, place, stack } = writer
  await deleteChangeSets(writer, changeSet)
  const executed = (stack.target ?? stack.stable)?.changeSetId
  if (executed !== undefined) changeSets.delete(tx, place, keyOf(executed))
  changeSets.put(tx, place, keyOf(changeSet.id), { ...changeSet, executionStatus: 'EXECUTE_IN_PROGRESS' })
}

/** What the change set that a stack's operation executes has foreseen for a stack nested in it. */
export interface Foreseen {
  readonly changeSet: ChangeSetRecord
  /** As it was when the change set was made: what is at its address may be another template by now. */
  readonly text: string
}

export async function foreseenFor(
  reader: Reader,
  place: Place,
  { operation }: StackRecord,
  logicalId: string,
  type: ChangeSetRecord['type'],
): Promise<Foreseen | undefined> {
  if (operation?.changeSetId === undefined) return undefined
  const parent = await changeSets.find(reader, place, keyOf(operation.changeSetId))
  const id = parent?.nested?.[logicalId]
  const changeSet = id === undefined ? undefined : await changeSets.find(reader, place, keyOf(id))
  if (changeSet?.executionStatus !== 'AVAILABLE' || changeSet.type !== type) return undefined
  const { text } = await requireTemplate(reader, place, keyOf(changeSet.stackId), changeSet.target)
  return { changeSet, text }
}
