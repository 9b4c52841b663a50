import { type Clock, epochSeconds } from '../../kernel/clock.ts'
import { uuid } from '../../kernel/ids.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { Random } from '../../kernel/random.ts'
import { matchesSecret } from '../client-auth/secret.ts'
import type { ClientTokens, IssuedToken, OAuthClient, Realm, TokenChanges } from '../ports.ts'
import { grantScope } from '../scope.ts'
import { changedClaims, changedScope } from './changed-claims.ts'
import { jsonText, keptHeaders, signedJws } from './jws.ts'

/** Access tokens of clients that act for themselves. Headers are encoded once per key. */
export function createClientTokens(deps: { clock: Clock; random: Random }): ClientTokens {
  const headerOf = keptHeaders()
  const issued = (realm: Realm, client: OAuthClient, scope: string, changes?: TokenChanges): Promise<IssuedToken> => {
    const key = realm.accessTokenKey
    const claims = clientClaims(realm, client, scope, epochSeconds(deps.clock), uuid(deps.random))
    const payload = changes
      ? {
          ...changedClaims(claims, changes, { kind: 'client', clientId: client.id }),
          scope: changedScope(scope, changes),
        }
      : claims
    return signedJws(headerOf(key), jsonText(payload), key).then((accessToken) => ({
      accessToken,
      expiresInSeconds: client.accessTokenSeconds,
    }))
  }
  return {
    isSecretOf: (client, secret) => matchesSecret(secret, client.secretDigests),
    issue(realm, client, { scopes, metadata }) {
      const scope = grantScope(realm, client, scopes)
      if (typeof scope !== 'string') return scope
      const { changeClientToken } = realm
      if (!changeClientToken) return issued(realm, client, scope)
      const asked = { clientId: client.id, scopes: scope.split(' '), metadata }
      return changeClientToken(asked).then((changes) => issued(realm, client, scope, changes))
    },
  }
}

/** Members in the order of a recorded token; `aud`, `username` and `origin_jti` are for users. */
export function clientClaims(realm: Realm, client: OAuthClient, scope: string, now: number, jti: string): JsonObject {
  return {
    sub: client.id,
    token_use: 'access',
    scope,
    auth_time: now,
    iss: realm.issuer,
    exp: now + client.accessTokenSeconds,
    iat: now,
    version: 2,
    jti,
    client_id: client.id,
  }
}
