import {
  AddCustomAttributesCommand,
  CreateUserPoolCommand,
  CreateUserPoolDomainCommand,
  DeleteUserPoolCommand,
  DeleteUserPoolDomainCommand,
  DescribeUserPoolCommand,
  DescribeUserPoolDomainCommand,
  GetUserPoolMfaConfigCommand,
  ListTagsForResourceCommand,
  ListUserImportJobsCommand,
  ListUserPoolsCommand,
  SetUserPoolMfaConfigCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateUserPoolCommand,
  UpdateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { refusalOf } from '../support/refusal.ts'

const origin = inject('origin')
const ACCOUNT = '555500000001'
const { cognito } = awsClients({ origin, account: ACCOUNT })

async function createPool(PoolName = 'pool'): Promise<string> {
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName }))
  return UserPool?.Id ?? ''
}

describe('a user pool', () => {
  it('has AWS’s defaults (cognito 5.1.4, 6.1.1, 6.1.3, 6.1.4, 6.1.5, 6.3.4)', async () => {
    const { UserPool: made } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'defaults' }))
    const { UserPool: pool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: made?.Id }))
    expect(pool).toMatchObject({
      Id: expect.stringMatching(/^us-east-1_[0-9A-Za-z]{9}$/),
      Arn: `arn:aws:cognito-idp:us-east-1:${ACCOUNT}:userpool/${made?.Id}`,
      Name: 'defaults',
      Policies: {
        PasswordPolicy: {
          MinimumLength: 8,
          RequireUppercase: true,
          RequireLowercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
          TemporaryPasswordValidityDays: 7,
        },
        SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] },
      },
      DeletionProtection: 'INACTIVE',
      LambdaConfig: {},
      VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_CODE' },
      MfaConfiguration: 'OFF',
      EstimatedNumberOfUsers: 0,
      EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
      UserPoolTier: 'ESSENTIALS',
    })
    expect(pool?.SchemaAttributes?.map((attribute) => attribute.Name)).toEqual([
      ...['sub', 'name', 'given_name', 'family_name', 'middle_name', 'nickname', 'preferred_username', 'profile'],
      ...['picture', 'website', 'email', 'email_verified', 'gender', 'birthdate', 'zoneinfo', 'locale'],
      ...['phone_number', 'phone_number_verified', 'address', 'updated_at', 'identities'],
    ])
    expect(pool?.CreationDate).toBeInstanceOf(Date)
    expect(pool?.Domain).toBeUndefined()
    expect(pool?.SmsConfiguration).toBeUndefined()
  })

  it('is updated as a whole: what is left out goes back to its default (cognito 6.1.6)', async () => {
    const UserPoolId = await createPool()
    const policy = { PasswordPolicy: { MinimumLength: 20, RequireSymbols: false } }
    const settings = { UserPoolId, Policies: policy, DeletionProtection: 'ACTIVE' as const }
    await cognito.send(new UpdateUserPoolCommand(settings))
    const updated = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }))
    expect(updated.UserPool).toMatchObject({ DeletionProtection: 'ACTIVE', Name: 'pool', Id: UserPoolId })
    expect(updated.UserPool?.Policies?.PasswordPolicy).toMatchObject({ MinimumLength: 20, RequireSymbols: false })

    await cognito.send(new UpdateUserPoolCommand({ UserPoolId }))
    const back = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }))
    expect(back.UserPool?.DeletionProtection).toBe('INACTIVE')
    expect(back.UserPool?.Policies?.PasswordPolicy?.MinimumLength).toBe(8)
  })

  it('takes attributes of one’s own and settings for second factors', async () => {
    const UserPoolId = await createPool()
    const attribute = { Name: 'tenant', AttributeDataType: 'String' as const, Mutable: true }
    await cognito.send(new AddCustomAttributesCommand({ UserPoolId, CustomAttributes: [attribute] }))
    const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }))
    expect(UserPool?.SchemaAttributes?.map((one) => one.Name)).toContain('custom:tenant')
    const SoftwareTokenMfaConfiguration = { Enabled: true }
    const mfa = { UserPoolId, MfaConfiguration: 'OPTIONAL' as const, SoftwareTokenMfaConfiguration }
    await cognito.send(new SetUserPoolMfaConfigCommand(mfa))
    const read = await cognito.send(new GetUserPoolMfaConfigCommand({ UserPoolId }))
    expect(read).toMatchObject({ MfaConfiguration: 'OPTIONAL', SoftwareTokenMfaConfiguration })
  })

  it('is listed in pages, every pool once (cognito 6.1.7, 9.5.1, 9.5.3)', async () => {
    const listing = awsClients({ origin, account: '555500000002' }).cognito
    const names = Array.from({ length: 7 }, (_, i) => `listed-${i}`)
    for (const PoolName of names) await listing.send(new CreateUserPoolCommand({ PoolName }))
    const listed: string[] = []
    let NextToken: string | undefined
    do {
      const page = await listing.send(new ListUserPoolsCommand({ MaxResults: 3, NextToken }))
      expect(page.UserPools?.length).toBeLessThanOrEqual(3)
      listed.push(...(page.UserPools ?? []).map((pool) => pool.Name ?? ''))
      NextToken = page.NextToken
    } while (NextToken)
    expect(listed.sort()).toEqual(names)
  })

  it('bears tags', async () => {
    const { UserPool } = await cognito.send(
      new CreateUserPoolCommand({ PoolName: 'tagged', UserPoolTags: { team: 'orders' } }),
    )
    const ResourceArn = UserPool?.Arn
    await cognito.send(new TagResourceCommand({ ResourceArn, Tags: { stage: 'test' } }))
    await cognito.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['team'] }))
    const { Tags } = await cognito.send(new ListTagsForResourceCommand({ ResourceArn }))
    expect(Tags).toEqual({ stage: 'test' })
    const { UserPool: described } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: UserPool?.Id }))
    expect(described?.UserPoolTags).toEqual({ stage: 'test' })
  })

  it('is deleted, unless it is protected or has a domain (cognito 6.3.1, 6.3.2, 6.3.3, 6.1.8)', async () => {
    const UserPoolId = await createPool()
    const Domain = uniqueName('pool')
    const remove = () => cognito.send(new DeleteUserPoolCommand({ UserPoolId }))
    await cognito.send(new UpdateUserPoolCommand({ UserPoolId, DeletionProtection: 'ACTIVE' }))
    expect(await refusalOf(remove())).toEqual({
      name: 'InvalidParameterException',
      message:
        'The user pool cannot be deleted because deletion protection is activated. ' +
        'Deletion protection must be inactivated first.',
      status: 400,
    })
    await cognito.send(new UpdateUserPoolCommand({ UserPoolId }))
    await cognito.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain }))
    expect(await refusalOf(remove())).toEqual({
      name: 'InvalidParameterException',
      message: 'User pool cannot be deleted. It has a domain configured that should be deleted first.',
      status: 400,
    })
    await cognito.send(new DeleteUserPoolDomainCommand({ UserPoolId, Domain }))
    await remove()
    expect(await refusalOf(cognito.send(new DescribeUserPoolCommand({ UserPoolId })))).toEqual({
      name: 'ResourceNotFoundException',
      message: `User pool ${UserPoolId} does not exist.`,
      status: 400,
    })
  })
})

