import { cipherText, type Sealed, type Vault } from '../../../kernel/vault.ts'

/** What a refresh token says, to nobody but the server that made it. */
export interface RefreshToken {
  readonly poolId: string
  readonly userKey: string
  readonly originJti: string
  readonly id: string
  readonly clientId: string
  /** Milliseconds since the epoch. */
  readonly expiresAt: number
}

/** The start is recorded; clients treat the rest as opaque. */
const HEADER = Buffer.from('{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}').toString('base64url')
const NONCE_BYTES = 12
const TAG_BYTES = 16
/** As many digests as an encrypted key of RSA 2048 is long, so that a token is about as long as AWS's. */
const KEY_DIGESTS = 8

/** Five parts like a JWE (recorded). What is sealed stands in three of them; the second is its mark. */
export function writeRefreshToken(vault: Vault, token: RefreshToken): string {
  const bytes = Buffer.from(cipherText(vault.seal(JSON.stringify(token))), 'base64')
  const nonce = bytes.subarray(0, NONCE_BYTES)
  const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES)
  const text = bytes.subarray(NONCE_BYTES + TAG_BYTES)
  const parts = [mark(vault, bytes), nonce, text, tag].map((part) => part.toString('base64url'))
  return [HEADER, ...parts].join('.')
}

/** Undefined: none of ours. */
export function readRefreshToken(vault: Vault, text: string): RefreshToken | undefined {
  const [header, key = '', nonce = '', cipher = '', tag = '', ...more] = text.split('.')
  if (header !== HEADER || more.length > 0) return undefined
  const bytes = Buffer.concat([nonce, tag, cipher].map((part) => Buffer.from(part, 'base64url')))
  if (mark(vault, bytes).toString('base64url') !== key) return undefined
  try {
    return JSON.parse(vault.open(bytes.toString('base64') as unknown as Sealed)) as RefreshToken
  } catch {
    return undefined
  }
}

function mark(vault: Vault, bytes: Buffer): Buffer {
  const text = bytes.toString('base64')
  return Buffer.concat(
    Array.from({ length: KEY_DIGESTS }, (_, index) => vault.digest('cognito-idp/refresh-token', `${index}.${text}`)),
  )
}
