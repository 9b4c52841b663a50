import { uuid } from '../../../kernel/ids.ts'
import type { LeftoverRecord } from '../records.ts'
import { sortExisting } from '../template/sort-by-need.ts'
import { reasonOf } from './failure-reason.ts'
import { noteFailedRemoval, type Removal, removeResource } from './remove-resource.ts'
import { isInterruption, type Run, step } from './run.ts'
import type { StackWriter } from './stack-writer.ts'

/** Leaves physical resources to the clean-up, with what is left to it already: dependents first. */
export async function leaveToCleanUp(
  run: Run,
  writer: StackWriter,
  items: readonly Omit<LeftoverRecord, 'order'>[],
): Promise<void> {
  const { contents } = run.deps
  const { tx, place, key } = writer
  const waiting = await contents.leftoversOf(tx, place, key)
  for (const { order } of waiting) contents.deleteLeftover(tx, place, key, order)
  const all = [...items, ...waiting]
  const needs = new Map<string, string[]>()
  for (const { resource } of all) {
    needs.set(resource.logicalId, [...(needs.get(resource.logicalId) ?? []), ...resource.dependsOn])
  }
  const rank = new Map(sortExisting([...needs.keys()], needs).map((logicalId, index) => [logicalId, index]))
  const sorted = all.toSorted((a, b) => (rank.get(b.resource.logicalId) ?? 0) - (rank.get(a.resource.logicalId) ?? 0))
  sorted.forEach(({ resource, policy }, order) => {
    contents.putLeftover(tx, place, key, { order, resource, policy })
  })
}

/** Deletes what is left to the clean-up. A failure is told, not fatal. */
export async function deleteLeftovers(run: Run): Promise<void> {
  const { contents, reader, random } = run.deps
  for (const { order, resource, policy } of await contents.leftoversOf(reader, run.place, run.key)) {
    const eventId = () => `${resource.logicalId}-${uuid(random)}`
    const removal: Removal = { record: resource, policy, eventId }
    try {
      await step(run, async (writer) => {
        contents.deleteLeftover(writer.tx, writer.place, writer.key, order)
        await removeResource(run, writer, removal)
      })
    } catch (error) {
      if (isInterruption(error)) throw error
      const reason = reasonOf(run, error, resource.type)
      await step(run, async (writer) => {
        contents.deleteLeftover(writer.tx, writer.place, writer.key, order)
        noteFailedRemoval(run, writer, removal, reason)
      })
    }
  }
}
