import { createCipheriv, createECDH, createPrivateKey, hkdfSync, sign } from 'node:crypto'
import type { Random } from '../../../kernel/random.ts'

/** A key that KMS has made for one message. */
export interface DataKey {
  /** Of the KMS key that has encrypted it. */
  readonly arn: string
  readonly plaintext: Uint8Array
  readonly encrypted: Uint8Array
}

/** Who signs a message. The public half goes into the context that the data key is bound to. */
export interface MessageSigner {
  readonly publicKey: string
  sign(message: Buffer): Buffer
}

/** AES-256-GCM with a key derived by HKDF with SHA-384, signed by ECDSA with P-384 (Encryption SDK developer guide). */
const SUITE = Buffer.from([0x03, 0x78])
const VERSION_AND_TYPE = Buffer.from([1, 0x80])
const FRAMED = 2
const FRAME_LENGTH = 4096
const MESSAGE_ID_BYTES = 16
const KEY_BYTES = 32
const IV_BYTES = 12
const TAG_BYTES = 16
const CURVE = 'secp384r1'
const SCALAR_BYTES = 48
const FINAL = uint(0xffffffff, 4)

export const PUBLIC_KEY = 'aws-crypto-public-key'

export function messageSigner(): MessageSigner {
  const pair = createECDH(CURVE)
  const point = pair.generateKeys()
  const url = (bytes: Buffer) => bytes.toString('base64url')
  const d = Buffer.concat([Buffer.alloc(SCALAR_BYTES), pair.getPrivateKey()]).subarray(-SCALAR_BYTES)
  const [x, y] = [point.subarray(1, 1 + SCALAR_BYTES), point.subarray(1 + SCALAR_BYTES)]
  const jwk = { kty: 'EC', crv: 'P-384', x: url(x), y: url(y), d: url(d) }
  const key = createPrivateKey({ key: jwk, format: 'jwk' })
  return {
    publicKey: pair.getPublicKey('base64', 'compressed'),
    sign: (message) => sign('sha384', message, key),
  }
}

/**
 * A short text as the AWS Encryption SDK writes it (documented: "AWS Encryption SDK message format reference"): message
 * format 1 without key commitment, in one frame, signed. That Cognito writes its codes so is observed: in an event that a
 * function's author has published.
 */
export function encryptedMessage(
  text: string,
  context: Readonly<Record<string, string>>,
  { dataKey, signer, random }: { readonly dataKey: DataKey; readonly signer: MessageSigner; readonly random: Random },
): Buffer {
  const id = Buffer.from(random.bytes(MESSAGE_ID_BYTES))
  const key = Buffer.from(hkdfSync('sha384', dataKey.plaintext, '', Buffer.concat([SUITE, id]), KEY_BYTES))
  const header = Buffer.concat([
    VERSION_AND_TYPE,
    SUITE,
    id,
    sized(contextBytes(context)),
    uint(1, 2),
    ...[sized(Buffer.from('aws-kms')), sized(Buffer.from(dataKey.arn)), sized(Buffer.from(dataKey.encrypted))],
    Buffer.from([FRAMED, 0, 0, 0, 0, IV_BYTES]),
    uint(FRAME_LENGTH, 4),
  ])
  const headerIv = Buffer.alloc(IV_BYTES)
  const content = Buffer.from(text)
  const [sequence, frameIv] = [uint(1, 4), uint(1, IV_BYTES)]
  const about = [id, Buffer.from('AWSKMSEncryptionClient Final Frame'), sequence, uint(content.length, 8)]
  const signed = Buffer.concat([
    header,
    headerIv,
    sealed(key, headerIv, header, Buffer.alloc(0)),
    ...[FINAL, sequence, frameIv, uint(content.length, 4)],
    sealed(key, frameIv, Buffer.concat(about), content),
  ])
  return Buffer.concat([signed, sized(signer.sign(signed))])
}

/** The text encrypted, and its tag. */
function sealed(key: Buffer, iv: Buffer, authenticated: Buffer, content: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES }).setAAD(authenticated)
  return Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()])
}

/** In the order of their names. */
function contextBytes(context: Readonly<Record<string, string>>): Buffer {
  const pairs = Object.entries(context).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Buffer.concat([uint(pairs.length, 2), ...pairs.flat().map((text) => sized(Buffer.from(text)))])
}

function sized(bytes: Buffer): Buffer {
  return Buffer.concat([uint(bytes.length, 2), bytes])
}

function uint(value: number, size: number): Buffer {
  const bytes = Buffer.alloc(size)
  bytes.writeUIntBE(value, Math.max(0, size - 4), Math.min(4, size))
  return bytes
}
