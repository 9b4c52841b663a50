import { buildClient, CommitmentPolicy, KmsKeyringNode } from '@aws-crypto/client-node'
import { describe, expect, test } from 'vitest'
import { unsafeSeededRandom } from '../../../kernel/random.ts'
import { encryptedMessage, messageSigner, PUBLIC_KEY } from './encryption-sdk.ts'

const ARN = 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555'
const plaintext = Buffer.alloc(32, 9)
const encrypted = Buffer.from('only KMS can open this')

function messageOf(text: string) {
  const signer = messageSigner()
  const context = { [PUBLIC_KEY]: signer.publicKey, 'userpool-id': 'us-east-1_AbCdEfGhI' }
  const dataKey = { arn: ARN, plaintext, encrypted }
  return { context, message: encryptedMessage(text, context, { dataKey, signer, random: unsafeSeededRandom() }) }
}

/** By AWS's own library, with a KMS that knows one key. */
async function decryptedByAws(message: Buffer) {
  const asked: unknown[] = []
  const kms = {
    encrypt: () => Promise.reject(new Error('not asked for')),
    generateDataKey: () => Promise.reject(new Error('not asked for')),
    async decrypt(input: unknown) {
      asked.push(input)
      return { KeyId: ARN, Plaintext: plaintext }
    },
  }
  const keyring = new KmsKeyringNode({ keyIds: [ARN], clientProvider: () => kms as never })
  const { decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_ALLOW_DECRYPT)
  return { ...(await decrypt(keyring, message)), asked }
}

describe('a message of the AWS Encryption SDK', () => {
  test.each(['123456', 'Härbor-42-Lantern!', ''])('is decrypted by the library: %j', async (text) => {
    const { context, message } = messageOf(text)
    const { plaintext: found, messageHeader, asked } = await decryptedByAws(message)
    expect(found.toString()).toBe(text)
    expect({ ...messageHeader.encryptionContext }).toEqual(context)
    expect(asked).toMatchObject([{ KeyId: ARN, CiphertextBlob: new Uint8Array(encrypted), EncryptionContext: context }])
  })

  test('begins as those of Cognito do', () => {
    const { message } = messageOf('123456')
    expect(message.subarray(0, 4).toString('hex')).toBe('01800378')
    // The context, in order: its length, two pairs, and the name of the first.
    expect(message.subarray(20, 45).toString('latin1')).toBe('\0\x81\0\x02\0\x15aws-crypto-public-key'.slice(0, 25))
  })

  test('is refused where any part of it was changed', async () => {
    const { message } = messageOf('123456')
    for (const at of [5, 130, message.length - 130, message.length - 20]) {
      const changed = Buffer.from(message)
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
      await expect(decryptedByAws(changed), String(at)).rejects.toThrow()
    }
  })
})
