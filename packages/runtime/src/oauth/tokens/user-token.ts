import { hash } from 'node:crypto'
import { type Clock, epochSeconds } from '../../kernel/clock.ts'
import { uuid } from '../../kernel/ids.ts'
import type { JsonObject, JsonValue } from '../../kernel/json.ts'
import type { Random } from '../../kernel/random.ts'
import type { ClaimChanges, OAuthClient, Realm, TokenChanges, UserTokenRequest, UserTokens } from '../ports.ts'
import { changedClaims, changedScope } from './changed-claims.ts'
import { jsonText, keptHeaders, signedJws } from './jws.ts'

/** Access and ID tokens of people who have signed in. */
export function createUserTokens(deps: { clock: Clock; random: Random }): UserTokens {
  const headerOf = keptHeaders()
  return {
    async issue(realm, client, request) {
      const now = epochSeconds(deps.clock)
      const { accessTokenKey, idTokenKey } = realm
      const { changes = {} } = request
      const access = changedAccess(
        accessClaims(realm, client, request, now, uuid(deps.random)),
        changes.access,
        client.id,
      )
      const id =
        request.attributes && changedId(idClaims(realm, client, request, now, uuid(deps.random)), changes.id, client.id)
      const signedAccess = signedJws(headerOf(accessTokenKey), jsonText(access), accessTokenKey)
      const signedId = async () => {
        if (!id) return undefined
        const claims = request.hasAccessHash ? { at_hash: accessHash(await signedAccess), ...id } : id
        return signedJws(headerOf(idTokenKey), jsonText(claims), idTokenKey)
      }
      const [accessToken, idToken] = await Promise.all([signedAccess, signedId()])
      return { accessToken, idToken, expiresInSeconds: client.accessTokenSeconds }
    },
  }
}

/** OpenID Connect Core, section 3.1.3.6. The first member (recorded). */
function accessHash(accessToken: string): string {
  return hash('sha256', accessToken, 'buffer').subarray(0, 16).toString('base64url')
}

function changedAccess(claims: JsonObject, changes: TokenChanges | undefined, clientId: string): JsonObject {
  if (!changes) return claims
  const scope = changedScope(String(claims.scope), changes)
  return { ...changedClaims(claims, changes, { kind: 'access', clientId }), scope }
}

function changedId(claims: JsonObject, changes: ClaimChanges | undefined, clientId: string): JsonObject {
  return changes ? changedClaims(claims, changes, { kind: 'id', clientId }) : claims
}

/** Members in the order of dumps of 2026; there is an `aud` only where a resource was asked for. */
function accessClaims(
  realm: Realm,
  client: OAuthClient,
  { sub, username, groups, scopes, authTime, originJti, eventId, deviceKey, resource }: UserTokenRequest,
  now: number,
  jti: string,
): JsonObject {
  return defined({
    sub,
    device_key: deviceKey,
    'cognito:groups': groups.length > 0 ? groups : undefined,
    iss: realm.issuer,
    version: 2,
    client_id: client.id,
    aud: resource,
    origin_jti: originJti,
    event_id: eventId,
    token_use: 'access',
    scope: scopes.join(' '),
    auth_time: authTime,
    exp: now + client.accessTokenSeconds,
    iat: now,
    jti,
    username,
  })
}

/** The skeleton of recorded tokens. AWS scatters attributes among these claims as a hash map would; here they follow. */
function idClaims(
  realm: Realm,
  client: OAuthClient,
  {
    sub,
    username,
    groups,
    roles,
    preferredRole,
    attributes = {},
    nonce,
    authTime,
    originJti,
    eventId,
  }: UserTokenRequest,
  now: number,
  jti: string,
): JsonObject {
  const { email_verified, phone_number_verified, ...others } = attributes
  return defined({
    sub,
    'cognito:groups': groups.length > 0 ? groups : undefined,
    email_verified,
    'cognito:preferred_role': preferredRole,
    iss: realm.issuer,
    phone_number_verified,
    'cognito:username': username,
    nonce,
    origin_jti: originJti,
    'cognito:roles': roles.length > 0 ? roles : undefined,
    aud: client.id,
    event_id: eventId,
    token_use: 'id',
    auth_time: authTime,
    exp: now + client.idTokenSeconds,
    iat: now,
    jti: originJti && jti,
    ...others,
  })
}

function defined(claims: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(claims).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined),
  )
}
