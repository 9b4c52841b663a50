import { notEmulated } from '../../../kernel/errors.ts'
import type { CallContext } from '../../../kernel/operation.ts'
import { type PageSource, readPage } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { missingStack, validationError } from '../errors.ts'
import { pageRequest } from '../paging.ts'
import type { ChangeSetRecord, EventRecord, StackRecord } from '../records.ts'
import { findStack, keyOf, requireChangeSet } from '../repository.ts'
import type { StackContents } from '../stack-contents.ts'

const EVENTS_PER_PAGE = 100

/** Newest first. */
export const describeStackEvents = operation('DescribeStackEvents', async (input, { contents }, ctx) => {
  const stack = await findStack(ctx.reader, ctx.place, input.StackName)
  if (!stack) throw missingStack(input.StackName)
  const request = pageRequest('DescribeStackEvents', input, ctx, EVENTS_PER_PAGE)
  const { items, next } = await readPage(request, eventsOf(stack, contents, ctx))
  return {
    StackEvents: items.map((event) => ({
      StackId: stack.id,
      StackName: stack.name,
      EventId: event.id,
      ...eventToWire(event),
    })),
    NextToken: next,
  }
})

/** The newer form: of an operation, or of the validation of a change set. */
export const describeEvents = operation('DescribeEvents', async (input, { contents }, ctx) => {
  const { StackName, ChangeSetName, OperationId, Filters } = input
  const stack = StackName === undefined ? undefined : await findStack(ctx.reader, ctx.place, StackName)
  if (StackName !== undefined && !stack) throw missingStack(StackName)
  if (ChangeSetName !== undefined) {
    const changeSet = await requireChangeSet(ctx.reader, ctx.place, ChangeSetName, stack)
    return { OperationEvents: findingsToWire(changeSet) }
  }
  if (!stack) {
    if (OperationId !== undefined) throw notEmulated('DescribeEvents with an OperationId but no StackName')
    throw validationError('Either StackName, ChangeSetName or OperationId must be specified.')
  }
  const request = pageRequest('DescribeEvents', input, ctx, EVENTS_PER_PAGE)
  const { items, next } = await readPage(request, eventsOf(stack, contents, ctx))
  const wanted = items.filter(
    (event) =>
      (OperationId === undefined || event.operationId === OperationId) &&
      (!Filters?.FailedEvents || event.status.endsWith('_FAILED')),
  )
  return {
    OperationEvents: wanted.map((event) => ({
      EventId: event.id,
      StackId: stack.id,
      EventType: event.status.endsWith('_FAILED') ? 'PROVISIONING_ERROR' : 'STACK_EVENT',
      ...eventToWire(event),
    })),
    NextToken: next,
  }
})

/** Nothing is invoked around stack operations here, so nothing has a result. */
export const listHookResults = operation('ListHookResults', async (input) => ({
  TargetType: input.TargetType,
  TargetId: input.TargetId,
  HookResults: [],
}))

/** No two events of a stack have the same time. */
function eventsOf(
  stack: StackRecord,
  contents: StackContents,
  { reader, place }: CallContext,
): PageSource<EventRecord> {
  return {
    cursorOf: ({ timestamp }) => [timestamp],
    read: (after, limit) =>
      contents.eventsOf(reader, place, keyOf(stack.id), { limit, before: after && Number(after[0]) }),
  }
}

function eventToWire(event: EventRecord) {
  return {
    OperationId: event.operationId,
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.type,
    Timestamp: new Date(event.timestamp),
    ResourceStatus: event.status,
    ResourceStatusReason: event.reason,
    ResourceProperties: event.properties,
    ClientRequestToken: event.clientRequestToken,
  }
}

function findingsToWire(changeSet: ChangeSetRecord) {
  return changeSet.findings.map(({ logicalId, type, path, message }, index) => ({
    EventId: `${changeSet.id.slice(changeSet.id.lastIndexOf('/') + 1)}-${index}`,
    StackId: changeSet.stackId,
    OperationType: 'CREATE_CHANGESET',
    OperationStatus: 'FAILED',
    EventType: 'VALIDATION_ERROR',
    LogicalResourceId: logicalId,
    ResourceType: type,
    Timestamp: new Date(changeSet.createdAt),
    DetailedStatus: 'VALIDATION_FAILED',
    ValidationFailureMode: 'FAIL',
    ValidationName: 'PROPERTY_VALIDATION',
    ValidationStatus: 'FAILED',
    ValidationStatusReason: message,
    ValidationPath: path,
  }))
}
