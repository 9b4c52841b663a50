import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HOME, machineClient, machinePool, START, startCognito, type TestCognito } from '../cognito.harness.ts'

let cognito: TestCognito
beforeAll(async () => {
  cognito = await startCognito()
})
afterAll(() => cognito.close())

const create = async (input: Partial<Parameters<typeof cognito.call<'CreateUserPool'>>[1]> = {}) => {
  const { UserPool } = await cognito.call('CreateUserPool', { PoolName: 'p', ...input })
  return { ...UserPool, Id: UserPool?.Id ?? '' }
}
const describePool = async (UserPoolId: string) => (await cognito.call('DescribeUserPool', { UserPoolId })).UserPool

describe('a pool made from a name alone', () => {
  test('has AWS’s defaults', async () => {
    const { SchemaAttributes, ...pool } = await create()
    expect(pool).toEqual({
      Id: expect.stringMatching(/^us-east-1_[0-9A-Za-z]{9}$/),
      Name: 'p',
      Arn: `arn:aws:cognito-idp:us-east-1:123456789012:userpool/${pool.Id}`,
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
      CreationDate: new Date(START),
      LastModifiedDate: new Date(START),
      VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_CODE' },
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: [] },
      MfaConfiguration: 'OFF',
      EstimatedNumberOfUsers: 0,
      EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' },
      UserPoolTags: {},
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7 },
      AccountRecoverySetting: {
        RecoveryMechanisms: [
          { Priority: 1, Name: 'verified_email' },
          { Priority: 2, Name: 'verified_phone_number' },
        ],
      },
      UserPoolTier: 'ESSENTIALS',
    })
    expect(SchemaAttributes?.map(({ Name }) => Name)).toHaveLength(21)
    expect(SchemaAttributes?.[0]).toEqual({
      Name: 'sub',
      AttributeDataType: 'String',
      DeveloperOnlyAttribute: false,
      Mutable: false,
      Required: true,
      StringAttributeConstraints: { MinLength: '1', MaxLength: '2048' },
    })
  })

  test('is described as it was answered', async () => {
    const made = await create()
    expect(await describePool(made.Id)).toEqual(JSON.parse(JSON.stringify(made), revive))
  })
})

test('an update replaces everything it may, and keeps what lasts', async () => {
  const made = await create({
    PoolName: 'before',
    UsernameAttributes: ['email'],
    UserPoolTags: { a: 'b' },
    DeletionProtection: 'ACTIVE',
    Schema: [{ Name: 'tenant', AttributeDataType: 'String' }],
  })
  cognito.clock.advance(1000)
  await cognito.call('UpdateUserPool', { UserPoolId: made.Id, UserPoolTier: 'LITE' })
  const updated = await describePool(made.Id)
  expect(updated).toMatchObject({
    Name: 'before',
    UsernameAttributes: ['email'],
    UserPoolTags: {},
    DeletionProtection: 'INACTIVE',
    UserPoolTier: 'LITE',
    CreationDate: made.CreationDate,
  })
  expect(updated?.LastModifiedDate?.getTime()).toBe((made.LastModifiedDate?.getTime() ?? 0) + 1000)
  expect(updated?.SchemaAttributes?.at(-1)).toMatchObject({ Name: 'custom:tenant', Mutable: true, Required: false })
})

test('a pool that names some levels of authentication shows all of them', async () => {
  const AcrConfiguration = { Level3: { AcrValue: 'three' } }
  const { UserPool } = await cognito.call('CreateUserPool', { PoolName: 'p', AcrConfiguration })
  expect(UserPool?.AcrConfiguration).toEqual({
    Level1: { AcrValue: 'urn:cognito:loa:1' },
    Level2: { AcrValue: 'urn:cognito:loa:2' },
    Level3: { AcrValue: 'three' },
    Level4: { AcrValue: 'urn:cognito:loa:4' },
  })
})

