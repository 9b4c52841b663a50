import { readPage, sorted, stored } from '../../../../kernel/paging.ts'
import { operation } from '../../deps.ts'
import {
  groupsOf,
  join,
  leave,
  members,
  memberships,
  membershipsPrefix,
  membersPrefix,
  requireGroup,
} from '../../groups/repository.ts'
import { requireRoom } from '../../limits/resource-quotas.ts'
import { requirePool, within } from '../../repository.ts'
import type { UserRecord } from '../../users/records.ts'
import { requireUser, users } from '../../users/repository.ts'
import { userToWire } from '../../users/wire.ts'
import { groupPageRequest, groupToWire } from './groups.ts'

const PAGE_SIZE = 60

/** To be in a group already is no fault (inferred). */
export const adminAddUserToGroup = operation('AdminAddUserToGroup', async (input, { quotas }, ctx) => {
  const { UserPoolId, Username, GroupName } = input
  await ctx.transact(async (tx) => {
    const pool = await requirePool(tx, ctx.place, UserPoolId)
    const user = await requireUser(tx, ctx.place, pool, Username)
    const { name } = await requireGroup(tx, ctx.place, UserPoolId, GroupName)
    await requireRoom(quotas, 'groupsOfUser', async () => {
      const joined = await memberships.list(tx, ctx.place, { prefix: membershipsPrefix(user) })
      return joined.filter(({ group }) => group !== name)
    })
    join(tx, ctx.place, user, name)
  })
})

export const adminRemoveUserFromGroup = operation('AdminRemoveUserFromGroup', async (input, _deps, ctx) => {
  const { UserPoolId, Username, GroupName } = input
  await ctx.transact(async (tx) => {
    const pool = await requirePool(tx, ctx.place, UserPoolId)
    const user = await requireUser(tx, ctx.place, pool, Username)
    const { name } = await requireGroup(tx, ctx.place, UserPoolId, GroupName)
    leave(tx, ctx.place, user, name)
  })
})

export const adminListGroupsForUser = operation('AdminListGroupsForUser', async (input, _deps, ctx) => {
  const pool = await requirePool(ctx.reader, ctx.place, input.UserPoolId)
  const user = await requireUser(ctx.reader, ctx.place, pool, input.Username)
  const joined = await groupsOf(ctx.reader, ctx.place, user)
  const { items, next } = await readPage(
    groupPageRequest('AdminListGroupsForUser', { ...input, Limit: input.Limit || PAGE_SIZE }, ctx, PAGE_SIZE),
    sorted(joined, ({ name }) => [name]),
  )
  return { Groups: items.map(groupToWire), NextToken: next }
})

export const listUsersInGroup = operation('ListUsersInGroup', async (input, _deps, ctx) => {
  const { UserPoolId, GroupName } = input
  await requirePool(ctx.reader, ctx.place, UserPoolId)
  await requireGroup(ctx.reader, ctx.place, UserPoolId, GroupName)
  const prefix = membersPrefix(UserPoolId, GroupName)
  const { items, next } = await readPage(
    groupPageRequest('ListUsersInGroup', { ...input, Limit: input.Limit || PAGE_SIZE }, ctx, PAGE_SIZE),
    stored(
      (range) => members.list(ctx.reader, ctx.place, { prefix, ...range }),
      ({ key }) => `${prefix}${key}`,
    ),
  )
  const found = await Promise.all(items.map(({ key }) => users.find(ctx.reader, ctx.place, within(UserPoolId, key))))
  const present = found.filter((user): user is UserRecord => user !== undefined)
  return { Users: present.map((user) => userToWire(user)), NextToken: next }
})
