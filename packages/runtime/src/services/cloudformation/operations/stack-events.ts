import { notEmulated } from '../../../kernel/errors.ts'
import type { CallContext } from '../../../kernel/operation.ts'
import { operation } from '../deps.ts'
import { missingStack, validationError } from '../errors.ts'
import type { ChangeSetRecord, EventRecord, StackRecord } from '../records.ts'
import { findStack, keyOf, requireChangeSet } from '../repository.ts'
import type { StackContents } from '../stack-contents.ts'

const EVENTS_PER_PAGE = 100

/** Newest first. The token is the time of the last event shown. */
export const describeStackEvents = operation('DescribeStackEvents', async (input, { contents }, ctx) => {
  const stack = await findStack(ctx.reader, ctx.place, input.StackName)
  if (!stack) throw missingStack(input.StackName)
  const { list, next } = await pageOfEvents(stack, input.NextToken, contents, ctx)
  return {
    StackEvents: list.map((event) => ({
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
  const { list, next } = await pageOfEvents(stack, input.NextToken, contents, ctx)
  const wanted = list.filter(
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

async function pageOfEvents(
  stack: StackRecord,
  token: string | undefined,
  contents: StackContents,
  { reader, place }: CallContext,
): Promise<{ list: EventRecord[]; next: string | undefined }> {
  const before = token === undefined ? undefined : Number(token)
  if (before !== undefined && !Number.isInteger(before)) throw validationError(`Invalid NextToken: ${token}`)
  const list = await contents.eventsOf(reader, place, keyOf(stack.id), {
    limit: EVENTS_PER_PAGE + 1,
    ...(before === undefined ? {} : { before }),
  })
  const shown = list.slice(0, EVENTS_PER_PAGE)
  return { list: shown, next: list.length > EVENTS_PER_PAGE ? String(shown.at(-1)?.timestamp) : undefined }
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
