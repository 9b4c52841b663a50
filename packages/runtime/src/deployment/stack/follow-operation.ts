import type { StackEvent } from '../../generated/cloudformation.ts'
import type { ResourceEvent } from '../events.ts'
import type { Undertaking } from '../ports.ts'
import { labelOf, type StackSource } from './stack-source.ts'

/** Between two looks at an operation that takes its time. Its end is noticed at once. */
const LOOK_EVERY_MS = 250

/** Tells what is done to a stack until nothing more is; gives all that was told. `since` is the newest event before. */
export async function followOperation(
  stackId: string,
  source: StackSource,
  since: string | undefined,
  undertaking: Undertaking,
): Promise<readonly ResourceEvent[]> {
  const { ports, signal } = undertaking
  const told: ResourceEvent[] = []
  let newest = since
  let isOver = false
  const atRest = ports.atRest(source.place, stackId, signal).then(() => {
    isOver = true
  })
  do {
    const pause = new AbortController()
    await Promise.race([atRest, ports.sleep(LOOK_EVERY_MS, AbortSignal.any([signal, pause.signal]))])
    pause.abort()
    const events = await eventsAfter(newest, stackId, source, undertaking)
    newest = events.at(-1)?.EventId ?? newest
    for (const event of events) {
      const resource = toEvent(event, source)
      told.push(resource)
      undertaking.tell(resource)
    }
  } while (!isOver)
  return told
}

export async function newestEventOf(
  stackId: string,
  { place }: StackSource,
  { ports }: Undertaking,
): Promise<string | undefined> {
  const { StackEvents = [] } = await ports.operationsIn(place)('cloudformation', 'DescribeStackEvents', {
    StackName: stackId,
  })
  return StackEvents[0]?.EventId
}

/** Oldest first. CloudFormation gives the newest first, in pages. */
async function eventsAfter(
  since: string | undefined,
  stackId: string,
  { place }: StackSource,
  { ports }: Undertaking,
): Promise<StackEvent[]> {
  const found: StackEvent[] = []
  let NextToken: string | undefined
  do {
    const page = await ports.operationsIn(place)('cloudformation', 'DescribeStackEvents', {
      StackName: stackId,
      ...(NextToken === undefined ? {} : { NextToken }),
    })
    for (const event of page.StackEvents ?? []) {
      if (event.EventId === since) return found.reverse()
      found.push(event)
    }
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  return found.reverse()
}

function toEvent(event: StackEvent, source: StackSource): ResourceEvent {
  const { LogicalResourceId: logicalId = '', ResourceType = '', ResourceStatus = '', ResourceStatusReason } = event
  const path = source.paths?.get(logicalId)
  return {
    event: 'resource',
    stack: labelOf(source),
    logicalId,
    ...(path === undefined ? {} : { path }),
    resourceType: ResourceType,
    status: ResourceStatus,
    ...(ResourceStatusReason === undefined ? {} : { reason: ResourceStatusReason }),
  }
}
