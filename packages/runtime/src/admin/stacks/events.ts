import type { StackEvent } from '../../generated/cloudformation.ts'
import { type Answering, countIn, queryOf } from '../asked.ts'
import type { StackEventView } from '../contract/stacks.ts'
import type { Inside } from '../inside.ts'
import { timeOf } from '../map/client-view.ts'
import { AdminProblem } from '../problem.ts'
import { constructPaths } from './construct-paths.ts'
import { type FoundStack, stackOf } from './find-stack.ts'

const LIMITS = { usual: 100, max: 1000 }
const STACK = 'AWS::CloudFormation::Stack'

export const listEvents: Answering<'GET stacks/{name}/events'> = async (asked, { inside }) => {
  const query = queryOf(asked)
  const limit = countIn(query, 'limit', LIMITS)
  const after = query.get('after')
  const found = await stackOf(asked, inside)
  const [events, paths] = await Promise.all([eventsOf(found, inside), constructPaths(found, inside)])
  const start = after === null ? 0 : events.findIndex(({ EventId }) => EventId === after) + 1
  if (after !== null && start === 0) throw new AdminProblem(400, 'after is the next of another page')
  const page = events.slice(start, start + limit)
  const next = events.length > start + limit ? page.at(-1)?.EventId : undefined
  return {
    events: page.map((event) => eventView(event, found, paths)),
    ...(next !== undefined && { next }),
  }
}

/** Beyond it nobody looks: a stack with so many has been updated a hundred times. */
const MAX_EVENTS = 10_000

/** The newest first. */
export async function eventsOf({ place, stack }: FoundStack, inside: Inside): Promise<readonly StackEvent[]> {
  const call = inside.operationsIn(place)
  const all: StackEvent[] = []
  let NextToken: string | undefined
  do {
    const page = await call('cloudformation', 'DescribeStackEvents', { StackName: stack.StackId ?? '', NextToken })
    all.push(...(page.StackEvents ?? []))
    NextToken = page.NextToken
  } while (NextToken !== undefined && all.length < MAX_EVENTS)
  return all
}

/** Whether it is the stack's own, and not that of a nested one. */
export function isOfStack({ ResourceType, PhysicalResourceId }: StackEvent, { stack }: FoundStack): boolean {
  return ResourceType === STACK && PhysicalResourceId === stack.StackId
}

function eventView(event: StackEvent, found: FoundStack, paths: ReadonlyMap<string, string>): StackEventView {
  const { LogicalResourceId: logicalId = '', PhysicalResourceId: physicalId, ResourceStatusReason: reason } = event
  const isStack = isOfStack(event, found)
  const constructPath = isStack ? undefined : paths.get(logicalId)
  return {
    id: event.EventId ?? '',
    at: timeOf(event.Timestamp),
    logicalId,
    ...(physicalId && { physicalId }),
    type: event.ResourceType ?? '',
    status: event.ResourceStatus ?? '',
    ...(reason !== undefined && { reason }),
    ...(constructPath !== undefined && { constructPath }),
    isStack,
  }
}
