import { checkSignature, expiryOf, type UnverifiedToken } from '../../kernel/signed-token.ts'
import type { TokenIssuer } from '../ports.ts'
import type { VerifiedToken } from './verified-token.ts'

/** A token of this issuer's, with what authorizers ask of it. */
export function verifyToken(token: UnverifiedToken, issuer: TokenIssuer): VerifiedToken {
  checkSignature(token, issuer.keys, `user pool ${issuer.poolId}`)
  const { token_use: tokenUse, scope } = token.claims
  return {
    issuer,
    claims: token.claims,
    expiresAt: expiryOf(token),
    tokenUse: typeof tokenUse === 'string' ? tokenUse : '',
    scopes: new Set(typeof scope === 'string' ? scope.split(' ').filter(Boolean) : []),
  }
}
