import type { JsonObject, JsonValue } from '../../../kernel/json.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Reader, Transaction } from '../../../kernel/transaction.ts'
import { wellFormed } from '../../../kernel/well-formed.ts'
import { collection } from '../../../store/collection.ts'
import type { UserIdentity, UserRecord } from './records.ts'

/** The attribute of a provider's users that always names one (documented: API reference, AdminLinkProviderForUser). */
export const SUBJECT = 'Cognito_Subject'

/** Whose an identity is. Id: `{pool}/{provider}/{attribute}/{value}`, each but the first written as in addresses. */
export const identityLinks = collection<{ readonly key: string }>('cognito-idp/identity-link')

type Identity = Pick<UserIdentity, 'provider' | 'attribute' | 'value'>

export function linkId(poolId: string, { provider, attribute, value }: Identity): string {
  return [poolId, ...[provider, attribute, value].map(inId)].join('/')
}

/** What has half a character in it has no address, and must not become the same as another one. */
function inId(text: string): string {
  const isWhole = wellFormed(text) === text
  return isWhole ? encodeURIComponent(text) : `=${Buffer.from(text, 'utf16le').toString('hex')}`
}

/** The key of the user whom an identity belongs to. */
export async function holderOf(
  reader: Reader,
  place: Place,
  poolId: string,
  identity: Identity,
): Promise<string | undefined> {
  return (await identityLinks.find(reader, place, linkId(poolId, identity)))?.key
}

/** A user with these identities. Whoever writes it down writes the links, too. */
export function withIdentities(user: UserRecord, identities: readonly UserIdentity[]): UserRecord {
  const { identities: _, ...others } = user.attributes
  if (identities.length === 0) return { ...user, identities: [], attributes: others }
  return { ...user, identities, attributes: { ...others, identities: JSON.stringify(identities.map(described)) } }
}

export function putLinks(tx: Transaction, place: Place, before: UserRecord | undefined, after: UserRecord): void {
  const kept = new Set((after.identities ?? []).map((identity) => linkId(after.poolId, identity)))
  for (const identity of before?.identities ?? []) {
    const id = linkId(after.poolId, identity)
    if (!kept.has(id)) identityLinks.delete(tx, place, id)
  }
  for (const id of kept) identityLinks.put(tx, place, id, { key: after.key })
}

/** Members in the order of a recorded token. */
function described({ provider, type, value, primary, since }: UserIdentity): JsonObject {
  return { dateCreated: since, userId: value, providerName: provider, providerType: type, issuer: null, primary }
}

/** In ID tokens `primary` and `dateCreated` are texts (documented: developer guide, ID token). */
export function identitiesClaim(attribute: string): JsonValue {
  const identities = JSON.parse(attribute) as readonly JsonObject[]
  return identities.map((identity) => ({
    ...identity,
    dateCreated: String(identity.dateCreated),
    primary: String(identity.primary),
  }))
}
