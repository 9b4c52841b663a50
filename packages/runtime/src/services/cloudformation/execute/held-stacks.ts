import { STACK_TYPE, type StackRecord } from '../records.ts'
import { keyOf, stacks } from '../repository.ts'
import { type Run, step } from './run.ts'
import type { StackWriter } from './stack-writer.ts'

/** Whether nested stacks that this operation has updated wait for its end. */
export async function hasHeldStacks(run: Run, writer: StackWriter): Promise<boolean> {
  return (await heldStacks(run, writer)).length > 0
}

/**
 * Lets nested stacks finish their updates, since nobody will roll them back any more, and waits until they have. They
 * go through their update once more: whatever is done already stays as it is.
 */
export async function releaseStacks(run: Run): Promise<void> {
  const { work } = run.deps
  const all = await run.deps.contents.resourcesOf(run.deps.reader, run.place, run.key)
  const nested = all.flatMap(({ type, physicalId }) => (type === STACK_TYPE && physicalId ? [physicalId] : []))
  if (nested.length === 0) return
  await step(run, async (writer) => {
    for (const child of await heldStacks(run, writer)) {
      if (!child.operation) continue
      const { nested: _, ...operation } = child.operation
      writer.writerOf(child).set({ operation: { ...operation, phase: 'update' } })
    }
  })
  for (const stackId of nested) work.start(run.place, stackId)
  await Promise.all(nested.map((stackId) => work.atRest(run.place, stackId, run.signal)))
}

async function heldStacks(run: Run, { tx, place, key }: StackWriter): Promise<StackRecord[]> {
  const found: StackRecord[] = []
  for (const { type, physicalId } of await run.deps.contents.resourcesOf(tx, place, key)) {
    if (type !== STACK_TYPE || physicalId === undefined) continue
    const child = await stacks.find(tx, place, keyOf(physicalId))
    if (child?.operation?.phase === 'held') found.push(child)
  }
  return found
}
