import { uuid } from '../../../kernel/ids.ts'
import type { LeftoverRecord } from '../records.ts'
import { sortExisting } from '../template/sort-by-need.ts'
import { isUnderWay } from './deeds/deed.ts'
import { reasonOf } from './failure-reason.ts'
import { noteFailedRemoval, type Removal, removeResource } from './remove-resource.ts'
import { type Run, step } from './run.ts'
import type { StackWriter } from './stack-writer.ts'
import { turnOf } from './turn.ts'
import { reversed, type Turn, walk } from './walk.ts'

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

/** Deletes what is left to the clean-up, dependents first. A failure is told, not fatal. */
export async function deleteLeftovers(run: Run): Promise<void> {
  const all = await run.deps.contents.leftoversOf(run.deps.reader, run.place, run.key)
  const byNode = new Map(all.map((leftover) => [String(leftover.order), leftover]))
  const nodesOf = (logicalId: string) => {
    return all.filter(({ resource }) => resource.logicalId === logicalId).map(({ order }) => String(order))
  }
  const needs = [...byNode].map(([node, { resource }]) => [node, resource.dependsOn.flatMap(nodesOf)] as const)
  await walk({
    nodes: [...byNode.keys()],
    needs: reversed(new Map(needs)),
    signal: run.signal,
    onPause: run.onPause,
    visit: async (node) => {
      const leftover = byNode.get(node)
      return leftover ? deleteLeftover(run, leftover) : 'done'
    },
  })
}

async function deleteLeftover(run: Run, { order, resource, policy }: LeftoverRecord): Promise<Turn> {
  const { contents, random } = run.deps
  const drop = ({ tx, place, key }: StackWriter) => contents.deleteLeftover(tx, place, key, order)
  const removal: Removal = {
    record: resource,
    policy,
    eventId: () => `${resource.logicalId}-${uuid(random)}`,
    keep: (writer, record) => {
      if (!isUnderWay(record)) drop(writer)
      else contents.putLeftover(writer.tx, writer.place, writer.key, { order, resource: record, policy })
    },
  }
  return turnOf(
    () => removeResource(run, removal),
    () => {},
    async (error) => {
      const reason = reasonOf(run, error, resource.type)
      await step(run, async (writer) => {
        const left = await contents.leftoversOf(writer.tx, writer.place, writer.key)
        const now = left.find((leftover) => leftover.order === order)?.resource
        noteFailedRemoval(run, writer, removal, reason, now)
        drop(writer)
      })
      return 'done'
    },
  )
}
