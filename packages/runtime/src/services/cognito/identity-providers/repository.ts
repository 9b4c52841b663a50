import { AwsError } from '../../../kernel/errors.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Reader, Transaction } from '../../../kernel/transaction.ts'
import { collection } from '../../../store/collection.ts'
import { invalidParameter } from '../errors.ts'
import { within } from '../repository.ts'
import type { IdentityProviderRecord } from './records.ts'

/** Id: `{pool}/{name}`. */
export const identityProviders = collection<IdentityProviderRecord>('cognito-idp/identity-provider')
/** Which provider an identifier stands for. Id: `{pool}/{identifier}`. */
export const providerIdentifiers = collection<{ readonly provider: string }>('cognito-idp/identity-provider-identifier')

/** Text inferred. */
export const noProvider = (name: string) =>
  new AwsError('ResourceNotFoundException', `Identity provider ${name} does not exist.`)

export async function requireProvider(
  reader: Reader,
  place: Place,
  poolId: string,
  name: string,
): Promise<IdentityProviderRecord> {
  const provider = await identityProviders.find(reader, place, within(poolId, name))
  if (!provider) throw noProvider(name)
  return provider
}

export async function findProviderByIdentifier(
  reader: Reader,
  place: Place,
  poolId: string,
  identifier: string,
): Promise<IdentityProviderRecord | undefined> {
  const found = await providerIdentifiers.find(reader, place, within(poolId, identifier))
  return found && identityProviders.find(reader, place, within(poolId, found.provider))
}

/** Writes a provider and what it is found by. An identifier stands for one provider of a pool (text inferred). */
export async function putProvider(
  tx: Transaction,
  place: Place,
  provider: IdentityProviderRecord,
  before?: IdentityProviderRecord,
): Promise<void> {
  const { poolId, name, identifiers } = provider
  for (const gone of before?.identifiers ?? []) {
    if (!identifiers.includes(gone)) providerIdentifiers.delete(tx, place, within(poolId, gone))
  }
  for (const identifier of identifiers) {
    const holder = await providerIdentifiers.find(tx, place, within(poolId, identifier))
    if (holder && holder.provider !== name) {
      throw invalidParameter(
        `The identifier ${identifier} is already used by the identity provider ${holder.provider}.`,
      )
    }
    providerIdentifiers.put(tx, place, within(poolId, identifier), { provider: name })
  }
  identityProviders.put(tx, place, within(poolId, name), provider)
}

export function deleteProvider(tx: Transaction, place: Place, provider: IdentityProviderRecord): void {
  for (const identifier of provider.identifiers) {
    providerIdentifiers.delete(tx, place, within(provider.poolId, identifier))
  }
  identityProviders.delete(tx, place, within(provider.poolId, provider.name))
}

/** Those of these names that a pool has, up to the first that it has not: of more nobody asks. */
export async function existingProviders(
  reader: Reader,
  place: Place,
  poolId: string,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  const existing = new Set<string>()
  for (const name of names) {
    const found = await identityProviders.find(reader, place, within(poolId, name))
    if (found) existing.add(name)
    else if (name !== POOL_ITSELF) break
  }
  return existing
}

const POOL_ITSELF = 'COGNITO'
