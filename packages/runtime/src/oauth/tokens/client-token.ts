import { type Clock, epochSeconds } from '../../kernel/clock.ts'
import { uuid } from '../../kernel/ids.ts'
import type { Random } from '../../kernel/random.ts'
import { matchesSecret } from '../client-auth/secret.ts'
import type { ClientTokens, OAuthClient, Realm, SigningKey } from '../ports.ts'
import { grantScope } from '../scope.ts'
import { jsonText, jwsHeader, signedJws } from './jws.ts'

/** Access tokens of clients that act for themselves. Headers are encoded once per key. */
export function createClientTokens(deps: { clock: Clock; random: Random }): ClientTokens {
  const headers = new WeakMap<SigningKey, string>()
  const headerOf = (key: SigningKey) => {
    let header = headers.get(key)
    if (header === undefined) {
      header = jwsHeader(key.kid)
      headers.set(key, header)
    }
    return header
  }
  return {
    isSecretOf: (client, secret) => matchesSecret(secret, client.secretDigests),
    issue(realm, client, scopes) {
      const scope = grantScope(realm, client, scopes)
      if (typeof scope !== 'string') return scope
      const key = realm.accessTokenKey
      const payload = clientClaims(realm, client, scope, epochSeconds(deps.clock), uuid(deps.random))
      return signedJws(headerOf(key), payload, key).then((accessToken) => ({
        accessToken,
        expiresInSeconds: client.accessTokenSeconds,
      }))
    },
  }
}

/** Members in the order of a recorded token; `aud`, `username` and `origin_jti` are for users. */
function clientClaims(realm: Realm, client: OAuthClient, scope: string, now: number, jti: string): string {
  return jsonText({
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
  })
}
