import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SecretsmanagerApi } from '../../generated/secretsmanager.ts'
import { callContext } from '../../kernel/call.harness.ts'
import { manualClock } from '../../kernel/clock.ts'
import type { InputOf } from '../../kernel/operation.ts'
import { unsafeSeededRandom } from '../../kernel/random.ts'
import type { Service } from '../../kernel/service.ts'
import { openSqliteStore } from '../../store/sqlite/index.ts'
import type { Store } from '../../store/store.ts'
import { createVault } from '../../store/vault.ts'
import { createSecretsManagerService } from './index.ts'

const DAY_MS = 86_400_000
const random = unsafeSeededRandom()
const vault = createVault(random.bytes(32), random)
let clock: ReturnType<typeof manualClock>
let store: Store
let service: Service

beforeEach(async () => {
  clock = manualClock(Date.UTC(2030, 0, 1, 12))
  store = await openSqliteStore({ path: undefined })
  service = createSecretsManagerService({ clock, random, vault })
})
afterEach(() => store.close())

const context = () => callContext(store, service)

const call = <O extends keyof SecretsmanagerApi & string>(name: O, input: InputOf<'secretsmanager', O>) =>
  context().call('secretsmanager', name, input)

const version = (n: number) => `version-${n}`.padEnd(32, '0')
const create = (Name: string, n = 1, more: object = {}) =>
  call('CreateSecret', { Name, ClientRequestToken: version(n), SecretString: `v${n}`, ...more })
const put = (SecretId: string, n: number, VersionStages?: string[]) =>
  call('PutSecretValue', { SecretId, ClientRequestToken: version(n), SecretString: `v${n}`, VersionStages })
const move = (SecretId: string, VersionStage: string, from?: number, to?: number) =>
  call('UpdateSecretVersionStage', {
    SecretId,
    VersionStage,
    RemoveFromVersionId: from === undefined ? undefined : version(from),
    MoveToVersionId: to === undefined ? undefined : version(to),
  })
async function stages(SecretId: string, IncludeDeprecated = false) {
  const { Versions = [] } = await call('ListSecretVersionIds', { SecretId, IncludeDeprecated })
  return Object.fromEntries(
    Versions.map(({ VersionId = '', VersionStages = [] }) => [VersionId[8], [...VersionStages].sort()]),
  )
}

