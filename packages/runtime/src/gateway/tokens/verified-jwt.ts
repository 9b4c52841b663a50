import type { JsonObject } from '../../kernel/json.ts'
import { checkSignature, expiryOf, TokenError, type UnverifiedToken } from '../../kernel/signed-token.ts'
import type { OidcIssuer } from './oidc-issuers.ts'

/** A token whose signature and issuer have been checked. Whether it is good for a route is asked at every call. */
export interface VerifiedJwt {
  readonly issuer: OidcIssuer
  readonly claims: JsonObject
  /** `aud`; of a token without one its `client_id` (documented: http-api-jwt-authorizer). */
  readonly audiences: readonly string[]
  readonly scopes: ReadonlySet<string>
  /** Seconds since the epoch. */
  readonly expiresAt: number
  readonly notBefore: number
  readonly issuedAt: number
}

/** A token of this issuer's, with what authorizers ask of it. */
export function verifyJwt(token: UnverifiedToken, issuer: OidcIssuer): VerifiedJwt {
  checkSignature(token, issuer.keys, issuer.url)
  return jwtOf(token.claims, issuer)
}

/** A token with these claims, of a signature that is not in question. */
export function jwtOf(claims: JsonObject, issuer: OidcIssuer): VerifiedJwt {
  return {
    issuer,
    claims,
    audiences: listOf(claims.aud ?? claims.client_id, /$^/),
    scopes: new Set(listOf(claims.scope ?? claims.scp, / /)),
    expiresAt: expiryOf({ claims }),
    notBefore: timeOf(claims, 'nbf'),
    issuedAt: timeOf(claims, 'iat'),
  }
}

/** A list, or the parts of a text. */
function listOf(value: unknown, separator: RegExp): string[] {
  if (typeof value === 'string') return value.split(separator).filter(Boolean)
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

/** A time that a token need not tell; what it tells in its place must be one. */
function timeOf(claims: JsonObject, name: 'nbf' | 'iat'): number {
  const value = claims[name]
  if (value === undefined) return Number.NEGATIVE_INFINITY
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new TokenError(`the token's ${name} is no time`)
  return value
}
