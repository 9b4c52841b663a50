import type { LogGroup } from '../../../generated/logs.ts'
import { notEmulated } from '../../../kernel/errors.ts'
import type { CallContext } from '../../../kernel/operation.ts'
import { readPage, sorted } from '../../../kernel/paging.ts'
import type { Place } from '../../../kernel/place.ts'
import { operation } from '../deps.ts'
import { groupExists, invalidParameter, reservedGroup, validation } from '../errors.ts'
import { groupArn, groupNameOf, groupNameOfArn, isReserved } from '../group-name.ts'
import { pageRequest } from '../paging.ts'
import { type GroupRecord, newGroup } from '../records.ts'
import { groups } from '../repository.ts'

/** Documented. */
const RETENTIONS: ReadonlySet<number> = new Set([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
])
const PAGE_SIZE = 50

export const createLogGroup = operation('CreateLogGroup', async (input, { clock }, ctx) => {
  const { logGroupName: name, logGroupClass = 'STANDARD', kmsKeyId, tags = {}, deletionProtectionEnabled } = input
  if (isReserved(name)) throw reservedGroup()
  await ctx.transact(async (tx) => {
    if (await groups.find(tx, ctx.place, name)) throw groupExists()
    groups.put(tx, ctx.place, {
      ...newGroup(name, clock.now()),
      logGroupClass,
      kmsKeyId,
      deletionProtectionEnabled: deletionProtectionEnabled ?? false,
      tags,
    })
  })
})

export const deleteLogGroup = operation('DeleteLogGroup', async ({ logGroupName }, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const group = await groups.require(tx, ctx.place, logGroupName)
    if (group.deletionProtectionEnabled) {
      throw validation('The log group has deletion protection enabled and cannot be deleted.')
    }
    await groups.delete(tx, ctx.place, logGroupName)
  })
})

export const putRetentionPolicy = operation(
  'PutRetentionPolicy',
  async ({ logGroupName, retentionInDays }, _deps, ctx) => {
    if (!RETENTIONS.has(retentionInDays)) {
      const days = `[${[...RETENTIONS].join(', ')}]`
      throw invalidParameter(
        `1 validation error detected: Value '${retentionInDays}' at 'retentionInDays' failed to satisfy constraint: ` +
          `Member must satisfy enum value set: ${days}`,
      )
    }
    await change(logGroupName, ctx, (group) => ({ ...group, retentionInDays }))
  },
)

export const deleteRetentionPolicy = operation('DeleteRetentionPolicy', async ({ logGroupName }, _deps, ctx) => {
  await change(logGroupName, ctx, ({ retentionInDays: _, ...group }) => group)
})

export const putLogGroupDeletionProtection = operation('PutLogGroupDeletionProtection', async (input, _deps, ctx) => {
  const { logGroupIdentifier, deletionProtectionEnabled } = input
  await change(groupNameOf({ logGroupIdentifier }), ctx, (group) => ({ ...group, deletionProtectionEnabled }))
})

/** The key is named again in descriptions; events are not encrypted with it. */
export const associateKmsKey = operation('AssociateKmsKey', async (input, _deps, ctx) => {
  await change(keyedGroup(input), ctx, (group) => ({ ...group, kmsKeyId: input.kmsKeyId }))
})

export const disassociateKmsKey = operation('DisassociateKmsKey', async (input, _deps, ctx) => {
  await change(keyedGroup(input), ctx, ({ kmsKeyId: _, ...group }) => group)
})

function keyedGroup({ logGroupName, resourceIdentifier }: { logGroupName?: string; resourceIdentifier?: string }) {
  if (logGroupName !== undefined) return logGroupName
  const name = resourceIdentifier === undefined ? undefined : groupNameOfArn(resourceIdentifier)
  if (name === undefined) throw notEmulated('A key for query results (resourceIdentifier)')
  return name
}

function change(name: string, ctx: CallContext, changed: (group: GroupRecord) => GroupRecord): Promise<void> {
  return ctx.transact(async (tx) => {
    groups.put(tx, ctx.place, changed(await groups.require(tx, ctx.place, name)))
  })
}

export const describeLogGroups = operation('DescribeLogGroups', async (input, _deps, ctx) => {
  const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern } = input
  if (prefix !== undefined && pattern !== undefined) {
    throw invalidParameter('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.')
  }
  if (input.includeLinkedAccounts || input.accountIdentifiers?.length) {
    throw notEmulated('Log groups of linked accounts (accountIdentifiers)')
  }
  const wanted = input.logGroupIdentifiers?.map((id) => groupNameOfArn(id) ?? id)
  const found = await groups.list(ctx.reader, ctx.place, { prefix })
  const fitting = found.filter(
    ({ name, logGroupClass }) =>
      (pattern === undefined || name.toLowerCase().includes(pattern.toLowerCase())) &&
      (input.logGroupClass === undefined || logGroupClass === input.logGroupClass) &&
      (wanted === undefined || wanted.includes(name)),
  )
  const request = pageRequest('DescribeLogGroups', input, ctx, PAGE_SIZE)
  const { items, next } = await readPage(
    request,
    sorted(fitting, ({ name }) => [name]),
  )
  return { logGroups: items.map((group) => groupToWire(ctx.place, group)), nextToken: next }
})

export const listLogGroups = operation('ListLogGroups', async (input, _deps, ctx) => {
  const { logGroupNamePattern: pattern } = input
  for (const name of ['accountIdentifiers', 'dataSources', 'fieldIndexNames', 'logGroupTags'] as const) {
    if (input[name]?.length) throw notEmulated(`A filter of log groups (${name})`)
  }
  const found = await groups.list(ctx.reader, ctx.place)
  const fitting = found.filter(
    ({ name, logGroupClass }) =>
      (pattern === undefined || fits(name, pattern)) &&
      (input.logGroupClass === undefined || logGroupClass === input.logGroupClass),
  )
  const request = pageRequest('ListLogGroups', input, ctx, PAGE_SIZE)
  const { items, next } = await readPage(
    request,
    sorted(fitting, ({ name }) => [name]),
  )
  return {
    logGroups: items.map(({ name, logGroupClass }) => ({
      logGroupName: name,
      logGroupArn: groupArn(ctx.place, name),
      logGroupClass,
    })),
    nextToken: next,
  }
})

/** Documented: alternatives, each a text anywhere in the name, or at its start after `^`. */
function fits(name: string, pattern: string): boolean {
  return pattern
    .split('|')
    .some((part) => (part.startsWith('^') ? name.startsWith(part.slice(1)) : name.includes(part)))
}

function groupToWire(place: Place, group: GroupRecord): LogGroup {
  const logGroupArn = groupArn(place, group.name)
  return {
    logGroupName: group.name,
    creationTime: group.createdAt,
    retentionInDays: group.retentionInDays,
    metricFilterCount: 0,
    arn: `${logGroupArn}:*`,
    storedBytes: 0,
    kmsKeyId: group.kmsKeyId,
    logGroupClass: group.logGroupClass,
    logGroupArn,
    deletionProtectionEnabled: group.deletionProtectionEnabled,
  }
}