describe('refusals', () => {
  const SmsConfiguration = { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms' }
  test.each([
    [
      { AliasAttributes: ['email'], UsernameAttributes: ['email'] },
      'Only one of the aliasAttributes or usernameAttributes can be set in a User pool.',
    ],
    [
      { MfaConfiguration: 'OPTIONAL' },
      'SMS configuration and Auto verification for phone_number are required when MFA is required/optional',
    ],
    [
      { AutoVerifiedAttributes: ['phone_number'] },
      'SMS configuration is required when phone_number is selected for auto verification',
    ],
    [
      { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['EMAIL_OTP'] } } },
      'Password should be configured as one of the allowed first auth factors.',
    ],
    [
      {
        AdminCreateUserConfig: { UnusedAccountValidityDays: 1 },
        Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: 1 } },
      },
      'Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays',
    ],
    [
      { EmailConfiguration: { EmailSendingAccount: 'DEVELOPER' } },
      'Source ARN is required to use DEVELOPER email sending owner',
    ],
    [
      { LambdaConfig: { CustomEmailSender: { LambdaVersion: 'V1_0', LambdaArn: 'arn:a' } } },
      'KMSKeyId parameter is required when Custom SMS/Email Lambda trigger is used.',
    ],
    [
      {
        LambdaConfig: {
          PreTokenGeneration: 'arn:a',
          PreTokenGenerationConfig: { LambdaVersion: 'V1_0', LambdaArn: 'arn:b' },
        },
      },
      "Cannot use PreTokenGenerationLambda and PreTokenGeneration with different Lambda function ARN's",
    ],
    [{ AcrConfiguration: { Level1: { AcrValue: 'urn:cognito:loa:2' } } }, 'AcrValue must be unique across all levels.'],
    [
      { UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] } },
      'All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes',
    ],
    [
      { EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT', SourceArn: 'arn:a' } },
      'Cognito is not allowed to use your email identity',
    ],
    [
      {
        AccountRecoverySetting: {
          RecoveryMechanisms: [
            { Priority: 1, Name: 'verified_email' },
            { Priority: 1, Name: 'verified_phone_number' },
          ],
        },
      },
      'Account Recovery Setting cannot have duplicate priorities or recovery mechanisms.',
    ],
    [
      {
        AccountRecoverySetting: {
          RecoveryMechanisms: [
            { Priority: 1, Name: 'admin_only' },
            { Priority: 2, Name: 'verified_email' },
          ],
        },
      },
      'Account Recovery Setting cannot use admin_only setting with any other recovery mechanisms.',
    ],
    [
      { LambdaConfig: { PreSignUp: 'arn:aws:lambda:eu-west-1:123456789012:function:f' } },
      'Cross-region lambda functions are not supported',
    ],
    [
      {
        LambdaConfig: {
          PreTokenGenerationConfig: {
            LambdaVersion: 'V2_0',
            LambdaArn: 'arn:aws:lambda:eu-west-1:123456789012:function:f',
          },
        },
      },
      'Cross-region lambda functions are not supported',
    ],
    [
      { Schema: [{ Name: 'email', AttributeDataType: 'Number' }] },
      'You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute email',
    ],
    [
      {
        Schema: [
          { Name: 'email', Required: true },
          { Name: 'email', Mutable: false },
        ],
      },
      'Duplicate custom attribute names email are not allowed in a user pool schema.',
    ],
    [
      {
        Schema: [
          { Name: 's', AttributeDataType: 'String', StringAttributeConstraints: { MinLength: '10', MaxLength: '9' } },
        ],
      },
      "Attribute custom:s cannot have a max length shorter than it's min length",
    ],
    [
      { Schema: [{ Name: 'email', StringAttributeConstraints: { MaxLength: 'long' } }] },
      'Invalid StringAttributeConstraints for schema attribute email',
    ],
    [
      { Schema: [{ Name: 'n', AttributeDataType: 'Number', NumberAttributeConstraints: { MinValue: 'low' } }] },
      'Invalid NumberAttributeConstraints for schema attribute n',
    ],
    [
      { Schema: [{ Name: 'email', StringAttributeConstraints: { MaxLength: '2049' } }] },
      'user.email: String attributes cannot have a length of more than 2048',
    ],
    [
      { Schema: [{ Name: 'x' }] },
      'Invalid AttributeDataType input, consider using the provided AttributeDataType enum.',
    ],
    [
      { Schema: [{ Name: 'x', AttributeDataType: 'String', Required: true }] },
      'Required custom attributes are not supported currently.',
    ],
    [
      {
        Schema: [
          { Name: 'x', AttributeDataType: 'String' },
          { Name: 'x', AttributeDataType: 'String' },
        ],
      },
      'Duplicate custom attribute names custom:x are not allowed in a user pool schema.',
    ],
    [
      {
        Schema: [
          { Name: 'n', AttributeDataType: 'Number', NumberAttributeConstraints: { MinValue: '10', MaxValue: '9' } },
        ],
      },
      "Attribute custom:n cannot have a max value smaller than it's min value",
    ],
  ])('%j', async (input, message) => {
    await expect(create(input)).rejects.toMatchObject({ code: 'InvalidParameterException', status: 400, message })
  })

  test('a trigger that the tier has not', async () => {
    const LambdaConfig = { PreTokenGenerationConfig: { LambdaVersion: 'V3_0', LambdaArn: 'arn:a' } }
    await expect(create({ UserPoolTier: 'LITE', LambdaConfig })).rejects.toMatchObject({
      code: 'FeatureUnavailableInTierException',
      message:
        'The following features need to be disabled for the LITE pricing tier configured: ' +
        'Token Customization with Pre-Token Generation Lambda V3_0',
    })
  })

  test.each([
    [
      'LITE',
      { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } },
      'Passwordless Sign-In',
    ],
    ['ESSENTIALS', { UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } }, 'Threat Protection'],
    ['LITE', { AcrConfiguration: { Level1: { AcrValue: 'one' } } }, 'Authentication Level Names'],
  ])('%s with %j', async (UserPoolTier, input, feature) => {
    await expect(create({ UserPoolTier, ...input })).rejects.toMatchObject({
      code: 'FeatureUnavailableInTierException',
      message: `The following features need to be disabled for the ${UserPoolTier} pricing tier configured: ${feature}`,
    })
    await expect(create(input)).resolves.toBeDefined()
  })

  test('a way down to a tier without managed login, while a domain has it', async () => {
    const { Id: UserPoolId } = await create()
    const domain = { UserPoolId, Domain: 'tier-change' }
    await cognito.call('CreateUserPoolDomain', { ...domain, ManagedLoginVersion: 2 })
    const down = () => cognito.call('UpdateUserPool', { UserPoolId, UserPoolTier: 'LITE' })
    await expect(down()).rejects.toMatchObject({ code: 'TierChangeNotAllowedException', status: 400 })
    await cognito.call('UpdateUserPoolDomain', { ...domain, ManagedLoginVersion: 1 })
    await expect(down()).resolves.toEqual({})
  })

  test('SMS makes MFA and phone numbers fine', async () => {
    const input = { SmsConfiguration, MfaConfiguration: 'ON', AutoVerifiedAttributes: ['phone_number'] }
    await expect(create(input)).resolves.toMatchObject({ MfaConfiguration: 'ON' })
  })

  test.each(['DescribeUserPool', 'UpdateUserPool', 'DeleteUserPool', 'GetUserPoolMfaConfig'] as const)(
    '%s of a pool that is not there, or another place’s',
    async (operation) => {
      const { Id } = await create()
      const missing = { code: 'ResourceNotFoundException', message: 'User pool us-east-1_none does not exist.' }
      await expect(cognito.call(operation, { UserPoolId: 'us-east-1_none' })).rejects.toMatchObject(missing)
      for (const place of [
        { ...HOME, account: '999999999999' },
        { ...HOME, region: 'eu-west-1' },
      ]) {
        const elsewhere = cognito.call(operation, { UserPoolId: Id }, place)
        await expect(elsewhere).rejects.toMatchObject({ code: 'ResourceNotFoundException' })
      }
      await expect(describePool(Id)).resolves.toBeDefined()
    },
  )
})

