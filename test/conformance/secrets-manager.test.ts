import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  RotateSecretCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
} from '@aws-sdk/client-secrets-manager'
import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { refusalOf } from '../support/refusal.ts'
import { outputsOf, stacksOf } from '../support/stacks.ts'

const ACCOUNT = '333300000013'
const { secretsManager, cloudFormation } = awsClients({ origin: inject('origin'), account: ACCOUNT })
const stacks = stacksOf(cloudFormation)
const read = (SecretId: string, VersionStage?: string) =>
  secretsManager.send(new GetSecretValueCommand({ SecretId, VersionStage }))

describe('a secret', () => {
  it('is created, read, changed, described and deleted as AWS was recorded to do it', async () => {
    const Name = uniqueName('app/db')
    const made = await secretsManager.send(
      new CreateSecretCommand({ Name, SecretString: 'one', Description: 'Testing secret creation.' }),
    )
    expect(made.ARN).toMatch(new RegExp(`^arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:${Name}-\\w{6}$`))
    expect(await read(Name)).toMatchObject({
      ARN: made.ARN,
      Name,
      SecretString: 'one',
      VersionId: made.VersionId,
      VersionStages: ['AWSCURRENT'],
      CreatedDate: expect.any(Date),
    })
    const second = await secretsManager.send(new PutSecretValueCommand({ SecretId: Name, SecretString: 'two' }))
    expect(second.VersionStages).toEqual(['AWSCURRENT'])
    expect((await read(Name, 'AWSPREVIOUS')).SecretString).toBe('one')
    await secretsManager.send(new UpdateSecretCommand({ SecretId: Name, Description: 'other' }))
    await secretsManager.send(new TagResourceCommand({ SecretId: Name, Tags: [{ Key: 'a', Value: 'b' }] }))
    expect(await secretsManager.send(new DescribeSecretCommand({ SecretId: Name }))).toMatchObject({
      Description: 'other',
      Tags: [{ Key: 'a', Value: 'b' }],
      VersionIdsToStages: { [made.VersionId ?? '']: ['AWSPREVIOUS'], [second.VersionId ?? '']: ['AWSCURRENT'] },
    })
    await secretsManager.send(new UntagResourceCommand({ SecretId: Name, TagKeys: ['a'] }))
    const { Versions = [] } = await secretsManager.send(new ListSecretVersionIdsCommand({ SecretId: Name }))
    expect(Versions.map(({ KmsKeyIds }) => KmsKeyIds)).toEqual([['DefaultEncryptionKey'], ['DefaultEncryptionKey']])

    await secretsManager.send(new DeleteSecretCommand({ SecretId: Name }))
    expect(await refusalOf(read(Name))).toMatchObject({
      name: 'InvalidRequestException',
      message: "You can't perform this operation on the secret because it was marked for deletion.",
    })
    const again = secretsManager.send(new CreateSecretCommand({ Name, SecretString: 'x' }))
    expect((await refusalOf(again)).message).toBe(
      "You can't create this secret because a secret with this name is already scheduled for deletion.",
    )
    await secretsManager.send(new RestoreSecretCommand({ SecretId: Name }))
    expect((await read(Name)).SecretString).toBe('two')
    await secretsManager.send(new DeleteSecretCommand({ SecretId: Name, ForceDeleteWithoutRecovery: true }))
    expect(await refusalOf(read(Name))).toMatchObject({
      name: 'ResourceNotFoundException',
      status: 400,
      message: "Secrets Manager can't find the specified secret.",
    })
  })

  it('is listed by its name’s beginning', async () => {
    const prefix = uniqueName('listed/')
    for (const name of ['b', 'a']) {
      await secretsManager.send(new CreateSecretCommand({ Name: prefix + name, SecretString: 'x' }))
    }
    const Filters = [{ Key: 'name' as const, Values: [prefix] }]
    const { SecretList = [] } = await secretsManager.send(new ListSecretsCommand({ Filters, SortBy: 'name' }))
    expect(SecretList.map(({ Name }) => Name)).toEqual([`${prefix}a`, `${prefix}b`])
  })

  it('has no rotation here, which is said by name', async () => {
    const Name = uniqueName('rotated')
    await secretsManager.send(new CreateSecretCommand({ Name, SecretString: 'x' }))
    const RotationLambdaARN = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:f`
    const refusal = await refusalOf(secretsManager.send(new RotateSecretCommand({ SecretId: Name, RotationLambdaARN })))
    expect(refusal).toMatchObject({ name: 'NotImplementedException', status: 400 })
  })

  it('can be filled with a generated password', async () => {
    const { RandomPassword = '' } = await secretsManager.send(
      new GetRandomPasswordCommand({ PasswordLength: 20, ExcludePunctuation: true, ExcludeCharacters: 'aeiou' }),
    )
    expect(RandomPassword).toMatch(/^[b-df-hj-np-tv-zA-Z0-9]{20}$/)
  })
})

describe('AWS::SecretsManager::Secret', () => {
  const template = (rules: object) => ({
    Resources: {
      Secret: {
        Type: 'AWS::SecretsManager::Secret',
        Properties: {
          Tags: [{ Key: 'k', Value: 'v' }],
          GenerateSecretString: { SecretStringTemplate: '{"user":"me"}', GenerateStringKey: 'password', ...rules },
        },
      },
    },
    Outputs: { Arn: { Value: { Ref: 'Secret' } } },
  })

  it('generates its password once, and anew only for other rules', async () => {
    const name = uniqueName('secret')
    const stack = await stacks.create(name, template({ PasswordLength: 16 }))
    const { Arn = '' } = outputsOf(stack)
    const first = JSON.parse((await read(Arn)).SecretString ?? '')
    expect(first).toEqual({ user: 'me', password: expect.stringMatching(/^.{16}$/) })

    const described = { ...template({ PasswordLength: 16 }) }
    Object.assign(described.Resources.Secret.Properties, { Description: 'changed' })
    await stacks.update(name, described)
    expect(JSON.parse((await read(Arn)).SecretString ?? '')).toEqual(first)

    await stacks.update(name, template({ PasswordLength: 24 }))
    expect(JSON.parse((await read(Arn)).SecretString ?? '').password).toHaveLength(24)
    await stacks.delete(name)
    expect((await refusalOf(read(Arn))).name).toBe('ResourceNotFoundException')
  })

  it('fails where its template is no object', async () => {
    const name = uniqueName('secret')
    const stack = await stacks.create(name, template({ SecretStringTemplate: '[1]' }), { OnFailure: 'DO_NOTHING' })
    expect(stack.StackStatus).toBe('CREATE_FAILED')
    const reasons = (await stacks.events(name)).map(({ ResourceStatusReason = '' }) => ResourceStatusReason)
    expect(reasons).toContainEqual(expect.stringContaining('SecretStringTemplate must be a JSON object.'))
  })
})

it('a template may refer to what a secret of its own holds', async () => {
  const name = uniqueName('secret')
  const reference = { 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Secret' }, ':SecretString:user}}']] }
  const stack = await stacks.create(name, {
    Resources: {
      Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { SecretString: '{"user":"me"}' } },
      Shown: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: reference } },
    },
    Outputs: { Value: { Value: { 'Fn::GetAtt': ['Shown', 'Value'] } } },
  })
  expect(stack.StackStatus).toBe('CREATE_COMPLETE')
  expect(outputsOf(stack).Value).toBe('me')
})
