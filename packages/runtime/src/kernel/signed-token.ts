import { type KeyObject, verify } from 'node:crypto'
import { isJsonObject, type JsonObject } from './json.ts'

/** Why a token is none that can be trusted. The text is for the log. */
export class TokenError extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'TokenError'
  }
}

/** A token taken apart. Nothing that it says is to be believed before {@link checkSignature}. */
export interface UnverifiedToken {
  readonly issuer: string
  readonly keyId: string
  readonly claims: JsonObject
  readonly signedPart: string
  readonly signature: Buffer
}

/** All header values together may not be longer on AWS, so no token that could arrive there is. */
const MAX_TOKEN_LENGTH = 10_240
const BASE64URL = /^[A-Za-z0-9_-]+$/

/**
 * Takes a token apart. The only algorithm is RS256 and the only header that counts beside it is `kid`: keys come from
 * the pool, never from the token (RFC 8725, sections 3.1 and 3.5), and a critical extension is one we do not understand
 * (RFC 7515, section 4.1.11).
 */
export function readToken(token: string): UnverifiedToken {
  if (token.length > MAX_TOKEN_LENGTH) throw new TokenError(`the token is longer than ${MAX_TOKEN_LENGTH} characters`)
  const parts = token.split('.')
  const [header = '', payload = '', signature = ''] = parts
  if (parts.length !== 3) throw new TokenError('the token does not have three parts')
  const { alg, kid, crit } = readObject(header, 'header')
  if (alg !== 'RS256') throw new TokenError('the token is not signed with RS256')
  if (crit !== undefined) throw new TokenError('the token has critical header parameters')
  if (typeof kid !== 'string') throw new TokenError('the token names no key')
  const claims = readObject(payload, 'payload')
  if (typeof claims.iss !== 'string') throw new TokenError('the token names no issuer')
  return {
    issuer: claims.iss,
    keyId: kid,
    claims,
    signedPart: token.slice(0, header.length + 1 + payload.length),
    signature: readBytes(signature, 'signature'),
  }
}

/** Checks the signature with the key of this pool that the token names. */
export function checkSignature(token: UnverifiedToken, keys: ReadonlyMap<string, KeyObject>, poolId: string): void {
  const key = keys.get(token.keyId)
  if (!key) throw new TokenError(`the token's key is none of user pool ${poolId}`)
  if (key.type !== 'public' || key.asymmetricKeyType !== 'rsa') throw new TokenError('the key of the pool is not RSA')
  if (!verify('RSA-SHA256', Buffer.from(token.signedPart, 'latin1'), key, token.signature)) {
    throw new TokenError(`the token's signature does not fit the key of user pool ${poolId}`)
  }
}

/** Seconds since the epoch. */
export function expiryOf({ claims: { exp } }: UnverifiedToken): number {
  if (typeof exp !== 'number' || !Number.isFinite(exp)) throw new TokenError('the token has no expiry')
  return exp
}

function readObject(part: string, what: string): JsonObject {
  const text = readBytes(part, what).toString('utf8')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new TokenError(`the token's ${what} is not JSON`)
  }
  if (!isJsonObject(value)) throw new TokenError(`the token's ${what} is not an object`)
  return value
}

/** Base64url without padding, in its one canonical spelling (RFC 7515, section 2). */
function readBytes(part: string, what: string): Buffer {
  const bytes = Buffer.from(part, 'base64url')
  if (!BASE64URL.test(part) || bytes.toString('base64url') !== part) {
    throw new TokenError(`the token's ${what} is not base64url`)
  }
  return bytes
}
