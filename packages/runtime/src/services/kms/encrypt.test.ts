import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { KmsApi } from '../../generated/kms.ts'
import { callContext } from '../../kernel/call.harness.ts'
import { manualClock } from '../../kernel/clock.ts'
import type { InputOf } from '../../kernel/operation.ts'
import { systemRandom } from '../../kernel/random.ts'
import type { Service } from '../../kernel/service.ts'
import { openSqliteStore } from '../../store/sqlite/index.ts'
import type { Store } from '../../store/store.ts'
import { createVault } from '../../store/vault.ts'
import { createKmsService } from './index.ts'

let store: Store
let service: Service
const clock = manualClock(Date.UTC(2030, 0, 1))

beforeEach(async () => {
  store = await openSqliteStore({ path: undefined })
  const vault = createVault(Buffer.alloc(32, 7), systemRandom)
  service = createKmsService({ clock, random: systemRandom, vault })
})
afterEach(() => store.close())

const call = <O extends keyof KmsApi & string>(name: O, input: InputOf<'kms', O>) =>
  callContext(store, service).call('kms', name, input)

const newKey = async (more: InputOf<'kms', 'CreateKey'> = {}) => {
  const { KeyMetadata } = await call('CreateKey', more)
  return { id: KeyMetadata?.KeyId ?? '', arn: KeyMetadata?.Arn ?? '', material: KeyMetadata?.CurrentKeyMaterialId }
}
const Plaintext = Buffer.from('harbor')
const EncryptionContext = { tenant: 'blue', order: '7' }
const encrypt = async (KeyId: string, more: Partial<InputOf<'kms', 'Encrypt'>> = {}) =>
  (await call('Encrypt', { KeyId, Plaintext, ...more })).CiphertextBlob ?? Buffer.alloc(0)
const refusal = (code: string, message: unknown = expect.any(String)) => expect.objectContaining({ code, message })

describe('a symmetric key', () => {
  it('decrypts what it has encrypted, each time otherwise', async () => {
    const { id, arn, material } = await newKey()
    const [first, second] = [await encrypt(id), await encrypt(arn)]
    expect(Buffer.compare(first, second)).not.toBe(0)
    for (const CiphertextBlob of [first, second]) {
      expect(await call('Decrypt', { CiphertextBlob })).toEqual({
        KeyId: arn,
        Plaintext,
        EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
        KeyMaterialId: material,
      })
    }
  })

  it('is bound to a context, whose order does not count', async () => {
    const { id } = await newKey()
    const CiphertextBlob = await encrypt(id, { EncryptionContext })
    const opened = await call('Decrypt', { CiphertextBlob, EncryptionContext: { order: '7', tenant: 'blue' } })
    expect(opened.Plaintext).toEqual(Plaintext)
    for (const other of [{}, { ...EncryptionContext, order: '8' }, { ...EncryptionContext, more: '' }]) {
      const decrypting = call('Decrypt', { CiphertextBlob, EncryptionContext: other })
      await expect(decrypting).rejects.toEqual(refusal('InvalidCiphertextException', ''))
    }
  })

  it('opens nothing that was changed, and nothing that is not its own', async () => {
    const [{ id }, other] = [await newKey(), await newKey()]
    const blob = Buffer.from(await encrypt(id))
    for (const at of [20, blob.length - 1]) {
      const changed = Buffer.from(blob)
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
      const decrypting = call('Decrypt', { CiphertextBlob: changed })
      await expect(decrypting).rejects.toEqual(refusal('InvalidCiphertextException', ''))
    }
    for (const CiphertextBlob of [Buffer.from('x'), Buffer.alloc(80), undefined]) {
      await expect(call('Decrypt', { CiphertextBlob })).rejects.toEqual(refusal('InvalidCiphertextException', ''))
    }
    const decrypting = call('Decrypt', { CiphertextBlob: blob, KeyId: other.id })
    await expect(decrypting).rejects.toEqual(refusal('IncorrectKeyException'))
  })

  it('is refused while it is disabled, and once it is gone', async () => {
    const { id, arn } = await newKey()
    const CiphertextBlob = await encrypt(id)
    await call('DisableKey', { KeyId: id })
    const disabled = refusal('DisabledException', `${arn} is disabled.`)
    await expect(encrypt(id)).rejects.toEqual(disabled)
    await expect(call('Decrypt', { CiphertextBlob })).rejects.toEqual(disabled)
    await call('ScheduleKeyDeletion', { KeyId: id, PendingWindowInDays: 7 })
    const pending = refusal('KMSInvalidStateException', `${arn} is pending deletion.`)
    await expect(call('Decrypt', { CiphertextBlob })).rejects.toEqual(pending)
    clock.advance(8 * 86_400_000)
    await expect(encrypt(id)).rejects.toEqual(refusal('NotFoundException'))
    await expect(call('Decrypt', { CiphertextBlob })).rejects.toEqual(refusal('AccessDeniedException'))
  })

  it('hands what it has encrypted on to another key', async () => {
    const [from, to] = [await newKey(), await newKey()]
    const moved = await call('ReEncrypt', {
      CiphertextBlob: await encrypt(from.id, { EncryptionContext }),
      SourceEncryptionContext: EncryptionContext,
      DestinationKeyId: to.id,
      DestinationEncryptionContext: { tenant: 'red' },
    })
    expect(moved).toMatchObject({ SourceKeyId: from.arn, KeyId: to.arn, DestinationKeyMaterialId: to.material })
    const CiphertextBlob = moved.CiphertextBlob ?? Buffer.alloc(0)
    const opened = await call('Decrypt', { CiphertextBlob, KeyId: to.id, EncryptionContext: { tenant: 'red' } })
    expect(opened.Plaintext).toEqual(Plaintext)
  })

  it('answers a dry run with an exception', async () => {
    const { id } = await newKey()
    const dry = refusal('DryRunOperationException')
    await expect(call('Encrypt', { KeyId: id, Plaintext, DryRun: true })).rejects.toEqual(dry)
    await expect(call('GenerateDataKey', { KeyId: id, KeySpec: 'AES_256', DryRun: true })).rejects.toEqual(dry)
  })
})

