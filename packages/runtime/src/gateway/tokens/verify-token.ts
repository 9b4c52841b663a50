import type { JsonObject } from '../../kernel/json.ts'
import { checkSignature, expiryOf, type UnverifiedToken } from '../../kernel/signed-token.ts'
import type { TokenIssuer } from '../ports.ts'
import type { VerifiedToken } from './verified-token.ts'

/** A token of this issuer's, with what authorizers ask of it. */
export function verifyToken(token: UnverifiedToken, issuer: TokenIssuer): VerifiedToken {
  checkSignature(token, issuer.keys, `user pool ${issuer.poolId}`)
  return tokenOf(token.claims, issuer)
}

/** A token with these claims, of a signature that is not in question. */
export function tokenOf(claims: JsonObject, issuer: TokenIssuer): VerifiedToken {
  const { token_use: tokenUse, scope } = claims
  return {
    issuer,
    claims,
    expiresAt: expiryOf({ claims }),
    tokenUse: typeof tokenUse === 'string' ? tokenUse : '',
    scopes: new Set(typeof scope === 'string' ? scope.split(' ').filter(Boolean) : []),
  }
}
