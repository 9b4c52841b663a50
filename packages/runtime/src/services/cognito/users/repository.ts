import type { AwsError } from '../../../kernel/errors.ts'
import { type Place, placeKey } from '../../../kernel/place.ts'
import type { Reader, Transaction } from '../../../kernel/transaction.ts'
import { collection } from '../../../store/collection.ts'
import type { UserPoolRecord } from '../records.ts'
import { requirePool, within } from '../repository.ts'
import { verifiedFlag } from './attributes.ts'
import { noUser } from './errors.ts'
import { identityLinks, linkId } from './identities.ts'
import { folded, type SignInName, signInNames } from './names.ts'
import type { CredentialsRecord, UserRecord } from './records.ts'
import { searchIds } from './search.ts'

/** Id: `{pool}/{key}`. */
export const users = collection<UserRecord>('cognito-idp/user')
export const credentials = collection<CredentialsRecord>('cognito-idp/user-credentials')
/** Who signs in by a name. Id: `{pool}/{name}`, in lower case where the pool does not tell cases apart. */
const names = collection<KeyRecord>('cognito-idp/user-name')
/** Id: `{pool}/{attribute}/{value}`, the end of the value, and the user's key. */
export const searchIndex = collection<KeyRecord>('cognito-idp/user-search')
/** How many a pool has: it must not be counted whenever a pool is described. */
const counts = collection<{ readonly users: number }>('cognito-idp/user-count')

export interface KeyRecord {
  readonly key: string
}

export async function findUser(
  reader: Reader,
  place: Place,
  pool: UserPoolRecord,
  name: string,
): Promise<UserRecord | undefined> {
  const found = await names.find(reader, place, within(pool.id, folded(pool, name)))
  return found && users.find(reader, place, within(pool.id, found.key))
}

export async function requireUser(
  reader: Reader,
  place: Place,
  pool: UserPoolRecord,
  name: string,
): Promise<UserRecord> {
  const user = await findUser(reader, place, pool, name)
  if (!user) throw noUser()
  return user
}

export async function credentialsOf(
  reader: Reader,
  place: Place,
  user: Pick<UserRecord, 'poolId' | 'key'>,
): Promise<CredentialsRecord> {
  return (await credentials.find(reader, place, within(user.poolId, user.key))) ?? {}
}

export function putCredentials(
  tx: Transaction,
  place: Place,
  user: Pick<UserRecord, 'poolId' | 'key'>,
  record: CredentialsRecord,
): void {
  credentials.put(tx, place, within(user.poolId, user.key), record)
}

export async function countUsers(reader: Reader, place: Place, poolId: string): Promise<number> {
  return (await counts.find(reader, place, poolId))?.users ?? 0
}

/** How somebody is refused whose name another user has, and whether an alias is taken from that one instead. */
export interface Claim {
  readonly refuse: (taken: SignInName) => AwsError
  readonly movesAliases?: boolean
}

/** Writes a new user, and all by which they are found. The pool may have been deleted since it was looked at. */
export async function addUser(
  tx: Transaction,
  place: Place,
  pool: UserPoolRecord,
  user: UserRecord,
  claim: Claim,
): Promise<void> {
  await requirePool(tx, place, pool.id)
  await writeUser(tx, place, pool, undefined, user, claim)
  counts.put(tx, place, pool.id, { users: (await countUsers(tx, place, pool.id)) + 1 })
}

export function changeUser(
  tx: Transaction,
  place: Place,
  pool: UserPoolRecord,
  before: UserRecord,
  after: UserRecord,
  claim: Claim,
): Promise<void> {
  return writeUser(tx, place, pool, before, after, claim)
}

/** For changes that touch no name. */
export function touchUser(tx: Transaction, place: Place, before: UserRecord | undefined, after: UserRecord): void {
  const wanted = new Set(searchIds(after))
  const present = new Set(before ? searchIds(before) : [])
  for (const id of present) if (!wanted.has(id)) searchIndex.delete(tx, place, id)
  for (const id of wanted) if (!present.has(id)) searchIndex.put(tx, place, id, { key: after.key })
  users.put(tx, place, within(after.poolId, after.key), after)
}

async function writeUser(
  tx: Transaction,
  place: Place,
  pool: UserPoolRecord,
  before: UserRecord | undefined,
  after: UserRecord,
  claim: Claim,
): Promise<void> {
  const kept = signInNames(pool, after)
  for (const { name } of before ? signInNames(pool, before) : []) {
    if (!kept.some((each) => each.name === name)) names.delete(tx, place, within(pool.id, name))
  }
  for (const each of kept) {
    const holder = await names.find(tx, place, within(pool.id, each.name))
    if (holder && holder.key !== after.key) await takeOver(tx, place, pool, holder.key, each, claim)
    names.put(tx, place, within(pool.id, each.name), { key: after.key })
  }
  touchUser(tx, place, before, after)
}

/** The former holder keeps the address and has to verify it again. */
async function takeOver(
  tx: Transaction,
  place: Place,
  pool: UserPoolRecord,
  key: string,
  taken: SignInName,
  { refuse, movesAliases }: Claim,
): Promise<void> {
  const { from } = taken
  const holder = await users.find(tx, place, within(pool.id, key))
  if (!movesAliases || !holder || (from !== 'email' && from !== 'phone_number')) throw refuse(taken)
  if (!pool.settings.AliasAttributes?.includes(from)) throw refuse(taken)
  const attributes = { ...holder.attributes, [verifiedFlag(from)]: 'false' }
  touchUser(tx, place, holder, { ...holder, attributes })
}

export async function removeUser(tx: Transaction, place: Place, pool: UserPoolRecord, user: UserRecord): Promise<void> {
  for (const { name } of signInNames(pool, user)) {
    const id = within(pool.id, name)
    if ((await names.find(tx, place, id))?.key === user.key) names.delete(tx, place, id)
  }
  for (const id of searchIds(user)) searchIndex.delete(tx, place, id)
  for (const identity of user.identities ?? []) identityLinks.delete(tx, place, linkId(user.poolId, identity))
  const id = within(pool.id, user.key)
  for (const { kind } of OF_A_USER) tx.delete({ kind, place: placeKey(place), id })
  counts.put(tx, place, pool.id, { users: Math.max(0, (await countUsers(tx, place, pool.id)) - 1) })
}

const OF_A_USER = [users, credentials]
/** All that there is of users, by ids that begin with the pool's. */
export const USER_KINDS = [users, credentials, names, searchIndex, identityLinks]

export function forgetCount(tx: Transaction, place: Place, poolId: string): void {
  counts.delete(tx, place, poolId)
}
