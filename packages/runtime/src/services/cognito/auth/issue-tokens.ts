import type { AuthenticationResultType, NewDeviceMetadataType } from '../../../generated/cognito-idp.ts'
import { epochSeconds } from '../../../kernel/clock.ts'
import { uuid } from '../../../kernel/ids.ts'
import type { JsonObject, JsonValue } from '../../../kernel/json.ts'
import type { Transaction } from '../../../kernel/transaction.ts'
import type { Authorization, IssuedToken } from '../../../oauth/ports.ts'
import { refreshTokenSeconds } from '../app-client/token-validity.ts'
import type { CognitoDeps } from '../deps.ts'
import { noClient } from '../errors.ts'
import { groupClaims, groupsOf } from '../groups/repository.ts'
import type { ClientRecord } from '../records.ts'
import { preTokenGeneration, type TokenSource } from '../triggers/user-token-generation.ts'
import { identitiesClaim } from '../users/identities.ts'
import type { UserAttributes, UserRecord } from '../users/records.ts'
import type { Attempt } from './attempt.ts'
import { readable } from './attribute-rights.ts'
import { writeRefreshToken } from './refresh-token.ts'
import { forgetExpired, putFamily, type TokenFamily } from './token-families.ts'

/** The only scope of tokens that the API gives out (documented). */
export const ADMIN_SCOPE = 'aws.cognito.signin.user.admin'

/** Whether tokens can be traced to their sign-in: they then say `origin_jti`. */
export function isTracked({ settings }: ClientRecord): boolean {
  return settings.EnableTokenRevocation !== false || rotates({ settings })
}

export function rotates({ settings }: Pick<ClientRecord, 'settings'>): boolean {
  return settings.RefreshTokenRotation?.Feature === 'ENABLED'
}

interface BeginningFamily extends Partial<Pick<TokenFamily, 'scopes' | 'authTime' | 'deviceKey' | 'app'>> {}

/** Notes a new sign-in in the transaction that ends its last step. */
export async function beginFamily(
  tx: Transaction,
  {
    deps: { clock, random },
    place,
    client,
  }: { deps: Pick<CognitoDeps, 'clock' | 'random'> } & Pick<Attempt, 'place' | 'client'>,
  user: UserRecord,
  { scopes = [ADMIN_SCOPE], deviceKey, authTime = epochSeconds(clock), app }: BeginningFamily = {},
): Promise<TokenFamily> {
  await forgetExpired(tx, place, user, clock.now())
  const family: TokenFamily = {
    poolId: user.poolId,
    userKey: user.key,
    originJti: uuid(random),
    clientId: client.id,
    authTime,
    expiresAt: clock.now() + refreshTokenSeconds(client.settings) * 1000,
    scopes,
    current: uuid(random),
    ...(deviceKey !== undefined && { deviceKey }),
    ...(app && { app }),
  }
  putFamily(tx, place, family)
  return family
}

export function refreshTokenOf({ vault }: Pick<CognitoDeps, 'vault'>, family: TokenFamily): string {
  const { poolId, userKey, originJti, clientId, expiresAt, current: id } = family
  return writeRefreshToken(vault, { poolId, userKey, originJti, id, clientId, expiresAt })
}

type Issuer = Pick<Attempt, 'place' | 'pool' | 'client' | 'reader' | 'metadata'> & {
  readonly deps: Pick<CognitoDeps, 'realms' | 'userTokens' | 'random' | 'functions'>
}

/** Whose tokens, of which sign-in, and what they get them for. */
export interface Granted {
  readonly source: TokenSource
  readonly user: UserRecord
  readonly family: TokenFamily
}

/** Access and ID tokens of a sign-in, with the user's groups and attributes as they are now. */
export async function tokensOf(
  issuer: Issuer,
  { source, user, family }: Granted,
  { nonce, throughEndpoint = false }: { nonce?: Authorization['nonce']; throughEndpoint?: boolean } = {},
): Promise<IssuedToken> {
  const { deps, place, client, reader } = issuer
  const realm = await deps.realms.findRealm(user.poolId)
  const snapshot = await realm?.findClient(client.id)
  if (!realm || !snapshot) throw noClient(client.id)
  const { scopes, authTime, originJti, deviceKey, app } = family
  const throughApi = app === undefined
  const attributes = throughApi || scopes.includes('openid') ? readable(client, user.attributes) : undefined
  const joined = groupClaims(await groupsOf(reader, place, user))
  const { groups, changes } = await preTokenGeneration(issuer, { source, user, groups: joined, scopes })
  return deps.userTokens.issue(realm, snapshot, {
    sub: user.sub,
    username: user.username,
    ...groups,
    attributes: attributes && claimsOf(throughApi ? attributes : withinScopes(attributes, scopes)),
    scopes,
    authTime,
    originJti: isTracked(client) ? originJti : undefined,
    nonce,
    resource: app?.resource,
    hasAccessHash: throughEndpoint,
    eventId: uuid(deps.random),
    deviceKey,
    changes,
  })
}

export async function authenticationResult(
  issuer: Issuer,
  granted: Granted,
  { RefreshToken, NewDeviceMetadata }: { RefreshToken?: string; NewDeviceMetadata?: NewDeviceMetadataType } = {},
): Promise<AuthenticationResultType> {
  const { accessToken, idToken, expiresInSeconds } = await tokensOf(issuer, granted)
  return {
    AccessToken: accessToken,
    ExpiresIn: expiresInSeconds,
    IdToken: idToken,
    ...(NewDeviceMetadata && { NewDeviceMetadata }),
    ...(RefreshToken !== undefined && { RefreshToken }),
    TokenType: 'Bearer',
  }
}

/**
 * Of OAuth tokens: `openid` alone stands for every attribute, as `profile` does (documented in part). Who somebody is elsewhere
 * belongs to no scope (inferred).
 */
function withinScopes(attributes: UserAttributes, scopes: readonly string[]): UserAttributes {
  const asksForParts = scopes.includes('email') || scopes.includes('phone')
  if (scopes.includes('profile') || !asksForParts) return attributes
  const wanted = new Set([
    'identities',
    ...(scopes.includes('email') ? ['email', 'email_verified'] : []),
    ...(scopes.includes('phone') ? ['phone_number', 'phone_number_verified'] : []),
  ])
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => wanted.has(name)))
}

/** Flags are booleans and an address is an object in tokens (recorded, inferred); the pool's own are always texts. */
function claimsOf(attributes: UserAttributes): JsonObject {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]): [string, JsonValue] => {
      if (name === 'email_verified' || name === 'phone_number_verified') return [name, value === 'true']
      if (name === 'identities') return [name, identitiesClaim(value)]
      return [name, name === 'address' ? { formatted: value } : value]
    }),
  )
}
