import { epochSeconds } from '../../../kernel/clock.ts'
import type { CallContext } from '../../../kernel/operation.ts'
import type { Place } from '../../../kernel/place.ts'
import { checkSignature, expiryOf, readToken, TokenError, type UnverifiedToken } from '../../../kernel/signed-token.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import type { CognitoDeps } from '../deps.ts'
import { notAuthorized } from '../errors.ts'
import type { ClientRecord, UserPoolRecord } from '../records.ts'
import { clients, poolPlaces, userPools, within } from '../repository.ts'
import { noUser, userDisabled } from '../users/errors.ts'
import type { UserRecord } from '../users/records.ts'
import { findUser } from '../users/repository.ts'
import { isForRegion } from './client-access.ts'
import { ADMIN_SCOPE } from './issue-tokens.ts'
import { familyId, tokenFamilies } from './token-families.ts'

/** Somebody who acts for themselves, by their access token. */
export interface SignedIn {
  readonly place: Place
  readonly pool: UserPoolRecord
  readonly client: ClientRecord
  readonly user: UserRecord
  readonly originJti: string | undefined
  readonly deviceKey: string | undefined
}

const invalid = () => notAuthorized('Invalid Access Token')

/** Texts observed, in part second-hand; the order of the checks is theirs. */
export async function signedInWith(
  { realms, clock }: Pick<CognitoDeps, 'realms' | 'clock'>,
  ctx: CallContext,
  text: string,
): Promise<SignedIn> {
  const { reader } = ctx
  const token = parsed(text)
  const poolId = token.issuer.slice(token.issuer.lastIndexOf('/') + 1)
  const [realm, home] = await Promise.all([realms.findRealm(poolId), poolPlaces.find(reader, 'global', poolId)])
  const place = home?.place
  if (!realm || !place || !isForRegion(ctx, place.region) || realm.issuer !== token.issuer) throw invalid()
  try {
    checkSignature(token, realm.tokenIssuer.keys, poolId)
  } catch (error) {
    if (error instanceof TokenError) throw invalid()
    throw error
  }
  const { token_use, client_id, scope = '', sub, origin_jti, device_key } = token.claims
  if (token_use !== 'access' || typeof sub !== 'string' || typeof client_id !== 'string') throw invalid()
  if (epochSeconds(clock) >= expiryOf(token)) throw notAuthorized('Access Token has expired')
  if (!String(scope).split(' ').includes(ADMIN_SCOPE)) {
    throw notAuthorized('Access Token does not have required scopes')
  }
  const [pool, client] = await Promise.all([
    userPools.find(reader, place, poolId),
    clients.find(reader, place, within(poolId, client_id)),
  ])
  if (!pool || !client) throw invalid()
  const user = await findUser(reader, place, pool, sub)
  // A name may be given anew; who somebody is, never.
  if (user?.sub !== sub) throw noUser()
  if (!user.enabled) throw userDisabled()
  if (!(await isLive(reader, place, user, token))) throw notAuthorized('Access Token has been revoked')
  return { place, pool, client, user, originJti: textOf(origin_jti), deviceKey: textOf(device_key) }
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined)

function parsed(text: string): UnverifiedToken {
  try {
    return readToken(text)
  } catch (error) {
    if (error instanceof TokenError) throw invalid()
    throw error
  }
}

/** A token that does not say which sign-in it is of is judged by when that was. */
export async function isLive(
  reader: Reader,
  place: Place,
  user: UserRecord,
  { claims: { origin_jti: originJti, auth_time: authTime } }: Pick<UnverifiedToken, 'claims'>,
): Promise<boolean> {
  if (typeof originJti !== 'string') return Number(authTime) * 1000 > (user.signedOutAt ?? 0) - 1000
  const id = familyId({ poolId: user.poolId, userKey: user.key, originJti })
  return (await tokenFamilies.find(reader, place, id)) !== undefined
}
