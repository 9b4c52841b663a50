import { afterEach, beforeEach, expect, it } from 'vitest'
import type { KmsApi } from '../../generated/kms.ts'
import { manualClock } from '../../kernel/clock.ts'
import type { Call, InputOf, OutputOf } from '../../kernel/operation.ts'
import { systemRandom } from '../../kernel/random.ts'
import { requireInstantType } from '../../kernel/resource-type.ts'
import type { Service } from '../../kernel/service.ts'
import { openSqliteStore } from '../../store/sqlite/index.ts'
import type { Store } from '../../store/store.ts'
import { createKmsService } from './index.ts'

let store: Store
let service: Service
const clock = manualClock(Date.UTC(2030, 0, 1))

beforeEach(async () => {
  store = await openSqliteStore({ path: undefined })
  service = createKmsService({ clock, random: systemRandom })
})
afterEach(() => store.close())

function request() {
  const context = {
    place: { account: '111111111111', region: 'eu-west-1' },
    caller: { accessKeyId: 'k', arn: 'arn:aws:iam::111111111111:root', userId: '111111111111' },
    requestId: 'r',
    origin: 'http://127.0.0.1',
    transact: store.transact,
    reader: store,
    logicalId: 'Thing',
    stack: { stackId: 's', stackName: 's', tags: {} },
    generateName: () => 's-thing-x',
    call: ((_service: string, name: string, input: unknown) => service.operations.get(name)?.(input, context)) as Call,
  }
  return context
}

function call<O extends keyof KmsApi & string>(name: O, input: InputOf<'kms', O>) {
  return request().call('kms', name, input) as Promise<OutputOf<'kms', O>>
}

function typeOf(name: string) {
  const type = service.resourceTypes.find((candidate) => candidate.type === name)
  if (!type) throw new Error(`no type ${name}`)
  return requireInstantType(type)
}

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
