import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type {
  CreateResourceServerRequest,
  CreateUserPoolClientRequest,
  CreateUserPoolDomainRequest,
  CreateUserPoolRequest,
  SetUserPoolMfaConfigRequest,
} from '../../../generated/cognito-idp.ts'
import { readModel, type Shape, shapeOf } from '../../../protocol/model.ts'
import { startCognito, type TestCognito } from '../cognito.harness.ts'

/*
 * Every member of these inputs, down to the last, is sent and found again in what Describe answers. The samples are
 * checked against the model, so that a member that AWS adds fails here until something is done about it.
 */

const model = readModel('cognito-idp')
let cognito: TestCognito
beforeAll(async () => {
  cognito = await startCognito()
})
afterAll(() => cognito.close())

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:f'
const ROLE = 'arn:aws:iam::123456789012:role/r'
const SmsConfiguration = {
  SnsCallerArn: ROLE,
  ExternalId: 'x',
  SnsRegion: 'us-east-1',
  EumsSms: {
    CallerArn: ROLE,
    ExternalId: 'e',
    Region: 'us-east-1',
    OriginationIdentity: 'o',
    ConfigurationSetName: 'c',
    InEntityId: 'i',
    InTemplateId: 't',
  },
}

const POOL = {
  PoolName: 'everything',
  Policies: {
    PasswordPolicy: {
      MinimumLength: 12,
      RequireUppercase: true,
      RequireLowercase: false,
      RequireNumbers: true,
      RequireSymbols: false,
      PasswordHistorySize: 5,
      TemporaryPasswordValidityDays: 3,
    },
    SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] },
  },
  DeletionProtection: 'ACTIVE',
  LambdaConfig: {
    PreSignUp: ARN,
    CustomMessage: ARN,
    PostConfirmation: ARN,
    PreAuthentication: ARN,
    PostAuthentication: ARN,
    DefineAuthChallenge: ARN,
    CreateAuthChallenge: ARN,
    VerifyAuthChallengeResponse: ARN,
    PreTokenGeneration: ARN,
    UserMigration: ARN,
    PreTokenGenerationConfig: { LambdaVersion: 'V3_0', LambdaArn: ARN },
    CustomSMSSender: { LambdaVersion: 'V1_0', LambdaArn: ARN },
    CustomEmailSender: { LambdaVersion: 'V1_0', LambdaArn: ARN },
    KMSKeyID: 'arn:aws:kms:us-east-1:123456789012:key/k',
    InboundFederation: { LambdaVersion: 'V1_0', LambdaArn: ARN },
  },
  AutoVerifiedAttributes: ['email'],
  AliasAttributes: ['phone_number'],
  UsernameAttributes: [],
  SmsVerificationMessage: 'sms {####}',
  EmailVerificationMessage: 'email {####}',
  EmailVerificationSubject: 'subject',
  VerificationMessageTemplate: {
    SmsMessage: 'sms {####}',
    EmailMessage: 'email {####}',
    EmailSubject: 'subject',
    EmailMessageByLink: '{##here##}',
    EmailSubjectByLink: 'link',
    DefaultEmailOption: 'CONFIRM_WITH_LINK',
  },
  SmsAuthenticationMessage: 'code {####}',
  MfaConfiguration: 'OPTIONAL',
  UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
  DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true },
  EmailConfiguration: {
    SourceArn: 'arn:aws:ses:us-east-1:123456789012:identity/a',
    ReplyToEmailAddress: 'a@example.com',
    EmailSendingAccount: 'DEVELOPER',
    From: 'b@example.com',
    ConfigurationSet: 'set',
  },
  SmsConfiguration,
  UserPoolTags: { a: 'b' },
  AdminCreateUserConfig: {
    AllowAdminCreateUserOnly: true,
    UnusedAccountValidityDays: 9,
    InviteMessageTemplate: { SMSMessage: '{username} {####}', EmailMessage: '{username} {####}', EmailSubject: 's' },
  },
  Schema: [
    {
      Name: 'tenant',
      AttributeDataType: 'String',
      DeveloperOnlyAttribute: false,
      Mutable: false,
      Required: false,
      NumberAttributeConstraints: { MinValue: '1', MaxValue: '2' },
      StringAttributeConstraints: { MinLength: '3', MaxLength: '4' },
    },
  ],
  UserPoolAddOns: {
    AdvancedSecurityMode: 'AUDIT',
    AdvancedSecurityAdditionalFlows: { CustomAuthMode: 'AUDIT' },
  },
  DcrConfiguration: {
    EnableStatus: 'ENABLED',
    OpenDcrEnabled: true,
    AuthenticatedGrantTypes: ['code'],
    OpenDcrGrantTypes: ['code'],
    AllowedScopes: ['api/read'],
  },
  UsernameConfiguration: { CaseSensitive: true },
  AccountRecoverySetting: { RecoveryMechanisms: [{ Priority: 1, Name: 'verified_email' }] },
  UserPoolTier: 'PLUS',
  KeyConfiguration: { KeyType: 'CUSTOMER_MANAGED_KEY', KmsKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/k' },
  IssuerConfiguration: { Type: 'UPDATED' },
  AcrConfiguration: {
    Level1: { AcrValue: 'one' },
    Level2: { AcrValue: 'urn:cognito:loa:2' },
    Level3: { AcrValue: 'three' },
    Level4: { AcrValue: 'urn:cognito:loa:4' },
  },
} as const satisfies Required<CreateUserPoolRequest>

