import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto'
import type { Random } from '../kernel/random.ts'
import { cipherText, type Sealed, type Vault } from '../kernel/vault.ts'

const ALGORITHM = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Seals with AES-256-GCM (NIST SP 800-38D): base64 of nonce, tag and ciphertext. Digests are HMAC-SHA256, under a key of
 * their own for each purpose. `key`: 32 bytes.
 */
export function createVault(key: Buffer, random: Random): Vault {
  if (key.length !== 32) throw new Error('a vault needs a key of 32 bytes')
  return {
    seal(secret) {
      const nonce = random.bytes(NONCE_BYTES)
      const cipher = createCipheriv(ALGORITHM, key, nonce)
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64') as unknown as Sealed
    },
    open(sealed) {
      const bytes = Buffer.from(cipherText(sealed), 'base64')
      if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new Error('not sealed by this vault')
      const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES))
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
      return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
    },
    digest(purpose, text) {
      const derived = createHmac('sha256', key).update(purpose).digest()
      return createHmac('sha256', derived).update(text).digest()
    },
  }
}
