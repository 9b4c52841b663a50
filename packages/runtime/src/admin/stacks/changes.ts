import type { StackEvent } from '../../generated/cloudformation.ts'
import type { Answering } from '../asked.ts'
import type { StackChange, StackOperation } from '../contract/stacks.ts'
import { timeOf } from '../map/client-view.ts'
import { constructPaths } from './construct-paths.ts'
import { eventsOf, isOfStack } from './events.ts'
import { type FoundStack, stackOf } from './find-stack.ts'

const MAX_OPERATIONS = 50

export const listChanges: Answering<'GET stacks/{name}/changes'> = async (asked, { inside }) => {
  const found = await stackOf(asked, inside)
  const [events, paths] = await Promise.all([eventsOf(found, inside), constructPaths(found, inside)])
  const operations = operationsIn(events.toReversed(), found, paths)
  return { operations: operations.reverse().slice(0, MAX_OPERATIONS) }
}

const BEGINS = /^(CREATE|UPDATE|DELETE)_IN_PROGRESS$/
/** What no other status of the stack follows without somebody's asking for it. */
const ENDS =
  /^(?:CREATE_COMPLETE|UPDATE_COMPLETE|DELETE_COMPLETE|DELETE_FAILED|UPDATE_FAILED|CREATE_FAILED|.*ROLLBACK_(?:COMPLETE|FAILED))$/

/** `events` is the oldest first. An operation goes from the stack's own first event to that which ends it. */
function operationsIn(
  events: readonly StackEvent[],
  found: FoundStack,
  paths: ReadonlyMap<string, string>,
): StackOperation[] {
  const operations: StackOperation[] = []
  let own: StackEvent[] = []
  let others: StackEvent[] = []
  const close = () => {
    const operation = operationOf(own, others, paths)
    if (operation) operations.push(operation)
    own = []
    others = []
  }
  for (const event of events) {
    if (!isOfStack(event, found)) {
      others.push(event)
      continue
    }
    if (BEGINS.test(event.ResourceStatus ?? '')) close()
    own.push(event)
  }
  close()
  return operations
}

function operationOf(
  own: readonly StackEvent[],
  others: readonly StackEvent[],
  paths: ReadonlyMap<string, string>,
): StackOperation | undefined {
  const first = own.find(({ ResourceStatus = '' }) => BEGINS.test(ResourceStatus))
  const last = own.at(-1)
  const [, action] = BEGINS.exec(first?.ResourceStatus ?? '') ?? []
  if (!first || !last || action === undefined) return undefined
  const status = last.ResourceStatus ?? ''
  const reason = own.findLast(({ ResourceStatusReason }) => ResourceStatusReason)?.ResourceStatusReason
  return {
    action: action.toLowerCase() as StackOperation['action'],
    startedAt: timeOf(first.Timestamp),
    ...(ENDS.test(status) && { endedAt: timeOf(last.Timestamp) }),
    status,
    ...(reason !== undefined && { reason }),
    changes: changesIn(others, paths),
  }
}

function changesIn(events: readonly StackEvent[], paths: ReadonlyMap<string, string>): StackChange[] {
  const byId = new Map<string, StackEvent[]>()
  for (const event of events) {
    const { LogicalResourceId: id = '' } = event
    const known = byId.get(id)
    if (known) known.push(event)
    else byId.set(id, [event])
  }
  return [...byId].map(([logicalId, own]) => {
    const [first] = own
    const last = own.at(-1)
    const reason = own.findLast(({ ResourceStatusReason }) => ResourceStatusReason)?.ResourceStatusReason
    const constructPath = paths.get(logicalId)
    return {
      logicalId,
      type: first?.ResourceType ?? '',
      ...(constructPath !== undefined && { constructPath }),
      outcome: outcomeOf(own),
      ...(reason !== undefined && { reason }),
      durationMs: (last?.Timestamp?.getTime() ?? 0) - (first?.Timestamp?.getTime() ?? 0),
    }
  })
}

/**
 * What CloudFormation's events tell of a resource in one operation. An update that gives it another physical id has
 * replaced it; the former one is deleted when the stack is cleaned up.
 */
function outcomeOf(events: readonly StackEvent[]): StackChange['outcome'] {
  const statuses = events.map(({ ResourceStatus = '' }) => ResourceStatus)
  if (statuses.some((status) => status.endsWith('_FAILED'))) return 'failed'
  if (statuses.at(-1)?.endsWith('_IN_PROGRESS')) return 'under-way'
  const isUpdated = statuses.includes('UPDATE_COMPLETE')
  const ids = new Set(events.map(({ PhysicalResourceId }) => PhysicalResourceId).filter(Boolean))
  if (isUpdated) return ids.size > 1 || statuses.includes('DELETE_COMPLETE') ? 'replaced' : 'updated'
  return statuses.includes('DELETE_COMPLETE') ? 'deleted' : 'created'
}