const CLIENT = {
  ClientName: 'everything',
  RefreshTokenValidity: 10,
  AccessTokenValidity: 20,
  IdTokenValidity: 30,
  TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'days' },
  ReadAttributes: ['email'],
  WriteAttributes: ['name'],
  ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
  SupportedIdentityProviders: ['COGNITO'],
  CallbackURLs: ['https://a.example/callback'],
  LogoutURLs: ['https://a.example/logout'],
  DefaultRedirectURI: 'https://a.example/callback',
  AllowedOAuthFlows: ['code'],
  AllowedOAuthScopes: ['openid'],
  AllowedOAuthFlowsUserPoolClient: true,
  AnalyticsConfiguration: {
    ApplicationId: 'a',
    ApplicationArn: undefined,
    RoleArn: ROLE,
    ExternalId: 'e',
    UserDataShared: true,
  },
  PreventUserExistenceErrors: 'ENABLED',
  EnableTokenRevocation: false,
  EnablePropagateAdditionalUserContextData: true,
  AuthSessionValidity: 7,
  RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 30 },
} as const satisfies Omit<
  Required<CreateUserPoolClientRequest>,
  'UserPoolId' | 'GenerateSecret' | 'ClientSecret' | 'PublishSecretsInAWSSecretsManager'
>

/** Refused by name; its default is what happens. */
const REFUSED = { PublishSecretsInAWSSecretsManager: true }

const MFA = {
  SmsMfaConfiguration: { SmsAuthenticationMessage: 'code {####}', SmsConfiguration },
  SoftwareTokenMfaConfiguration: { Enabled: true },
  EmailMfaConfiguration: { Message: 'code {####}', Subject: 'code' },
  MfaConfiguration: 'ON',
  WebAuthnConfiguration: {
    RelyingPartyId: 'a.example',
    UserVerification: 'required',
    FactorConfiguration: 'SINGLE_FACTOR',
  },
} as const satisfies Omit<Required<SetUserPoolMfaConfigRequest>, 'UserPoolId'>

const DOMAIN = {
  Domain: 'auth.everything.example',
  ManagedLoginVersion: 2,
  CustomDomainConfig: {
    CertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/c',
    SecurityPolicy: 'TLS_V1_2_2021',
  },
  Routing: { Failover: { SecondaryRegion: 'us-west-2', PrimaryRoute53HealthCheckId: 'h' } },
} as const satisfies Omit<Required<CreateUserPoolDomainRequest>, 'UserPoolId'>

const SERVER = {
  Identifier: 'api',
  Name: 'Api',
  Scopes: [{ ScopeName: 'read', ScopeDescription: 'reads' }],
} as const satisfies Omit<Required<CreateResourceServerRequest>, 'UserPoolId'>

describe('the samples are whole', () => {
  test.each([
    ['CreateUserPool', POOL],
    ['UpdateUserPool', { UserPoolId: '', ...POOL }],
    ['CreateUserPoolClient', { UserPoolId: '', GenerateSecret: true, ClientSecret: '', ...CLIENT, ...REFUSED }],
    ['UpdateUserPoolClient', { UserPoolId: '', ClientId: '', ...CLIENT, ...REFUSED }],
    ['SetUserPoolMfaConfig', { UserPoolId: '', ...MFA }],
    ['CreateUserPoolDomain', { UserPoolId: '', ...DOMAIN }],
    ['UpdateUserPoolDomain', { UserPoolId: '', ...DOMAIN }],
    ['CreateResourceServer', { UserPoolId: '', ...SERVER }],
    ['UpdateResourceServer', { UserPoolId: '', ...SERVER }],
  ])('%s', (operation, sample) => {
    const input = model.operations[operation]?.input?.shape ?? ''
    expect(missingMembers(shapeOf(model, input), sample, operation)).toEqual([])
  })
})