describe('deletion', () => {
  test('is refused while a domain or the protection is there', async () => {
    const { UserPoolId, domain } = await machinePool(cognito, 'deletion')
    const remove = () => cognito.call('DeleteUserPool', { UserPoolId })
    await expect(remove()).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: 'User pool cannot be deleted. It has a domain configured that should be deleted first.',
    })
    await cognito.call('DeleteUserPoolDomain', { UserPoolId, Domain: domain })
    await cognito.call('UpdateUserPool', { UserPoolId, DeletionProtection: 'ACTIVE' })
    await expect(remove()).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message:
        'The user pool cannot be deleted because deletion protection is activated. ' +
        'Deletion protection must be inactivated first.',
    })
    await cognito.call('UpdateUserPool', { UserPoolId })
    await remove()
    await expect(describePool(UserPoolId)).rejects.toMatchObject({ code: 'ResourceNotFoundException' })
  })

  test('leaves nothing of the pool behind, and other pools alone', async () => {
    const own = await startCognito()
    const kept = await machinePool(own, 'kept')
    const before = await everything(own)
    const gone = await machinePool(own, 'gone')
    for (let i = 0; i < 20; i++) await machineClient(own, gone.UserPoolId, ['api/read'])
    await own.call('DeleteUserPoolDomain', { UserPoolId: gone.UserPoolId, Domain: 'gone' })
    await own.call('DeleteUserPool', { UserPoolId: gone.UserPoolId })
    // What was in it goes in turns, after the answer.
    await own.resume?.()
    await expect.poll(() => everything(own)).toEqual(before)
    expect((await own.token('kept', kept.clientId, kept.secret)).status).toBe(200)
    await own.close()
  })
})

