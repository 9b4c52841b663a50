import { createHmac } from 'node:crypto'
import { AwsError } from '../../../../kernel/errors.ts'
import type { Random } from '../../../../kernel/random.ts'

/* Time-based one-time passwords: RFC 6238 with SHA-1, six digits and steps of thirty seconds. */

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const SECRET_BYTES = 32
const STEP_SECONDS = 30
const DIGITS = 6
/** Documented: developer guide, "TOTP software token MFA". */
const STEPS_AROUND = [0, -1, 1]

/** Fifty-two characters of base 32 for an authenticator, as many as AWS's have (inferred). */
export function newTotpSecret(random: Random): string {
  return base32Text(random.bytes(SECRET_BYTES))
}

export function totpCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const digest = createHmac('sha1', base32Bytes(secret)).update(counter).digest()
  const offset = (digest.at(-1) ?? 0) & 0x0f
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 10 ** DIGITS).padStart(DIGITS, '0')
}

export function stepAt(nowMs: number): number {
  return Math.floor(nowMs / 1000 / STEP_SECONDS)
}

/** The step that a code belongs to, if it is one of now. */
export function stepOfCode(secret: string, code: string, nowMs: number): number | undefined {
  return STEPS_AROUND.map((around) => stepAt(nowMs) + around).find((step) => totpCode(secret, step) === code)
}

/** No code is good twice, also between a sign-in and a new registration (recorded). */
export const usedCode = () => new AwsError('ExpiredCodeException', 'Your software token has already been used once.')

function base32Bytes(text: string): Buffer {
  const bytes: number[] = []
  let bits = 0
  let value = 0
  for (const character of text) {
    value = ((value << 5) | BASE32.indexOf(character)) & 0xfff
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes.push((value >> bits) & 0xff)
    }
  }
  return Buffer.from(bytes)
}

/** Without padding. The bits that are left over are zero, as strict readers ask (RFC 4648, section 3.5). */
function base32Text(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let value = 0
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff
    bits += 8
    for (; bits >= 5; bits -= 5) text += BASE32[(value >> (bits - 5)) & 31]
  }
  return bits === 0 ? text : text + BASE32[(value << (5 - bits)) & 31]
}