test('CreateUserPool and UpdateUserPool', async () => {
  const { PoolName: Name, Schema, UsernameAttributes, AdminCreateUserConfig, Policies, ...rest } = POOL
  // The two names of one setting exclude each other.
  const { UnusedAccountValidityDays, ...adminOnly } = AdminCreateUserConfig
  const { TemporaryPasswordValidityDays, ...withoutDays } = Policies.PasswordPolicy
  const unusedDays = { ...rest, AdminCreateUserConfig, Policies: { ...Policies, PasswordPolicy: withoutDays } }
  const temporaryDays = { ...rest, AdminCreateUserConfig: adminOnly, Policies }

  const { UserPool } = await cognito.call('CreateUserPool', { PoolName: Name, Schema, ...unusedDays })
  const UserPoolId = UserPool?.Id ?? ''
  const describePool = async () => (await cognito.call('DescribeUserPool', { UserPoolId })).UserPool
  const described = await describePool()
  expect(described).toMatchObject({ Name, ...unusedDays })
  expect(described?.SchemaAttributes?.at(-1)).toEqual({ ...Schema[0], Name: 'custom:tenant' })

  const { AliasAttributes, UsernameConfiguration, ...changeable } = temporaryDays
  await cognito.call('UpdateUserPool', { UserPoolId })
  await cognito.call('UpdateUserPool', { UserPoolId, PoolName: 'renamed', ...changeable })
  expect(await describePool()).toMatchObject({ Name: 'renamed', ...temporaryDays })

  const byName = await cognito.call('CreateUserPool', { PoolName: Name, UsernameAttributes: ['email'] })
  expect(byName.UserPool?.UsernameAttributes).toEqual(['email'])
})

describe('within a pool', () => {
  let UserPoolId: string
  beforeAll(async () => {
    const { EmailConfiguration } = POOL
    UserPoolId = (await cognito.call('CreateUserPool', { PoolName: 'p', EmailConfiguration })).UserPool?.Id ?? ''
  })

  test('CreateUserPoolClient and UpdateUserPoolClient', async () => {
    const made = await cognito.call('CreateUserPoolClient', { UserPoolId, GenerateSecret: true, ...CLIENT })
    const ClientId = made.UserPoolClient?.ClientId ?? ''
    const describeClient = async () =>
      (await cognito.call('DescribeUserPoolClient', { UserPoolId, ClientId })).UserPoolClient
    const expected = JSON.parse(JSON.stringify(CLIENT))
    expect(await describeClient()).toMatchObject(expected)
    await cognito.call('UpdateUserPoolClient', { UserPoolId, ClientId })
    await cognito.call('UpdateUserPoolClient', { UserPoolId, ClientId, ...CLIENT })
    expect(await describeClient()).toMatchObject(expected)

    const refused = { code: 'NotImplementedException', message: expect.stringContaining(Object.keys(REFUSED).join()) }
    await expect(cognito.call('CreateUserPoolClient', { UserPoolId, ...CLIENT, ...REFUSED })).rejects.toMatchObject(
      refused,
    )
    const update = cognito.call('UpdateUserPoolClient', { UserPoolId, ClientId, ...CLIENT, ...REFUSED })
    await expect(update).rejects.toMatchObject(refused)
    const PublishSecretsInAWSSecretsManager = false
    await cognito.call('UpdateUserPoolClient', { UserPoolId, ClientId, ...CLIENT, PublishSecretsInAWSSecretsManager })
  })

  test('SetUserPoolMfaConfig', async () => {
    await cognito.call('SetUserPoolMfaConfig', { UserPoolId, ...MFA })
    expect(await cognito.call('GetUserPoolMfaConfig', { UserPoolId })).toEqual(MFA)
  })

  test('CreateUserPoolDomain and UpdateUserPoolDomain', async () => {
    const describeDomain = async () =>
      (await cognito.call('DescribeUserPoolDomain', { Domain: DOMAIN.Domain })).DomainDescription
    await cognito.call('CreateUserPoolDomain', { UserPoolId, ...DOMAIN })
    expect(await describeDomain()).toMatchObject(DOMAIN)
    await cognito.call('UpdateUserPoolDomain', {
      UserPoolId,
      Domain: DOMAIN.Domain,
      ManagedLoginVersion: 1,
      Routing: {},
    })
    await cognito.call('UpdateUserPoolDomain', { UserPoolId, ...DOMAIN })
    expect(await describeDomain()).toMatchObject(DOMAIN)
  })

  test('CreateResourceServer and UpdateResourceServer', async () => {
    const describeServer = async () =>
      (await cognito.call('DescribeResourceServer', { UserPoolId, Identifier: 'api' })).ResourceServer
    await cognito.call('CreateResourceServer', { UserPoolId, Identifier: 'api', Name: 'old' })
    await cognito.call('UpdateResourceServer', { UserPoolId, ...SERVER })
    expect(await describeServer()).toEqual({ UserPoolId, ...SERVER })
  })
})

/** Paths of members that the model has and the sample has not. */
function missingMembers(shape: Shape, sample: unknown, path: string): string[] {
  if (shape.type === 'list' && shape.member) {
    const member = shapeOf(model, shape.member.shape)
    return (sample as unknown[]).flatMap((item) => missingMembers(member, item, path))
  }
  if (shape.type !== 'structure') return []
  return Object.entries(shape.members ?? {}).flatMap(([name, member]) => {
    const value = (sample as Record<string, unknown>)[name]
    if (!(name in (sample as object))) return [`${path}.${name}`]
    return value === undefined ? [] : missingMembers(shapeOf(model, member.shape), value, `${path}.${name}`)
  })
}
