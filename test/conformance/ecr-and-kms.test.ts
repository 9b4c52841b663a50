import {
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeRepositoriesCommand,
  GetAuthorizationTokenCommand,
  GetLifecyclePolicyCommand,
  GetRepositoryPolicyCommand,
  PutLifecyclePolicyCommand,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr'
import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateKeyCommand,
  DecryptCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyRotationCommand,
  GenerateDataKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  ListAliasesCommand,
  ListKeysCommand,
  ScheduleKeyDeletionCommand,
  SignCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-kms'
import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { refusalOf } from '../support/refusal.ts'

const origin = inject('origin')
const ACCOUNT = '333300000006'
const { ecr, kms } = awsClients({ origin, account: ACCOUNT })

describe('ECR', () => {
  it('keeps repositories with their policies', async () => {
    const repositoryName = uniqueName('team/app')
    const { repository } = await ecr.send(new CreateRepositoryCommand({ repositoryName }))
    expect(repository).toMatchObject({
      repositoryName,
      registryId: ACCOUNT,
      repositoryArn: `arn:aws:ecr:us-east-1:${ACCOUNT}:repository/${repositoryName}`,
      repositoryUri: `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/${repositoryName}`,
      imageTagMutability: 'MUTABLE',
    })
    expect(await refusalOf(ecr.send(new CreateRepositoryCommand({ repositoryName })))).toMatchObject({
      name: 'RepositoryAlreadyExistsException',
      status: 400,
    })
    const policyText = JSON.stringify({ Version: '2012-10-17', Statement: [] })
    await ecr.send(new SetRepositoryPolicyCommand({ repositoryName, policyText }))
    const policy = await ecr.send(new GetRepositoryPolicyCommand({ repositoryName }))
    expect(JSON.parse(policy.policyText ?? '')).toEqual(JSON.parse(policyText))
    const selection = { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 365 }
    const rules = [{ rulePriority: 1, description: 'x', selection, action: { type: 'expire' } }]
    const lifecyclePolicyText = JSON.stringify({ rules })
    await ecr.send(new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText }))
    const lifecycle = await ecr.send(new GetLifecyclePolicyCommand({ repositoryName }))
    expect(JSON.parse(lifecycle.lifecyclePolicyText ?? '')).toEqual({ rules })
    const { repositories } = await ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] }))
    expect(repositories).toHaveLength(1)
    await ecr.send(new DeleteRepositoryCommand({ repositoryName }))
    const gone = ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] }))
    expect(await refusalOf(gone)).toMatchObject({ name: 'RepositoryNotFoundException', status: 400 })
  })

  it('has no registry, and says so', async () => {
    const refusal = await refusalOf(ecr.send(new GetAuthorizationTokenCommand({})))
    expect(refusal.status).toBe(400)
    expect(refusal.message).toContain('GetAuthorizationToken')
  })
})

describe('KMS', () => {
  it('keeps keys with their states', async () => {
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: 'assets' }))
    const KeyId = KeyMetadata?.KeyId
    expect(KeyMetadata).toMatchObject({
      KeyId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      Arn: `arn:aws:kms:us-east-1:${ACCOUNT}:key/${KeyId}`,
      AWSAccountId: ACCOUNT,
      Enabled: true,
      KeyState: 'Enabled',
      KeyUsage: 'ENCRYPT_DECRYPT',
      KeySpec: 'SYMMETRIC_DEFAULT',
      Origin: 'AWS_KMS',
      KeyManager: 'CUSTOMER',
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
      CurrentKeyMaterialId: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    const hmac = await kms.send(new CreateKeyCommand({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }))
    expect(hmac.KeyMetadata?.MacAlgorithms).toEqual(['HMAC_SHA_256'])
    expect(hmac.KeyMetadata).not.toHaveProperty('CurrentKeyMaterialId')
    const state = async () => (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState
    expect(JSON.parse((await kms.send(new GetKeyPolicyCommand({ KeyId }))).Policy ?? '')).toMatchObject({
      Statement: [{ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }],
    })
    await kms.send(new EnableKeyRotationCommand({ KeyId }))
    expect((await kms.send(new GetKeyRotationStatusCommand({ KeyId }))).KeyRotationEnabled).toBe(true)
    await kms.send(new DisableKeyCommand({ KeyId }))
    expect(await state()).toBe('Disabled')
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }))
    expect(await state()).toBe('PendingDeletion')
    expect((await refusalOf(kms.send(new DisableKeyCommand({ KeyId })))).name).toBe('KMSInvalidStateException')
    await kms.send(new CancelKeyDeletionCommand({ KeyId }))
    expect(await state()).toBe('Disabled')
    expect((await kms.send(new ListKeysCommand({}))).Keys?.map((key) => key.KeyId)).toContain(KeyId)
  })

  it('reaches keys by alias, and moves aliases', async () => {
    const AliasName = `alias/${uniqueName('app')}`
    const create = async () => (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId
    const [first, second] = [await create(), await create()]
    const behind = async () => (await kms.send(new DescribeKeyCommand({ KeyId: AliasName }))).KeyMetadata?.KeyId
    await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: first }))
    expect(await behind()).toBe(first)
    const again = new CreateAliasCommand({ AliasName, TargetKeyId: second })
    expect((await refusalOf(kms.send(again))).name).toBe('AlreadyExistsException')
    await kms.send(new UpdateAliasCommand({ AliasName, TargetKeyId: second }))
    expect(await behind()).toBe(second)
    const { Aliases } = await kms.send(new ListAliasesCommand({ KeyId: second }))
    expect(Aliases?.map((alias) => alias.AliasName)).toEqual([AliasName])
    await kms.send(new DeleteAliasCommand({ AliasName }))
    expect(await refusalOf(behind())).toMatchObject({ name: 'NotFoundException', status: 400 })
  })

  it('encrypts with symmetric keys, bound to a context', async () => {
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}))
    const [KeyId, EncryptionContext] = [KeyMetadata?.KeyId, { tenant: 'blue' }]
    const made = await kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256', EncryptionContext }))
    const decrypt = (more = {}) =>
      kms.send(new DecryptCommand({ CiphertextBlob: made.CiphertextBlob, EncryptionContext, ...more }))
    const opened = await decrypt()
    expect(opened).toMatchObject({ KeyId: KeyMetadata?.Arn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' })
    expect(opened.Plaintext).toEqual(made.Plaintext)
    const other = { EncryptionContext: { tenant: 'red' } }
    expect(await refusalOf(decrypt(other))).toMatchObject({ name: 'InvalidCiphertextException', status: 400 })
    const another = (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId
    expect(await refusalOf(decrypt({ KeyId: another }))).toMatchObject({ name: 'IncorrectKeyException', status: 400 })
    await kms.send(new DisableKeyCommand({ KeyId }))
    expect(await refusalOf(decrypt())).toMatchObject({ name: 'DisabledException', status: 400 })
  })

  it('signs nothing, and says so', async () => {
    const signing = { KeyId: 'x', Message: Buffer.from('x'), SigningAlgorithm: 'ECDSA_SHA_256' as const }
    const refusal = await refusalOf(kms.send(new SignCommand(signing)))
    expect(refusal.status).toBe(400)
    expect(refusal.message).toContain('Sign')
  })
})
