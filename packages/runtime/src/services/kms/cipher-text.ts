import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { Random } from '../../kernel/random.ts'

export type EncryptionContext = Readonly<Record<string, string>>

const CIPHER = 'aes-256-gcm'
const VERSION = 1
const ID_BYTES = 16
const IV_BYTES = 12
const TAG_BYTES = 16
const HEAD_BYTES = 1 + ID_BYTES + IV_BYTES + TAG_BYTES

/** What a symmetric key gives: a version, the key's id, and AES-256-GCM's parts. AWS documents no form of its own. */
export interface CipherText {
  readonly keyId: string
  readonly head: Buffer
  readonly iv: Buffer
  readonly tag: Buffer
  readonly body: Buffer
}

/** Undefined: no key of this server has made it. */
export function readCipherText(blob: Uint8Array): CipherText | undefined {
  const bytes = Buffer.from(blob)
  if (bytes.length < HEAD_BYTES || bytes[0] !== VERSION) return undefined
  const head = bytes.subarray(0, 1 + ID_BYTES)
  const iv = bytes.subarray(head.length, head.length + IV_BYTES)
  const tag = bytes.subarray(head.length + IV_BYTES, HEAD_BYTES)
  return { keyId: uuidOf(head.subarray(1)), head, iv, tag, body: bytes.subarray(HEAD_BYTES) }
}

export function encrypted(
  key: { readonly id: string; readonly material: Buffer },
  plaintext: Uint8Array,
  context: EncryptionContext,
  random: Random,
): Buffer {
  const head = Buffer.concat([Buffer.from([VERSION]), Buffer.from(key.id.replaceAll('-', ''), 'hex')])
  const iv = Buffer.from(random.bytes(IV_BYTES))
  const cipher = createCipheriv(CIPHER, key.material, iv).setAAD(authenticated(head, context))
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()])
  return Buffer.concat([head, iv, cipher.getAuthTag(), body])
}

/** Undefined: it was changed, or the context is another one. */
export function decrypted({ head, iv, tag, body }: CipherText, material: Buffer, context: EncryptionContext) {
  const decipher = createDecipheriv(CIPHER, material, iv).setAAD(authenticated(head, context)).setAuthTag(tag)
  try {
    return Buffer.concat([decipher.update(body), decipher.final()])
  } catch {
    return undefined
  }
}

/** The order of a context's pairs does not count, their case does (documented: AWS KMS developer guide, encryption context). */
function authenticated(head: Buffer, context: EncryptionContext): Buffer {
  const pairs = Object.entries(context).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Buffer.concat([head, Buffer.from(JSON.stringify(pairs))])
}

function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