describe('a domain', () => {
  it('is created, described, shown by its pool, and deleted (cognito 6.4.2, 6.4.5, 6.4.6, 6.4.7, 6.4.8)', async () => {
    const UserPoolId = await createPool()
    const Domain = uniqueName('domain')
    const describeDomain = () => cognito.send(new DescribeUserPoolDomainCommand({ Domain }))
    expect((await describeDomain()).DomainDescription).toEqual({})
    await cognito.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain }))
    const { DomainDescription } = await describeDomain()
    expect(DomainDescription).toMatchObject({ UserPoolId, Domain, AWSAccountId: ACCOUNT, Status: 'ACTIVE' })
    const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }))
    expect(UserPool?.Domain).toBe(Domain)
    await cognito.send(new UpdateUserPoolDomainCommand({ UserPoolId, Domain, ManagedLoginVersion: 2 }))
    expect((await describeDomain()).DomainDescription?.ManagedLoginVersion).toBe(2)
    await cognito.send(new DeleteUserPoolDomainCommand({ UserPoolId, Domain }))
    expect((await describeDomain()).DomainDescription).toEqual({})
  })

  it('is one for each pool, and one pool’s among all accounts (cognito 6.4.3, 6.4a, 6.4b)', async () => {
    const Domain = uniqueName('taken')
    const UserPoolId = await createPool()
    await cognito.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain }))
    const stranger = awsClients({ origin, account: '555500000003' }).cognito
    const { UserPool } = await stranger.send(new CreateUserPoolCommand({ PoolName: 'stranger' }))
    const taking = stranger.send(new CreateUserPoolDomainCommand({ UserPoolId: UserPool?.Id, Domain }))
    expect(await refusalOf(taking)).toMatchObject({
      name: 'InvalidParameterException',
      message: 'Domain already associated with another user pool.',
    })
    const second = cognito.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain: uniqueName('second') }))
    expect((await refusalOf(second)).name).toBe('InvalidParameterException')
  })

  it.each([
    ['Upper', 'The domain name contains an invalid character.'],
    ['under_score', 'The domain name contains an invalid character.'],
    ['my-cognito', 'cognito'],
    ['a'.repeat(64), 'Member must have length less than or equal to 63'],
  ])('is refused as %s (cognito 6.4.1, 6.4c, 6.4d, 6.4e)', async (Domain, text) => {
    const UserPoolId = await createPool()
    const refusal = await refusalOf(cognito.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain })))
    expect(refusal).toMatchObject({ name: 'InvalidParameterException', status: 400 })
    expect(refusal.message).toContain(text)
  })
})

