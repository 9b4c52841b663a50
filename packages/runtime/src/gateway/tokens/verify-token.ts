import { verify } from 'node:crypto'
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import type { TokenIssuer } from '../ports.ts'
import { GatewayError, unauthorized } from '../rest/gateway-error.ts'
import type { VerifiedToken } from './verified-token.ts'

/** All header values together may not be longer on AWS, so no token that could arrive there is. */
const MAX_TOKEN_LENGTH = 10_240
const BASE64URL = /^[A-Za-z0-9_-]+$/

export interface UnverifiedToken {
  readonly issuer: string
  readonly keyId: string
  readonly claims: JsonObject
  readonly signedPart: string
  readonly signature: Buffer
}

/**
 * Takes a token apart. The only algorithm is RS256 and the only header that counts beside it is `kid`: keys come from
 * the pool, never from the token (RFC 8725, sections 3.1 and 3.5), and a critical extension is one we do not understand
 * (RFC 7515, section 4.1.11).
 */
export function readToken(token: string): UnverifiedToken {
  if (token.length > MAX_TOKEN_LENGTH) throw unauthorized(`the token is longer than ${MAX_TOKEN_LENGTH} characters`)
  const parts = token.split('.')
  const [header = '', payload = '', signature = ''] = parts
  if (parts.length !== 3) throw unauthorized('the token does not have three parts')
  const { alg, kid, crit } = readObject(header, 'header')
  if (alg !== 'RS256') throw unauthorized('the token is not signed with RS256')
  if (crit !== undefined) throw unauthorized('the token has critical header parameters')
  if (typeof kid !== 'string') throw unauthorized('the token names no key')
  const claims = readObject(payload, 'payload')
  if (typeof claims.iss !== 'string') throw unauthorized('the token names no issuer')
  return {
    issuer: claims.iss,
    keyId: kid,
    claims,
    signedPart: token.slice(0, header.length + 1 + payload.length),
    signature: readBytes(signature, 'signature'),
  }
}

/** Checks the signature with the key of this issuer. */
export function verifyToken(token: UnverifiedToken, issuer: TokenIssuer): VerifiedToken {
  const key = issuer.keys.get(token.keyId)
  if (!key) throw unauthorized(`the token's key is none of user pool ${issuer.poolId}`)
  if (key.type !== 'public' || key.asymmetricKeyType !== 'rsa') throw unauthorized('the key of the pool is not RSA')
  if (!verify('RSA-SHA256', Buffer.from(token.signedPart, 'latin1'), key, token.signature)) {
    throw unauthorized(`the token's signature does not fit the key of user pool ${issuer.poolId}`)
  }
  const { exp, token_use: tokenUse, scope } = token.claims
  if (typeof exp !== 'number' || !Number.isFinite(exp)) throw unauthorized('the token has no expiry')
  return {
    issuer,
    claims: token.claims,
    expiresAt: exp,
    tokenUse: typeof tokenUse === 'string' ? tokenUse : '',
    scopes: new Set(typeof scope === 'string' ? scope.split(' ').filter(Boolean) : []),
  }
}

function readObject(part: string, what: string): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(readBytes(part, what).toString('utf8'))
  } catch (error) {
    throw error instanceof GatewayError ? error : unauthorized(`the token's ${what} is not JSON`)
  }
  if (!isJsonObject(value)) throw unauthorized(`the token's ${what} is not an object`)
  return value
}

/** Base64url without padding, in its one canonical spelling (RFC 7515, section 2). */
function readBytes(part: string, what: string): Buffer {
  const bytes = Buffer.from(part, 'base64url')
  if (!BASE64URL.test(part) || bytes.toString('base64url') !== part) {
    throw unauthorized(`the token's ${what} is not base64url`)
  }
  return bytes
}
