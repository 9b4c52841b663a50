import { AwsError } from '../../../kernel/errors.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Reader, Transaction } from '../../../kernel/transaction.ts'
import { collection } from '../../../store/collection.ts'
import { within } from '../repository.ts'
import type { UserRecord } from '../users/records.ts'
import type { GroupRecord } from './records.ts'

/** Id: `{pool}/{group}`. */
export const groups = collection<GroupRecord>('cognito-idp/group')
/** Who is in a group. Id: `{pool}/{group}`, the end of its name, and the user's key. */
export const members = collection<{ readonly key: string }>('cognito-idp/group-member')
/** The groups of a user. Id: `{pool}/{key}/{group}`. */
export const memberships = collection<{ readonly group: string }>('cognito-idp/user-group')

/** No name has it: groups are named by visible characters (model). */
const END = '\n'

/** Text inferred. */
export const noGroup = () => new AwsError('ResourceNotFoundException', 'Group not found.')

export async function requireGroup(reader: Reader, place: Place, poolId: string, name: string): Promise<GroupRecord> {
  const group = await groups.find(reader, place, within(poolId, name))
  if (!group) throw noGroup()
  return group
}

export function membersPrefix(poolId: string, group: string): string {
  return `${within(poolId, group)}${END}`
}

export function membershipsPrefix({ poolId, key }: Pick<UserRecord, 'poolId' | 'key'>): string {
  return `${within(poolId, key)}/`
}

export function join(tx: Transaction, place: Place, user: UserRecord, group: string): void {
  members.put(tx, place, `${membersPrefix(user.poolId, group)}${user.key}`, { key: user.key })
  memberships.put(tx, place, `${membershipsPrefix(user)}${group}`, { group })
}

export function leave(tx: Transaction, place: Place, user: Pick<UserRecord, 'poolId' | 'key'>, group: string): void {
  members.delete(tx, place, `${membersPrefix(user.poolId, group)}${user.key}`)
  memberships.delete(tx, place, `${membershipsPrefix(user)}${group}`)
}

/** Members of one transaction: whoever else writes waits for some milliseconds. */
const SLICE = 200

/**
 * A group that goes takes its memberships along (inferred): some of them, and the group with the last ones. False: there
 * are more.
 */
export async function deleteSlice(tx: Transaction, place: Place, { poolId, name }: GroupRecord): Promise<boolean> {
  const some = await members.list(tx, place, { prefix: membersPrefix(poolId, name), limit: SLICE })
  for (const { key } of some) leave(tx, place, { poolId, key }, name)
  const isLast = some.length < SLICE
  if (isLast) groups.delete(tx, place, within(poolId, name))
  return isLast
}

export async function leaveAll(tx: Transaction, place: Place, user: UserRecord): Promise<void> {
  for (const { group } of await memberships.list(tx, place, { prefix: membershipsPrefix(user) })) {
    leave(tx, place, user, group)
  }
}

/** A user's groups, those of the lowest precedence first and those without one last (order inferred). */
export async function groupsOf(reader: Reader, place: Place, user: UserRecord): Promise<GroupRecord[]> {
  const joined = await memberships.list(reader, place, { prefix: membershipsPrefix(user) })
  const found = await Promise.all(joined.map(({ group }) => groups.find(reader, place, within(user.poolId, group))))
  return found
    .filter((group): group is GroupRecord => group !== undefined)
    .sort((a, b) => precedenceOf(a) - precedenceOf(b) || (a.name < b.name ? -1 : 1))
}

function precedenceOf({ precedence = Number.POSITIVE_INFINITY }: GroupRecord): number {
  return Math.min(precedence, Number.MAX_SAFE_INTEGER)
}

/** What tokens say of a user's groups. */
export interface GroupClaims {
  readonly groups: readonly string[]
  readonly roles: readonly string[]
  readonly preferredRole: string | undefined
}

/**
 * The role that counts is that of the group with the lowest precedence; two such groups with different roles have none
 * (documented: developer guide, "Adding groups to a user pool").
 */
export function groupClaims(joined: readonly GroupRecord[]): GroupClaims {
  const withRoles = joined.filter((group) => group.roleArn !== undefined)
  const lowest = Math.min(...withRoles.map(precedenceOf))
  const best = new Set(withRoles.filter((group) => precedenceOf(group) === lowest).map(({ roleArn }) => roleArn))
  return {
    groups: joined.map(({ name }) => name),
    roles: [...new Set(withRoles.map(({ roleArn = '' }) => roleArn))],
    preferredRole: best.size === 1 ? [...best][0] : undefined,
  }
}