describe('MFA', () => {
  test('is off without methods until it is set', async () => {
    const { Id: UserPoolId } = await create()
    expect(await cognito.call('GetUserPoolMfaConfig', { UserPoolId })).toEqual({ MfaConfiguration: 'OFF' })
    const methods = { SoftwareTokenMfaConfiguration: { Enabled: true }, MfaConfiguration: 'OPTIONAL' }
    expect(await cognito.call('SetUserPoolMfaConfig', { UserPoolId, ...methods })).toEqual(methods)
    expect(await cognito.call('GetUserPoolMfaConfig', { UserPoolId })).toEqual(methods)
    expect(await describePool(UserPoolId)).toMatchObject({ MfaConfiguration: 'OPTIONAL' })
  })

  test.each([
    [
      { MfaConfiguration: 'OFF', SoftwareTokenMfaConfiguration: { Enabled: true } },
      "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
    ],
    [
      { SmsMfaConfiguration: { SmsConfiguration: { SnsCallerArn: 'arn:a' } } },
      "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
    ],
    [
      { MfaConfiguration: 'ON', EmailMfaConfiguration: { Subject: 'code' } },
      'Cannot set EmailMfaConfiguration when user pool EmailConfiguration contains an EmailSendingAccount of COGNITO_DEFAULT.',
    ],
  ])('%j is refused', async (input, message) => {
    const { Id: UserPoolId } = await create()
    await expect(cognito.call('SetUserPoolMfaConfig', { UserPoolId, ...input })).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message,
    })
  })

  test('cannot be required without a method', async () => {
    const { Id: UserPoolId } = await create()
    await expect(cognito.call('SetUserPoolMfaConfig', { UserPoolId, MfaConfiguration: 'ON' })).rejects.toMatchObject({
      code: 'InvalidParameterException',
    })
  })
})

describe('custom attributes', () => {
  test('are added and never twice', async () => {
    const { Id: UserPoolId } = await create()
    const CustomAttributes = [{ Name: 'tenant', AttributeDataType: 'String' }]
    await cognito.call('AddCustomAttributes', { UserPoolId, CustomAttributes })
    expect((await describePool(UserPoolId))?.SchemaAttributes?.at(-1)?.Name).toBe('custom:tenant')
    await expect(cognito.call('AddCustomAttributes', { UserPoolId, CustomAttributes })).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: 'custom:tenant: Existing attribute already has name custom:tenant.',
    })
  })
})

describe('tags', () => {
  test('are added, listed, shown and removed', async () => {
    const { Arn: ResourceArn = '', Id } = await create({ UserPoolTags: { a: '1' } })
    await cognito.call('TagResource', { ResourceArn, Tags: { b: '2', a: '3' } })
    expect(await cognito.call('ListTagsForResource', { ResourceArn })).toEqual({ Tags: { a: '3', b: '2' } })
    await cognito.call('UntagResource', { ResourceArn, TagKeys: ['a', 'none'] })
    expect(await describePool(Id)).toMatchObject({ UserPoolTags: { b: '2' } })
  })

  test.each([
    ['nonsense', 'InvalidParameterException'],
    ['arn:aws:s3:::userpool/us-east-1_none', 'InvalidParameterException'],
    ['arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_none', 'ResourceNotFoundException'],
    ['arn:aws:cognito-idp:us-east-1:999999999999:userpool/us-east-1_none', 'ResourceNotFoundException'],
  ])('of %s: %s', async (ResourceArn, code) => {
    await expect(cognito.call('ListTagsForResource', { ResourceArn })).rejects.toMatchObject({ code })
  })
})

test('pools are listed page by page, per place', async () => {
  const place = { ...HOME, region: 'eu-west-1' }
  const made = new Set<string | undefined>()
  for (let i = 0; i < 5; i++) {
    made.add((await cognito.call('CreateUserPool', { PoolName: `p${i}` }, place)).UserPool?.Id)
  }
  const listed: (string | undefined)[] = []
  let NextToken: string | undefined
  do {
    const page = await cognito.call('ListUserPools', { MaxResults: 2, NextToken }, place)
    expect(page.UserPools?.length).toBeLessThanOrEqual(2)
    listed.push(...(page.UserPools ?? []).map(({ Id }) => Id))
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  expect(listed).toHaveLength(5)
  expect(new Set(listed)).toEqual(made)
  await expect(cognito.call('ListUserPools', { MaxResults: 2, NextToken: 'x' }, place)).rejects.toMatchObject({
    code: 'InvalidParameterException',
    message: 'Invalid pagination token given.',
  })
})

function revive(_key: string, value: unknown): unknown {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? new Date(value) : value
}

async function everything({ store }: TestCognito): Promise<string[]> {
  const kinds = [
    'user-pool',
    'user-pool-place',
    'signing-keys',
    'app-client',
    'app-client-pool',
    'resource-server',
    'domain',
  ]
  const documents = await Promise.all(kinds.map((kind) => store.list({ kind: `cognito-idp/${kind}` })))
  return documents.flat().map(({ key }) => `${key.kind} ${key.place} ${key.id}`)
}
