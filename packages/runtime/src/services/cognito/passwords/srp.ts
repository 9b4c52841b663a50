import { createHmac } from 'node:crypto'
import type { Random } from '../../../kernel/random.ts'
import { G, hashed, K, N, numberOf, power, sessionKey, signedBytes } from './srp-group.ts'

/** What a server keeps instead of a password: numbers in hex. */
export interface SrpVerifier {
  readonly salt: string
  readonly verifier: string
}

/** A server's part of one sign-in: numbers in hex. `secret` must not leave the server. */
export interface SrpOffer {
  readonly secret: string
  readonly B: string
}

export const SALT_BYTES = 16
/** Twice the strength of the group would be enough. */
const SECRET_BYTES = 32

const fromHex = (hex: string) => BigInt(`0x${hex}`)

/** `identity` is the pool's short name and the username, as one text. */
export function verifierOf(identity: string, password: string, random: Random): SrpVerifier {
  const salt = numberOf(random.bytes(SALT_BYTES))
  const x = privateKeyOf(identity, password, salt)
  return { salt: salt.toString(16), verifier: power(G, x).toString(16) }
}

function privateKeyOf(identity: string, password: string, salt: bigint): bigint {
  return numberOf(hashed(signedBytes(salt), hashed(`${identity}:${password}`)))
}

export function offerFor({ verifier }: Pick<SrpVerifier, 'verifier'>, random: Random): SrpOffer {
  return offerWith(verifier, numberOf(random.bytes(SECRET_BYTES)))
}

export function offerWith(verifier: string, secret: bigint): SrpOffer {
  const B = (K * fromHex(verifier) + power(G, secret)) % N
  return { secret: secret.toString(16), B: B.toString(16) }
}

/** The key that both sides come to; undefined for a public value of the client's that would make it guessable. */
export function keyOf(publicA: string, { secret, B }: SrpOffer, { verifier }: SrpVerifier): Buffer | undefined {
  const A = fromHex(publicA)
  if (A % N === 0n) return undefined
  const scramble = numberOf(hashed(signedBytes(A), signedBytes(fromHex(B))))
  if (scramble === 0n) return undefined
  const shared = power(A * power(fromHex(verifier), scramble), fromHex(secret))
  return sessionKey(shared, scramble)
}

/** What a client sends as `PASSWORD_CLAIM_SIGNATURE`, before base64. */
export function claimSignature(key: Buffer, identity: string, secretBlock: Buffer, timestamp: string): Buffer {
  return createHmac('sha256', key).update(identity).update(secretBlock).update(timestamp).digest()
}

/** Whether this is a number as clients send `SRP_A`. */
export function isPublicValue(text: string): boolean {
  return /^[0-9a-fA-F]{1,1536}$/.test(text)
}
