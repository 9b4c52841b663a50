import { createHash, createHmac, randomBytes } from 'node:crypto'

/** The client's side of a sign-in without sending the password, as Amplify's clients do it. */

const N = BigInt(
  '0xFFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD' +
    'EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED' +
    'EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F' +
    '83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B' +
    'E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510' +
    '15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7' +
    'ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C' +
    'BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF',
)

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  let factor = ((base % N) + N) % N
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * factor) % N
    factor = (factor * factor) % N
  }
  return result
}

function padded(value: bigint): Buffer {
  const hex = value.toString(16)
  const even = hex.length % 2 ? `0${hex}` : hex
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex')
}

const hash = (...parts: (Buffer | string)[]) => {
  const digest = createHash('sha256')
  for (const part of parts) digest.update(part)
  return digest.digest()
}
const number = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex')}`)
const hmac = (key: Buffer, ...parts: (Buffer | string)[]) => {
  const digest = createHmac('sha256', key)
  for (const part of parts) digest.update(part)
  return digest.digest()
}

/** What a client sends when it registers a password of its own: numbers as Java writes them, in base64. */
export function verifierOf(identity: string, password: string, salt: Buffer) {
  const x = number(hash(padded(number(salt)), hash(`${identity}:${password}`)))
  return {
    PasswordVerifier: padded(power(2n, x)).toString('base64'),
    Salt: padded(number(salt)).toString('base64'),
  }
}

export interface Proof {
  readonly PASSWORD_CLAIM_SECRET_BLOCK: string
  readonly PASSWORD_CLAIM_SIGNATURE: string
  readonly TIMESTAMP: string
}

export class SrpClient {
  readonly #secret = number(randomBytes(128))
  readonly publicA = power(2n, this.#secret).toString(16)

  /** `identity` is the pool's short name and the username, or a device's group and key. */
  answer(parameters: Readonly<Record<string, string>>, identity: string, password: string, now = new Date()): Proof {
    const { SALT = '', SRP_B = '', SECRET_BLOCK = '' } = parameters
    const B = BigInt(`0x${SRP_B}`)
    const u = number(hash(padded(BigInt(`0x${this.publicA}`)), padded(B)))
    const x = number(hash(padded(BigInt(`0x${SALT}`)), hash(`${identity}:${password}`)))
    const k = number(hash(padded(N), padded(2n)))
    const shared = power(B - k * power(2n, x), this.#secret + u * x)
    const key = hmac(hmac(padded(u), padded(shared)), 'Caldera Derived Key\u0001').subarray(0, 16)
    const TIMESTAMP = timestamp(now)
    const signature = hmac(key, identity, Buffer.from(SECRET_BLOCK, 'base64'), TIMESTAMP)
    return {
      PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
      PASSWORD_CLAIM_SIGNATURE: signature.toString('base64'),
      TIMESTAMP,
    }
  }
}

/** `Sat Nov 28 03:05:09 UTC 2026`: the day has no leading zero. */
function timestamp(now: Date): string {
  const [weekday = '', day = '', month = '', year = '', time = ''] = now.toUTCString().replace(',', '').split(' ')
  return `${weekday} ${month} ${Number(day)} ${time} UTC ${year}`
}
