import { type KeyObject, verify } from 'node:crypto'
import { isJsonObject, type JsonObject, type JsonValue } from './json.ts'

/** What is wrong with a token, for those who have words of their own for it. */
export type TokenFlaw = 'parts' | 'form' | 'algorithm' | 'key' | 'signature'

/** Why a token is none that can be trusted. The text is for the log. */
export class TokenError extends Error {
  readonly flaw: TokenFlaw

  constructor(reason: string, flaw: TokenFlaw = 'form') {
    super(reason)
    this.name = 'TokenError'
    this.flaw = flaw
  }
}

/** A token taken apart. Nothing that it says is to be believed before {@link checkSignature}. */
export interface UnverifiedToken {
  readonly issuer: string
  readonly algorithm: TokenAlgorithm
  readonly keyId: string
  readonly claims: JsonObject
  readonly signedPart: string
  readonly signature: Buffer
}

/** Signatures with RSA by their names in a token (RFC 7518, section 3.1), and the digests under them. */
const DIGESTS = { RS256: 'RSA-SHA256', RS384: 'RSA-SHA384', RS512: 'RSA-SHA512' } as const
export type TokenAlgorithm = keyof typeof DIGESTS

/** What Cognito signs with. */
const USUAL: readonly TokenAlgorithm[] = ['RS256']
/** Whatever other issuers of tokens may sign with, as far as it is RSA. */
export const RSA_ALGORITHMS: readonly TokenAlgorithm[] = ['RS256', 'RS384', 'RS512']

/** All header values together may not be longer on AWS, so no token that could arrive there is. */
const MAX_TOKEN_LENGTH = 10_240
/** Deeper claims are none that anybody means; whoever prints them follows them by recursion. */
const MAX_DEPTH = 64
const BASE64URL = /^[A-Za-z0-9_-]+$/

/**
 * Takes a token apart. The algorithm is one of those that the caller takes, and the only header that counts beside it is
 * `kid`: keys come from the issuer, never from the token (RFC 8725, sections 3.1 and 3.5), and a critical extension is
 * one we do not understand (RFC 7515, section 4.1.11).
 */
export function readToken(token: string, algorithms = USUAL): UnverifiedToken {
  if (token.length > MAX_TOKEN_LENGTH) throw new TokenError(`the token is longer than ${MAX_TOKEN_LENGTH} characters`)
  const parts = token.split('.')
  const [header = '', payload = '', signature = ''] = parts
  if (parts.length !== 3) throw new TokenError('the token does not have three parts', 'parts')
  const { alg, kid, crit } = readObject(header, 'header')
  const algorithm = algorithms.find((name) => name === alg)
  if (!algorithm) throw new TokenError(`the token is not signed with ${algorithms.join(' or ')}`, 'algorithm')
  if (crit !== undefined) throw new TokenError('the token has critical header parameters')
  if (typeof kid !== 'string') throw new TokenError('the token names no key', 'key')
  const claims = readObject(payload, 'payload')
  if (typeof claims.iss !== 'string') throw new TokenError('the token names no issuer')
  return {
    issuer: claims.iss,
    algorithm,
    keyId: kid,
    claims,
    signedPart: token.slice(0, header.length + 1 + payload.length),
    signature: readBytes(signature, 'signature'),
  }
}

/** Checks the signature with the key of this issuer that the token names. `whose` is for the log. */
export function checkSignature(token: UnverifiedToken, keys: ReadonlyMap<string, KeyObject>, whose: string): void {
  const key = keys.get(token.keyId)
  if (!key) throw new TokenError(`the token's key is none of ${whose}`, 'key')
  if (key.type !== 'public' || key.asymmetricKeyType !== 'rsa') throw new TokenError(`the key of ${whose} is not RSA`)
  if (!verify(DIGESTS[token.algorithm], Buffer.from(token.signedPart, 'latin1'), key, token.signature)) {
    throw new TokenError(`the token's signature does not fit the key of ${whose}`, 'signature')
  }
}

/** Seconds since the epoch. */
export function expiryOf({ claims: { exp } }: Pick<UnverifiedToken, 'claims'>): number {
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
  if (isDeeperThan(MAX_DEPTH, value)) throw new TokenError(`the token's ${what} is nested more than ${MAX_DEPTH} deep`)
  return value
}

function isDeeperThan(levels: number, value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((member) => isDeeperThan(levels - 1, member as JsonValue))
}

/** Base64url without padding, in its one canonical spelling (RFC 7515, section 2). */
function readBytes(part: string, what: string): Buffer {
  const bytes = Buffer.from(part, 'base64url')
  if (!BASE64URL.test(part) || bytes.toString('base64url') !== part) {
    throw new TokenError(`the token's ${what} is not base64url`)
  }
  return bytes
}