describe('a data key', () => {
  it('comes in clear and encrypted, or encrypted alone', async () => {
    const { id, arn } = await newKey()
    for (const [size, length] of [
      [{ KeySpec: 'AES_128' }, 16],
      [{ KeySpec: 'AES_256' }, 32],
      [{ NumberOfBytes: 48 }, 48],
    ] as const) {
      const made = await call('GenerateDataKey', { KeyId: id, EncryptionContext, ...size })
      expect(made.Plaintext).toHaveLength(length)
      expect(made.KeyId).toBe(arn)
      const opened = await call('Decrypt', { CiphertextBlob: made.CiphertextBlob, EncryptionContext })
      expect(opened.Plaintext).toEqual(made.Plaintext)
    }
    const hidden = await call('GenerateDataKeyWithoutPlaintext', { KeyId: id, KeySpec: 'AES_256' })
    expect(hidden).not.toHaveProperty('Plaintext')
    expect((await call('Decrypt', { CiphertextBlob: hidden.CiphertextBlob })).Plaintext).toHaveLength(32)
  })

  it('has one size', async () => {
    const { id } = await newKey()
    const unclear = refusal('ValidationException', 'Please specify either number of bytes or key spec.')
    await expect(call('GenerateDataKey', { KeyId: id })).rejects.toEqual(unclear)
    const both = { KeyId: id, KeySpec: 'AES_256', NumberOfBytes: 32 }
    await expect(call('GenerateDataKeyWithoutPlaintext', both)).rejects.toEqual(unclear)
  })

  it('is random, as GenerateRandom is', async () => {
    const random = async () => (await call('GenerateRandom', { NumberOfBytes: 24 })).Plaintext ?? Buffer.alloc(0)
    const [first, second] = [await random(), await random()]
    expect(first).toHaveLength(24)
    expect(Buffer.compare(first, second)).not.toBe(0)
  })
})

describe('a key of another kind', () => {
  it('encrypts nothing, or is refused by name', async () => {
    const signing = await newKey({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' })
    const text = `${signing.arn} key usage is SIGN_VERIFY which is not valid for Encrypt.`
    await expect(encrypt(signing.id)).rejects.toEqual(refusal('InvalidKeyUsageException', text))
    const rsa = await newKey({ KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' })
    await expect(encrypt(rsa.id)).rejects.toThrow('Encrypt with a key of spec RSA_2048')
    const { id } = await newKey()
    const other = encrypt(id, { EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' })
    await expect(other).rejects.toEqual(refusal('InvalidKeyUsageException'))
  })
})
