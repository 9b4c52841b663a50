import { afterEach, beforeEach, expect, it } from 'vitest'
import type { KmsApi } from '../../generated/kms.ts'
import { callContext, instantTypeOf, resourceRequest } from '../../kernel/call.harness.ts'
import { manualClock } from '../../kernel/clock.ts'
import type { InputOf } from '../../kernel/operation.ts'
import { systemRandom } from '../../kernel/random.ts'
import type { Service } from '../../kernel/service.ts'
import { readModel } from '../../protocol/model.ts'
import { openSqliteStore } from '../../store/sqlite/index.ts'
import type { Store } from '../../store/store.ts'
import { createVault } from '../../store/vault.ts'
import { algorithmsOf } from './algorithms.ts'
import { createKmsService } from './index.ts'

let store: Store
let service: Service
const clock = manualClock(Date.UTC(2030, 0, 1))

beforeEach(async () => {
  store = await openSqliteStore({ path: undefined })
  service = createKmsService({ clock, random: systemRandom, vault: createVault(Buffer.alloc(32, 7), systemRandom) })
})
afterEach(() => store.close())

const request = () => resourceRequest(callContext(store, service))

const call = <O extends keyof KmsApi & string>(name: O, input: InputOf<'kms', O>) => request().call('kms', name, input)

const typeOf = (name: string) => instantTypeOf(service, name)

it('creates, changes and removes AWS::KMS::Key and an alias of it', async () => {
  const key = await typeOf('AWS::KMS::Key').create({ EnableKeyRotation: true }, request())
  expect(key.attributes.Arn).toBe(`arn:aws:kms:eu-west-1:111111111111:key/${key.physicalId}`)
  const properties = { AliasName: 'alias/a', TargetKeyId: key.physicalId }
  const alias = await typeOf('AWS::KMS::Alias').create(properties, request())
  expect((await call('DescribeKey', { KeyId: 'alias/a' })).KeyMetadata?.KeyId).toBe(key.physicalId)
  const previous = { ...key, properties: { EnableKeyRotation: true } }
  expect(await typeOf('AWS::KMS::Key').update({ Enabled: false }, previous, request())).toEqual(key)
  expect((await call('DescribeKey', { KeyId: key.physicalId })).KeyMetadata?.KeyState).toBe('Disabled')
  for (let i = 0; i < 2; i++) {
    await typeOf('AWS::KMS::Alias').remove({ ...alias, properties }, request())
    await typeOf('AWS::KMS::Key').remove(previous, request())
  }
  expect((await call('DescribeKey', { KeyId: key.physicalId })).KeyMetadata?.KeyState).toBe('PendingDeletion')
  clock.advance(31 * 86_400_000)
  await expect(call('DescribeKey', { KeyId: key.physicalId })).rejects.toMatchObject({ code: 'NotFoundException' })
})

it('fails an update of AWS::KMS::Key to another kind of key, and keeps the key', async () => {
  const key = await typeOf('AWS::KMS::Key').create({}, request())
  const update = (properties: Record<string, string>) =>
    typeOf('AWS::KMS::Key').update(properties, { ...key, properties: {} }, request())
  await expect(update({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' })).rejects.toMatchObject({
    code: 'ValidationException',
    status: 400,
  })
  await expect(update({ KeyUsage: 'SIGN_VERIFY' })).rejects.toThrow('KeyUsage')
  // What a key is by default is no change.
  expect(await update({ KeySpec: 'SYMMETRIC_DEFAULT', KeyUsage: 'ENCRYPT_DECRYPT' })).toEqual(key)
  const failed = { ...key, properties: { KeyUsage: 'SIGN_VERIFY' } }
  expect(await typeOf('AWS::KMS::Key').update({}, failed, request())).toEqual(key)
  expect((await call('DescribeKey', { KeyId: key.physicalId })).KeyMetadata?.KeyState).toBe('Enabled')
})

it('says of a key what it can be used for, by its kind', async () => {
  const create = async (KeySpec: string, KeyUsage: string) =>
    (await call('CreateKey', { KeySpec, KeyUsage })).KeyMetadata
  const symmetric = await create('SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT')
  expect(symmetric).toMatchObject({ EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'] })
  expect(symmetric?.CurrentKeyMaterialId).toMatch(/^[0-9a-f]{64}$/)
  const described = await call('DescribeKey', { KeyId: symmetric?.KeyId ?? '' })
  expect(described.KeyMetadata).toEqual(symmetric)
  const other = await create('SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT')
  expect(other?.CurrentKeyMaterialId).not.toBe(symmetric?.CurrentKeyMaterialId)

  const mac = await create('HMAC_384', 'GENERATE_VERIFY_MAC')
  expect(mac?.MacAlgorithms).toEqual(['HMAC_SHA_384'])
  expect(mac?.EncryptionAlgorithms).toBeUndefined()
  expect(mac?.CurrentKeyMaterialId).toBeUndefined()
  expect((await create('ECC_NIST_P521', 'SIGN_VERIFY'))?.SigningAlgorithms).toEqual(['ECDSA_SHA_512'])
  expect((await create('ECC_NIST_P256', 'KEY_AGREEMENT'))?.KeyAgreementAlgorithms).toEqual(['ECDH'])
  const encrypting = await create('RSA_4096', 'ENCRYPT_DECRYPT')
  expect(encrypting?.EncryptionAlgorithms).toEqual(['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'])
  expect((await create('RSA_2048', 'SIGN_VERIFY'))?.SigningAlgorithms).toHaveLength(6)
  await expect(create('RSA_2048', 'KEY_AGREEMENT')).rejects.toMatchObject({
    code: 'ValidationException',
    message: 'KeyUsage KEY_AGREEMENT is not compatible with KeySpec RSA_2048',
  })
})

it('knows the uses of every kind of key in the model', () => {
  const { shapes } = readModel('kms')
  for (const spec of shapes.KeySpec?.enum ?? []) {
    const uses = shapes.KeyUsageType?.enum?.filter((usage) => algorithmsOf(spec, usage)) ?? []
    expect(uses, spec).not.toHaveLength(0)
    for (const use of uses) expect(namedInModel(algorithmsOf(spec, use))).toBe(true)
  }

  /** Whether every algorithm stands in the set of its member. */
  function namedInModel(algorithms: object = {}): boolean {
    return Object.entries(algorithms).every(([name, values]) => {
      const set = shapes[name.replace(/s$/, 'Spec')]?.enum ?? []
      return (values as string[]).every((value) => set.includes(value))
    })
  }
})