describe('the service refuses', () => {
  it('what breaks the model’s rules, with all violations in AWS’s words (cognito 9.4.1, 9.4.2, 9.4.5, 9.4.6)', async () => {
    const refusal = await refusalOf(
      cognito.send(new CreateUserPoolCommand({ PoolName: '', MfaConfiguration: 'MAYBE' as never })),
    )
    expect(refusal.name).toBe('InvalidParameterException')
    expect(refusal.message).toMatch(/^\d validation errors detected: /)
    for (const violation of [
      "Value '' at 'poolName' failed to satisfy constraint: Member must have length greater than or equal to 1",
      "Value '' at 'poolName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w\\s+=,.@-]+",
      "Value 'MAYBE' at 'mfaConfiguration' failed to satisfy constraint: Member must satisfy enum value set: [",
    ]) {
      expect(refusal.message).toContain(violation)
    }
    const named = await refusalOf(cognito.send(new DescribeUserPoolCommand({ UserPoolId: 'x' })))
    expect(named.message).toBe(
      "1 validation error detected: Value 'x' at 'userPoolId' failed to satisfy constraint: " +
        'Member must satisfy regular expression pattern: [\\w-]+_[0-9a-zA-Z]+',
    )
  })

  it('an operation for imports of users, which it names', async () => {
    const refusal = await refusalOf(
      cognito.send(new ListUserImportJobsCommand({ UserPoolId: await createPool(), MaxResults: 1 })),
    )
    expect(refusal).toMatchObject({ name: 'NotImplementedException', status: 400 })
    expect(refusal.message).toContain('ListUserImportJobs')
  })

  it('a paging token that it did not give (cognito 9.5.2)', async () => {
    const page = cognito.send(new ListUserPoolsCommand({ MaxResults: 3, NextToken: 'made-up' }))
    expect((await refusalOf(page)).name).toBe('InvalidParameterException')
  })
})
