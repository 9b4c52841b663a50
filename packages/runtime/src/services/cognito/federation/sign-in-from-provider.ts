import type { Visit } from '../hosted/page.ts'
import type { IdentityProviderRecord } from '../identity-providers/records.ts'
import { inboundFederation } from '../triggers/inbound-federation.ts'
import { postAuthentication } from '../triggers/sign-in.ts'
import { postConfirmation, preSignUp } from '../triggers/sign-up.ts'
import { userDisabled } from '../users/errors.ts'
import { newSub } from '../users/identity.ts'
import type { UserAttributes, UserRecord } from '../users/records.ts'
import type { FederatedPerson } from './code-exchange.ts'
import { type Comer, createUser, refreshUser, usernameOf, userOf } from './federated-user.ts'
import { claimTexts, mappedAttributes, withOwnAttributes } from './mapped-attributes.ts'

/**
 * The user of the pool that somebody of a provider is, made or brought up to date, and what the pool's functions say of
 * it: of somebody's first sign-in as of a sign-up, of any later one as of a sign-in (documented: developer guide, "Customizing
 * user pool workflows with Lambda triggers"; the order is inferred).
 */
export async function signInFromProvider(
  visit: Visit,
  { name: provider, type, mapping }: IdentityProviderRecord,
  person: FederatedPerson,
): Promise<UserRecord> {
  const { pool, client } = visit
  const { subject } = person
  const made = await claimsByFunction(visit, { provider, type }, person)
  // The user info counts where both say something.
  const claims = made ?? { ...person.idToken, ...person.userInfo }
  const attributes = mappedAttributes(pool, client, made ? withOwnAttributes(pool, mapping, made) : mapping, claims)
  const { user, isNew } = await settle(visit, { provider, type, subject, claims, attributes })
  if (isNew) await postConfirmation(visit, 'ConfirmSignUp', user)
  else await postAuthentication(visit, user, false)
  return user
}

function claimsByFunction(
  visit: Visit,
  { provider, type }: Pick<Comer, 'provider' | 'type'>,
  { subject, tokenResponse, idToken, userInfo }: FederatedPerson,
) {
  return inboundFederation(visit, {
    provider,
    type,
    userName: usernameOf({ provider, subject }),
    tokenResponse: claimTexts(tokenResponse),
    idToken: claimTexts(idToken),
    userInfo: claimTexts(userInfo),
  })
}

interface Settled {
  readonly user: UserRecord
  readonly isNew: boolean
}

async function settle(visit: Visit, comer: Comer): Promise<Settled> {
  const { deps, place, pool, transact } = visit
  const verified = await askAboutNewcomer(visit, comer)
  const now = deps.clock.now()
  const sub = newSub(deps.random)
  return transact(async (tx) => {
    // The function may have linked them to somebody who is there already, which is what it is mostly used for.
    const known = await userOf(tx, place, pool.id, comer)
    if (!known) {
      const flagged = { ...comer, attributes: { ...comer.attributes, ...verified } }
      return { user: await createUser(tx, place, pool, flagged, { now, sub }), isNew: true }
    }
    if (!known.enabled) throw userDisabled()
    return { user: await refreshUser(tx, place, pool, known, comer.attributes, now), isNew: false }
  })
}

/** Flags of addresses that count as verified. Nobody asks about those who are known. */
async function askAboutNewcomer(visit: Visit, comer: Comer): Promise<UserAttributes> {
  const { reader, place, pool } = visit
  if (await userOf(reader, place, pool.id, comer)) return {}
  const newcomer = { userName: usernameOf(comer), attributes: comer.attributes }
  return (await preSignUp(visit, 'ExternalProvider', newcomer)).verified
}