describe('labels', () => {
  it('of the current version pass to the next one, and what was current is the previous one', async () => {
    await create('s')
    await put('s', 2)
    expect(await stages('s')).toEqual({ 1: ['AWSPREVIOUS'], 2: ['AWSCURRENT'] })
    await put('s', 3)
    expect(await stages('s')).toEqual({ 2: ['AWSPREVIOUS'], 3: ['AWSCURRENT'] })
    expect(await stages('s', true)).toEqual({ 1: [], 2: ['AWSPREVIOUS'], 3: ['AWSCURRENT'] })
    expect((await call('GetSecretValue', { SecretId: 's', VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('v2')
  })

  it('move as AWS was recorded to move them through a rotation with labels of one’s own', async () => {
    await create('s')
    await put('s', 2, ['AWSPENDING', 'AWSSOMETHING', 'PUT1'])
    expect(await stages('s')).toEqual({ 1: ['AWSCURRENT'], 2: ['AWSPENDING', 'AWSSOMETHING', 'PUT1'] })
    await move('s', 'AWSCURRENT', 1, 2)
    expect(await stages('s')).toEqual({ 1: ['AWSPREVIOUS'], 2: ['AWSCURRENT', 'AWSPENDING', 'AWSSOMETHING', 'PUT1'] })
    await put('s', 3, ['AWSPENDING', 'PUT2'])
    expect(await stages('s')).toEqual({
      1: ['AWSPREVIOUS'],
      2: ['AWSCURRENT', 'AWSSOMETHING', 'PUT1'],
      3: ['AWSPENDING', 'PUT2'],
    })
    await move('s', 'AWSCURRENT', 2, 3)
    expect(await stages('s')).toEqual({
      2: ['AWSPREVIOUS', 'AWSSOMETHING', 'PUT1'],
      3: ['AWSCURRENT', 'AWSPENDING', 'PUT2'],
    })
    await put('s', 4)
    expect(await stages('s')).toEqual({ 2: ['AWSSOMETHING', 'PUT1'], 3: ['AWSPREVIOUS', 'PUT2'], 4: ['AWSCURRENT'] })
  })

  it('are refused where the request does not say whom they are taken from', async () => {
    await create('s')
    await put('s', 2, ['NEXT'])
    await expect(move('s', 'AWSCURRENT', undefined, 2)).rejects.toMatchObject({ code: 'InvalidParameterException' })
    await expect(move('s', 'AWSCURRENT', 1)).rejects.toMatchObject({ code: 'InvalidParameterException' })
    await expect(move('s', 'NEXT', 2, 9)).rejects.toMatchObject({ code: 'ResourceNotFoundException' })
    await move('s', 'NEXT', 2)
    expect(await stages('s')).toEqual({ 1: ['AWSCURRENT'] })
  })

  it('make the first version current, whatever else it is called', async () => {
    await call('CreateSecret', { Name: 'empty', ClientRequestToken: version(9) })
    await expect(call('GetSecretValue', { SecretId: 'empty' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
    })
    expect((await put('empty', 1, ['MINE'])).VersionStages).toEqual(['AWSCURRENT', 'MINE'])
  })
})

describe('a request', () => {
  it('that is sent again changes nothing, and with another value is refused', async () => {
    const first = await create('s')
    expect(await create('s')).toEqual(first)
    await expect(create('s', 2)).rejects.toMatchObject({ code: 'ResourceExistsException' })
    await put('s', 2)
    await put('s', 2)
    const again = { SecretId: 's', ClientRequestToken: version(2), SecretString: 'other' }
    await expect(call('PutSecretValue', again)).rejects.toMatchObject({ code: 'ResourceExistsException' })
    expect(await stages('s')).toEqual({ 1: ['AWSPREVIOUS'], 2: ['AWSCURRENT'] })
  })

  it('without a token, as only bare HTTP sends it, is refused in AWS’s words', async () => {
    await expect(call('CreateSecret', { Name: 's', SecretString: 'x' })).rejects.toMatchObject({
      code: 'InvalidRequestException',
      message: 'You must provide a ClientRequestToken value. We recommend a UUID-type value.',
    })
  })

  it('for a version and a label that do not belong together is refused', async () => {
    await create('s')
    await put('s', 2)
    const input = { SecretId: 's', VersionId: version(2), VersionStage: 'AWSPREVIOUS' }
    await expect(call('GetSecretValue', input)).rejects.toMatchObject({
      message: 'You provided a VersionStage that is not associated to the provided VersionId.',
    })
  })
})

describe('a secret', () => {
  it('is found by name, ARN and the ARN without its last characters, unless its name looks like one with them', async () => {
    const { ARN = '' } = await create('app/db')
    expect(ARN).toMatch(/^arn:aws:secretsmanager:eu-west-1:111111111111:secret:app\/db-[A-Za-z0-9]{6}$/)
    for (const SecretId of ['app/db', ARN, ARN.slice(0, -7)]) {
      expect((await call('GetSecretValue', { SecretId })).SecretString).toBe('v1')
    }
    const { ARN: hard = '' } = await create('name-a1b2c3')
    await expect(call('GetSecretValue', { SecretId: hard.slice(0, -7) })).rejects.toMatchObject({
      message: "Secrets Manager can't find the specified secret.",
    })
    await expect(call('GetSecretValue', { SecretId: `${ARN.slice(0, -6)}zzzzzz` })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    })
  })

  it('is kept sealed', async () => {
    await create('s', 1, { SecretString: 'in plain sight' })
    const kinds = ['secretsmanager/secret', 'secretsmanager/value']
    const documents = await Promise.all(kinds.map((kind) => store.list({ kind })))
    expect(JSON.stringify(documents)).not.toContain('in plain sight')
    expect(documents.map((list) => list.length)).toEqual([1, 1])
  })

  it('holds bytes as well', async () => {
    const SecretBinary = Uint8Array.of(0, 255, 7)
    await call('CreateSecret', { Name: 'b', ClientRequestToken: version(1), SecretBinary })
    const found = await call('GetSecretValue', { SecretId: 'b' })
    expect([...(found.SecretBinary ?? [])]).toEqual([0, 255, 7])
    expect(found.SecretString).toBeUndefined()
  })

  it('that is marked for deletion can be restored until its window has passed, and its name is not free', async () => {
    await create('s')
    expect((await call('DeleteSecret', { SecretId: 's', RecoveryWindowInDays: 7 })).DeletionDate).toEqual(
      new Date(clock.now() + 7 * DAY_MS),
    )
    const message = "You can't perform this operation on the secret because it was marked for deletion."
    await expect(call('GetSecretValue', { SecretId: 's' })).rejects.toMatchObject({ message })
    await expect(call('TagResource', { SecretId: 's', Tags: [] })).rejects.toMatchObject({ message })
    await expect(create('s', 5)).rejects.toMatchObject({ code: 'InvalidRequestException' })
    expect((await call('DescribeSecret', { SecretId: 's' })).DeletedDate).toEqual(new Date(clock.now()))
    await call('RestoreSecret', { SecretId: 's' })
    expect((await call('GetSecretValue', { SecretId: 's' })).SecretString).toBe('v1')

    await call('DeleteSecret', { SecretId: 's', RecoveryWindowInDays: 7 })
    clock.advance(7 * DAY_MS)
    await expect(call('DescribeSecret', { SecretId: 's' })).rejects.toMatchObject({ code: 'ResourceNotFoundException' })
    expect((await call('ListSecrets', { IncludePlannedDeletion: true })).SecretList).toEqual([])
    await create('s', 6)
    expect(await stages('s', true)).toEqual({ 6: ['AWSCURRENT'] })
  })

  it('that is deleted by force is gone at once, and one that is not there is deleted so too', async () => {
    const { ARN } = await create('s')
    await call('DeleteSecret', { SecretId: 's', ForceDeleteWithoutRecovery: true })
    expect((await create('s')).ARN).not.toBe(ARN)
    expect(await call('DeleteSecret', { SecretId: 'none', ForceDeleteWithoutRecovery: true })).toMatchObject({
      Name: 'none',
    })
    await expect(call('DeleteSecret', { SecretId: 'none' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    })
    const both = { SecretId: 's', ForceDeleteWithoutRecovery: true, RecoveryWindowInDays: 7 }
    await expect(call('DeleteSecret', both)).rejects.toMatchObject({ code: 'InvalidParameterException' })
    const short = { SecretId: 's', RecoveryWindowInDays: 6 }
    await expect(call('DeleteSecret', short)).rejects.toMatchObject({ code: 'InvalidParameterException' })
  })

  it('keeps no more than a hundred versions, and never drops one that carries a label', async () => {
    await create('s')
    await move('s', 'KEPT', undefined, 1)
    for (let n = 0; n < 120; n++) {
      await call('UpdateSecret', { SecretId: 's', ClientRequestToken: `${n}`.padStart(32, '-'), SecretString: `${n}` })
    }
    const { Versions = [] } = await call('ListSecretVersionIds', { SecretId: 's', IncludeDeprecated: true })
    expect(Versions).toHaveLength(100)
    expect((await call('GetSecretValue', { SecretId: 's', VersionStage: 'KEPT' })).SecretString).toBe('v1')
  })

  it('cannot have a name with blanks or stars', async () => {
    for (const Name of ['Inv Name', ' x', 'a*b', 'a?']) {
      await expect(create(Name)).rejects.toMatchObject({ code: 'ValidationException' })
    }
  })

  it('remembers the day of its last reading', async () => {
    await create('s')
    expect((await call('DescribeSecret', { SecretId: 's' })).LastAccessedDate).toBeUndefined()
    await call('GetSecretValue', { SecretId: 's' })
    expect((await call('DescribeSecret', { SecretId: 's' })).LastAccessedDate).toEqual(new Date(Date.UTC(2030, 0, 1)))
  })
})

it('lists by filters, a page at a time', async () => {
  await create('app/one', 1, { Description: 'First of all', Tags: [{ Key: 'team', Value: 'red' }] })
  clock.advance(1000)
  await create('app/two', 2, { Tags: [{ Key: 'team', Value: 'blue' }] })
  clock.advance(1000)
  await create('other', 3)
  const names = async (Filters: { Key: string; Values: string[] }[]) =>
    (await call('ListSecrets', { Filters })).SecretList?.map(({ Name }) => Name)
  expect(await names([{ Key: 'name', Values: ['app/'] }])).toEqual(['app/one', 'app/two'])
  expect(await names([{ Key: 'name', Values: ['!app/'] }])).toEqual(['other'])
  expect(
    await names([
      { Key: 'tag-value', Values: ['red', 'blue'] },
      { Key: 'name', Values: ['app/t'] },
    ]),
  ).toEqual(['app/two'])
  expect(await names([{ Key: 'description', Values: ['first'] }])).toEqual(['app/one'])
  expect(await names([{ Key: 'all', Values: ['TEAM'] }])).toEqual(['app/one', 'app/two'])
  const first = await call('ListSecrets', { MaxResults: 2 })
  expect(first.SecretList).toHaveLength(2)
  const second = await call('ListSecrets', { MaxResults: 2, NextToken: first.NextToken })
  expect(second.SecretList?.map(({ Name }) => Name)).toEqual(['other'])
  expect(second.NextToken).toBeUndefined()
  await expect(call('ListSecrets', { NextToken: 'zzz' })).rejects.toMatchObject({ code: 'InvalidNextTokenException' })
})

it('reads many values in one call, and says of each that it cannot read why', async () => {
  await create('s')
  const { SecretValues = [], Errors } = await call('BatchGetSecretValue', { SecretIdList: ['s', 'none'] })
  expect(SecretValues.map(({ SecretString }) => SecretString)).toEqual(['v1'])
  expect(Errors).toEqual([
    {
      SecretId: 'none',
      ErrorCode: 'ResourceNotFoundException',
      Message: "Secrets Manager can't find the specified secret.",
    },
  ])
  await expect(call('BatchGetSecretValue', {})).rejects.toMatchObject({ code: 'InvalidParameterException' })
})

it('refuses what it does not emulate by name', async () => {
  await create('s')
  const replica = { ClientRequestToken: version(7), AddReplicaRegions: [{ Region: 'eu-west-2' }] }
  await expect(call('CreateSecret', { Name: 'r', ...replica })).rejects.toMatchObject({
    code: 'NotImplementedException',
    message: expect.stringContaining('AddReplicaRegions'),
  })
  await expect(call('RotateSecret', { SecretId: 's' })).rejects.toMatchObject({
    message: 'No Lambda rotation function ARN is associated with this secret.',
  })
  const lambda = 'arn:aws:lambda:eu-west-1:111111111111:function:f'
  await expect(call('RotateSecret', { SecretId: 's', RotationLambdaARN: lambda })).rejects.toMatchObject({
    code: 'NotImplementedException',
  })
})
