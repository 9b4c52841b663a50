import type { Place } from '../../kernel/place.ts'
import type { Reader, Transaction } from '../../kernel/transaction.ts'
import { collection } from '../../store/collection.ts'
import { noClient, noResourceServer, noUserPool } from './errors.ts'
import type {
  ClientPoolRecord,
  ClientRecord,
  DomainRecord,
  PoolPlaceRecord,
  ResourceServerRecord,
  SigningKeysRecord,
  UserPoolRecord,
} from './records.ts'

export const userPools = collection<UserPoolRecord>('cognito-idp/user-pool')
export const poolPlaces = collection<PoolPlaceRecord>('cognito-idp/user-pool-place')
export const signingKeys = collection<SigningKeysRecord>('cognito-idp/signing-keys')
/** Id: `{pool}/{client}`, so that a pool's clients are one stretch of documents. */
export const clients = collection<ClientRecord>('cognito-idp/app-client')
export const clientPools = collection<ClientPoolRecord>('cognito-idp/app-client-pool')
/** Id: `{pool}/{identifier}`. */
export const resourceServers = collection<ResourceServerRecord>('cognito-idp/resource-server')
/** Unique across accounts. Id: `{prefix}/{region}`, or `{full name}/` for a custom domain. */
export const domains = collection<DomainRecord>('cognito-idp/domain')

/** The id of what belongs to a pool. */
export function within(poolId: string, id: string): string {
  return `${poolId}/${id}`
}

export function domainKey(domain: string, region: string | undefined): string {
  return `${domain}/${region ?? ''}`
}

export async function requirePool(reader: Reader, place: Place, id: string): Promise<UserPoolRecord> {
  const pool = await userPools.find(reader, place, id)
  if (!pool) throw noUserPool(id)
  return pool
}

export async function requireClient(reader: Reader, place: Place, poolId: string, id: string): Promise<ClientRecord> {
  await requirePool(reader, place, poolId)
  const client = await clients.find(reader, place, within(poolId, id))
  if (!client) throw noClient(id)
  return client
}

export async function requireResourceServer(
  reader: Reader,
  place: Place,
  poolId: string,
  identifier: string,
): Promise<ResourceServerRecord> {
  await requirePool(reader, place, poolId)
  const server = await resourceServers.find(reader, place, within(poolId, identifier))
  if (!server) throw noResourceServer(identifier)
  return server
}

/** A domain of this place by its name, whichever kind it is. */
export async function findDomain(reader: Reader, place: Place, name: string): Promise<DomainRecord | undefined> {
  const id = name.includes('.') ? domainKey(name, undefined) : domainKey(name, place.region)
  const found = await domains.find(reader, 'global', id)
  const isHere = found?.place.account === place.account && found.place.region === place.region
  return isHere ? found : undefined
}

/** What a pool is named by: at most one prefix and one custom domain. */
export function domainsOf(reader: Reader, place: Place, pool: UserPoolRecord): Promise<(DomainRecord | undefined)[]> {
  const names = [pool.domain, pool.customDomain].filter((name) => name !== undefined)
  return Promise.all(names.map((name) => findDomain(reader, place, name)))
}

export function putClient(tx: Transaction, place: Place, client: ClientRecord): void {
  clients.put(tx, place, within(client.poolId, client.id), client)
  clientPools.put(tx, 'global', client.id, { place, poolId: client.poolId })
}

export function deleteClient(tx: Transaction, place: Place, client: ClientRecord): void {
  clients.delete(tx, place, within(client.poolId, client.id))
  clientPools.delete(tx, 'global', client.id)
}

/** The pool itself. What is in it is left behind: there may be a hundred thousand clients, and more people. */
export async function deletePool(tx: Transaction, place: Place, poolId: string): Promise<void> {
  for (const { identifier } of await resourceServers.list(tx, place, { prefix: within(poolId, '') })) {
    resourceServers.delete(tx, place, within(poolId, identifier))
  }
  signingKeys.delete(tx, place, poolId)
  poolPlaces.delete(tx, 'global', poolId)
  userPools.delete(tx, place, poolId)
}
