import type { GroupType } from '../../../../generated/cognito-idp.ts'
import { AwsError } from '../../../../kernel/errors.ts'
import { pagingOf, readPage, stored } from '../../../../kernel/paging.ts'
import { Turns } from '../../../../kernel/turns.ts'
import { operation } from '../../deps.ts'
import { invalidParameter } from '../../errors.ts'
import type { GroupRecord } from '../../groups/records.ts'
import { deleteSlice, groups, requireGroup } from '../../groups/repository.ts'
import { requireRoom } from '../../limits/resource-quotas.ts'
import { requirePool, within } from '../../repository.ts'

const PAGE_SIZE = 60

export const groupPageRequest = pagingOf({
  token: 'NextToken',
  limit: 'Limit',
  refused: () => invalidParameter('Invalid pagination token given.'),
})

export function groupToWire(group: GroupRecord): GroupType {
  return {
    CreationDate: new Date(group.createdAt),
    Description: group.description,
    GroupName: group.name,
    LastModifiedDate: new Date(group.modifiedAt),
    Precedence: group.precedence,
    RoleArn: group.roleArn,
    UserPoolId: group.poolId,
  }
}

export const createGroup = operation('CreateGroup', async (input, { clock, quotas }, ctx) => {
  const { UserPoolId, GroupName, Description, RoleArn, Precedence } = input
  const now = clock.now()
  const group: GroupRecord = {
    poolId: UserPoolId,
    name: GroupName,
    description: Description,
    roleArn: RoleArn,
    precedence: Precedence,
    createdAt: now,
    modifiedAt: now,
  }
  await ctx.transact(async (tx) => {
    await requirePool(tx, ctx.place, UserPoolId)
    if (await groups.find(tx, ctx.place, within(UserPoolId, GroupName))) {
      throw new AwsError('GroupExistsException', 'A group with the name already exists')
    }
    await requireRoom(quotas, 'groups', (limit) =>
      groups.list(tx, ctx.place, { prefix: within(UserPoolId, ''), limit }),
    )
    groups.put(tx, ctx.place, within(UserPoolId, GroupName), group)
  })
  return { Group: groupToWire(group) }
})

export const getGroup = operation('GetGroup', async ({ UserPoolId, GroupName }, _deps, ctx) => {
  await requirePool(ctx.reader, ctx.place, UserPoolId)
  return { Group: groupToWire(await requireGroup(ctx.reader, ctx.place, UserPoolId, GroupName)) }
})

/** What is left out stays (inferred). */
export const updateGroup = operation('UpdateGroup', async (input, { clock }, ctx) => {
  const { UserPoolId, GroupName, Description, RoleArn, Precedence } = input
  return ctx.transact(async (tx) => {
    await requirePool(tx, ctx.place, UserPoolId)
    const before = await requireGroup(tx, ctx.place, UserPoolId, GroupName)
    const group: GroupRecord = {
      ...before,
      description: Description ?? before.description,
      roleArn: RoleArn ?? before.roleArn,
      precedence: Precedence ?? before.precedence,
      modifiedAt: clock.now(),
    }
    groups.put(tx, ctx.place, within(UserPoolId, GroupName), group)
    return { Group: groupToWire(group) }
  })
})

export const deleteGroup = operation('DeleteGroup', async ({ UserPoolId, GroupName }, _deps, ctx) => {
  const slice = () =>
    ctx.transact(async (tx) => {
      await requirePool(tx, ctx.place, UserPoolId)
      return deleteSlice(tx, ctx.place, await requireGroup(tx, ctx.place, UserPoolId, GroupName))
    })
  const turns = new Turns()
  while (!(await slice())) await turns.pass()
})

export const listGroups = operation('ListGroups', async (input, _deps, ctx) => {
  const { UserPoolId } = input
  await requirePool(ctx.reader, ctx.place, UserPoolId)
  const ofPool = { prefix: within(UserPoolId, '') }
  const { items, next } = await readPage(
    groupPageRequest('ListGroups', { ...input, Limit: input.Limit || PAGE_SIZE }, ctx, PAGE_SIZE),
    stored(
      (range) => groups.list(ctx.reader, ctx.place, { ...ofPool, ...range }),
      ({ name }) => within(UserPoolId, name),
    ),
  )
  return { Groups: items.map(groupToWire), NextToken: next }
})
