import { createHash, createHmac } from 'node:crypto'

/*
 * Secure Remote Password as Cognito speaks it (observed: amazon-cognito-identity-js, pycognito): RFC 5054's group of 3072
 * bits, SHA-256, and numbers hashed as Java's BigInteger writes them.
 */

const N_HEX =
  'FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD' +
  'EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED' +
  'EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F' +
  '83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B' +
  'E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510' +
  '15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7' +
  'ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C' +
  'BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF'

export const N = BigInt(`0x${N_HEX}`)
export const G = 2n
const KEY_INFO = 'Caldera Derived Key\u0001'
const KEY_BYTES = 16

export function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  let factor = base % N
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * factor) % N
    factor = (factor * factor) % N
  }
  return result
}

/** The bytes of a number as two's complement: a zero in front where the first bit is set. */
export function signedBytes(value: bigint): Buffer {
  const hex = value.toString(16)
  const even = hex.length % 2 ? `0${hex}` : hex
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex')
}

export function numberOf(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex') || '0'}`)
}

export function hashed(...parts: readonly (Buffer | string)[]): Buffer {
  const digest = createHash('sha256')
  for (const part of parts) digest.update(part)
  return digest.digest()
}

/** The multiplier `k`. */
export const K = numberOf(hashed(signedBytes(N), signedBytes(G)))

/** HKDF (RFC 5869) with Cognito's own info text; the key is its first half. */
export function sessionKey(shared: bigint, scramble: bigint): Buffer {
  const extracted = createHmac('sha256', signedBytes(scramble)).update(signedBytes(shared)).digest()
  return createHmac('sha256', extracted).update(KEY_INFO).digest().subarray(0, KEY_BYTES)
}
