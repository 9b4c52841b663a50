import type { StackResource } from '../../../generated/cloudformation.ts'
import type { CallContext } from '../../../kernel/operation.ts'
import { readPage, sorted } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { validationError } from '../errors.ts'
import { pageRequest } from '../paging.ts'
import type { ResourceRecord, StackRecord } from '../records.ts'
import { keyOf, requireStack, stackNames, stacks } from '../repository.ts'

const RESOURCES_PER_PAGE = 100
const NOT_CHECKED = { StackResourceDriftStatus: 'NOT_CHECKED' }

function resourceToWire(stack: StackRecord, record: ResourceRecord): StackResource {
  return {
    StackName: stack.name,
    StackId: stack.id,
    LogicalResourceId: record.logicalId,
    PhysicalResourceId: record.physicalId,
    ResourceType: record.type,
    Timestamp: new Date(record.timestamp),
    ResourceStatus: record.status,
    ResourceStatusReason: record.statusReason,
    DriftInformation: NOT_CHECKED,
  }
}

export const describeStackResource = operation('DescribeStackResource', async (input, { contents }, ctx) => {
  const stack = await requireStack(ctx.reader, ctx.place, input.StackName)
  const record = await contents.findResource(ctx.reader, ctx.place, keyOf(stack.id), input.LogicalResourceId)
  if (!record) throw noResource(input.LogicalResourceId, stack.name)
  const { Timestamp, ...rest } = resourceToWire(stack, record)
  const Metadata = record.metadata === undefined ? undefined : JSON.stringify(record.metadata)
  return { StackResourceDetail: { ...rest, LastUpdatedTimestamp: Timestamp, Metadata } }
})

export const describeStackResources = operation('DescribeStackResources', async (input, { contents }, ctx) => {
  const { StackName, PhysicalResourceId, LogicalResourceId } = input
  if (StackName === undefined && PhysicalResourceId === undefined) {
    throw validationError('Either StackName or PhysicalResourceId must be specified.')
  }
  if (StackName !== undefined && PhysicalResourceId !== undefined) {
    throw validationError('You must not specify both StackName and PhysicalResourceId.')
  }
  const candidates =
    StackName === undefined ? await liveStacks(ctx) : [await requireStack(ctx.reader, ctx.place, StackName)]
  for (const stack of candidates) {
    const records = await contents.resourcesOf(ctx.reader, ctx.place, keyOf(stack.id))
    if (PhysicalResourceId !== undefined && !records.some((record) => record.physicalId === PhysicalResourceId))
      continue
    const wanted = records.filter(({ logicalId }) => LogicalResourceId === undefined || logicalId === LogicalResourceId)
    return { StackResources: wanted.map((record) => resourceToWire(stack, record)) }
  }
  throw validationError(`Stack for ${PhysicalResourceId} does not exist`)
})

async function liveStacks({ reader, place }: CallContext): Promise<StackRecord[]> {
  const names = await stackNames.list(reader, place)
  const found = await Promise.all(names.map(({ key }) => stacks.find(reader, place, key)))
  return found.flatMap((stack) => stack ?? [])
}

export const listStackResources = operation('ListStackResources', async (input, { contents }, ctx) => {
  const stack = await requireStack(ctx.reader, ctx.place, input.StackName)
  const records = await contents.resourcesOf(ctx.reader, ctx.place, keyOf(stack.id))
  const { items, next } = await readPage(
    pageRequest('ListStackResources', input, ctx, RESOURCES_PER_PAGE),
    sorted(records, ({ logicalId }) => [logicalId]),
  )
  return {
    StackResourceSummaries: items.map((record) => ({
      LogicalResourceId: record.logicalId,
      PhysicalResourceId: record.physicalId,
      ResourceType: record.type,
      LastUpdatedTimestamp: new Date(record.timestamp),
      ResourceStatus: record.status,
      ResourceStatusReason: record.statusReason,
      DriftInformation: NOT_CHECKED,
    })),
    NextToken: next,
  }
})

function noResource(logicalId: string, stackName: string) {
  return validationError(`Resource ${logicalId} does not exist for stack ${stackName}`)
}
