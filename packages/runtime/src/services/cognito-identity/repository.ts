import type { CallContext } from '../../kernel/operation.ts'
import { type Place, placeKey } from '../../kernel/place.ts'
import type { Reader, Transaction } from '../../kernel/transaction.ts'
import { collection } from '../../store/collection.ts'
import { noIdentity, noIdentityPool } from './errors.ts'
import type { HomeRecord, IdentityPoolRecord, IdentityRecord } from './records.ts'

export const identityPools = collection<IdentityPoolRecord>('cognito-identity/identity-pool')
export const poolHomes = collection<HomeRecord>('cognito-identity/identity-pool-place')
/** Id: `{pool}/{identity}`. */
export const identities = collection<IdentityRecord>('cognito-identity/identity')
export const identityHomes = collection<HomeRecord & { readonly poolId: string }>('cognito-identity/identity-place')
/** Who somebody of a provider is. Id: `{pool}/{provider}`, the end of its name, and who they are there. */
export const logins = collection<{ readonly identity: string }>('cognito-identity/login')

export const within = (poolId: string, id: string) => `${poolId}/${id}`

export const loginId = (poolId: string, provider: string, subject: string) => `${within(poolId, provider)}\n${subject}`

export async function requireIdentityPool(reader: Reader, place: Place, id: string): Promise<IdentityPoolRecord> {
  const pool = await identityPools.find(reader, place, id)
  if (!pool) throw noIdentityPool(id)
  return pool
}

export function putIdentityPool(tx: Transaction, place: Place, pool: IdentityPoolRecord): void {
  identityPools.put(tx, place, pool.id, pool)
  poolHomes.put(tx, 'global', pool.id, { place })
}

/** Where a pool lies that somebody asks about without a signature. */
export async function homeOfPool({ reader }: Pick<CallContext, 'reader'>, id: string): Promise<Place> {
  const home = await poolHomes.find(reader, 'global', id)
  if (!home) throw noIdentityPool(id)
  return home.place
}

export async function homeOfIdentity({ reader }: Pick<CallContext, 'reader'>, id: string) {
  const home = await identityHomes.find(reader, 'global', id)
  if (!home) throw noIdentity(id)
  return home
}

export async function requireIdentity(
  reader: Reader,
  place: Place,
  poolId: string,
  id: string,
): Promise<IdentityRecord> {
  const identity = await identities.find(reader, place, within(poolId, id))
  if (!identity) throw noIdentity(id)
  return identity
}

export function putIdentity(tx: Transaction, place: Place, identity: IdentityRecord): void {
  identities.put(tx, place, within(identity.poolId, identity.id), identity)
  identityHomes.put(tx, 'global', identity.id, { place, poolId: identity.poolId })
}

export async function deleteIdentity(tx: Transaction, place: Place, identity: IdentityRecord): Promise<void> {
  const { poolId, id, loginIds = await loginIdsOf(tx, place, identity) } = identity
  for (const loginId of loginIds) logins.delete(tx, place, loginId)
  identities.delete(tx, place, within(poolId, id))
  identityHomes.delete(tx, 'global', id)
}

/** A look at everybody who has ever signed in to the pool. */
async function loginIdsOf(reader: Reader, place: Place, { poolId, id }: IdentityRecord): Promise<string[]> {
  const range = { kind: logins.kind, place: placeKey(place), prefix: within(poolId, '') }
  const found = await reader.list<{ identity: string }>(range)
  return found.filter(({ value }) => value.identity === id).map(({ key }) => key.id)
}

export async function deletePool(tx: Transaction, place: Place, id: string): Promise<void> {
  const prefix = within(id, '')
  for (const identity of await identities.list(tx, place, { prefix })) identityHomes.delete(tx, 'global', identity.id)
  for (const { kind } of [identities, logins]) {
    for (const { key } of await tx.list({ kind, place: placeKey(place), prefix })) tx.delete(key)
  }
  identityPools.delete(tx, place, id)
  poolHomes.delete(tx, 'global', id)
}
