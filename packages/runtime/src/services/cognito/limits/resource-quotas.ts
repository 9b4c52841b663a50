import { limitExceeded } from '../errors.ts'

/** Defaults (documented: developer guide, "Quotas on resource number and size"). All but the last can be raised on AWS. */
export const AWS_RESOURCE_QUOTAS = {
  /** Of an account in a region. */
  userPools: 1_000,
  customDomains: 4,
  /** Of a pool. */
  clients: 1_000,
  customAttributes: 50,
  groups: 10_000,
  identityProviders: 300,
  resourceServers: 25,
  /** Of a user. */
  groupsOfUser: 100,
} as const

export type ResourceQuotas = Readonly<Record<keyof typeof AWS_RESOURCE_QUOTAS, number>>

const NAMES: Readonly<Record<keyof ResourceQuotas, string>> = {
  userPools: 'user pools',
  customDomains: 'custom domains',
  clients: 'app clients',
  customAttributes: 'custom attributes',
  groups: 'groups',
  identityProviders: 'identity providers',
  resourceServers: 'resource servers',
  groupsOfUser: 'groups of a user',
}

/**
 * Refuses one more than there may be. `first` gives as many of those that are there as it is asked for, in the
 * transaction that adds another one, so that two at a time do not pass. Undefined quotas: there is no limit. Text inferred.
 */
export async function requireRoom(
  quotas: ResourceQuotas | undefined,
  what: keyof ResourceQuotas,
  first: (count: number) => Promise<readonly unknown[]>,
): Promise<void> {
  const most = quotas?.[what]
  if (most !== undefined && (await first(most)).length >= most) throw tooMany(what, most)
}

/** The same for what has been counted. */
export function requireAtMost(quotas: ResourceQuotas | undefined, what: keyof ResourceQuotas, count: number): void {
  const most = quotas?.[what]
  if (most !== undefined && count > most) throw tooMany(what, most)
}

const tooMany = (what: keyof ResourceQuotas, most: number) =>
  limitExceeded(`The maximum number of ${NAMES[what]} is ${most}.`)
