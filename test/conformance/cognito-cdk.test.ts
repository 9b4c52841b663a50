import {
  DescribeIdentityProviderCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { decodeJwt } from 'jose'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { fetchByAwsName } from '../support/aws-names.ts'
import { type Template, templateOfFixture } from '../support/cdk.ts'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { PASSWORD } from '../support/people.ts'
import { outputsOf, stacksOf } from '../support/stacks.ts'

const origin = inject('origin')
const { cognito, cloudFormation } = awsClients({ origin, account: '555500000090' })
const stacks = stacksOf(cloudFormation)
const prefix = uniqueName('cdk')

let resources: readonly Template['Resources'][string][]
let outputs: Record<string, string>
beforeAll(async () => {
  const template = await templateOfFixture('people-app', 'People', { prefix })
  resources = Object.values(template.Resources)
  const stack = await stacks.create(uniqueName('people'), template, { Capabilities: ['CAPABILITY_IAM'] })
  expect(stack.StackStatus, stack.StackStatusReason).toBe('CREATE_COMPLETE')
  outputs = outputsOf(stack)
})

const propertiesOf = (type: string) => resources.filter(({ Type }) => Type === type).map(({ Properties }) => Properties)
const describeClient = async (name: string) => {
  const named = { UserPoolId: outputs.PoolId, ClientId: outputs[name] }
  return (await cognito.send(new DescribeUserPoolClientCommand(named))).UserPoolClient
}

describe('what the CDK writes of a pool (cognito-people 13.4)', () => {
  it('is what the pool has: texts, recovery, second factors, ways to sign in, functions (cognito-people 13.5)', async () => {
    const [written] = propertiesOf('AWS::Cognito::UserPool')
    const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: outputs.PoolId }))
    const asWritten = [
      'AccountRecoverySetting',
      'AutoVerifiedAttributes',
      'EmailVerificationMessage',
      'EmailVerificationSubject',
      'MfaConfiguration',
      'SmsVerificationMessage',
      'UserPoolTier',
      'UsernameAttributes',
    ] as const
    for (const name of asWritten) {
      expect(written, name).toHaveProperty(name)
      expect([name, UserPool?.[name]]).toEqual([name, written?.[name]])
    }
    expect(UserPool?.AdminCreateUserConfig).toMatchObject(written?.AdminCreateUserConfig as object)
    expect(UserPool?.VerificationMessageTemplate).toMatchObject(written?.VerificationMessageTemplate as object)
    expect(UserPool?.Policies).toMatchObject(written?.Policies as object)
    expect(UserPool?.SmsConfiguration).toEqual({
      ExternalId: expect.any(String),
      SnsCallerArn: expect.stringMatching(/^arn:aws:iam::555500000090:role\//),
    })
    expect(UserPool?.LambdaConfig).toMatchObject({
      PreSignUp: expect.stringContaining(':function:'),
      PreTokenGenerationConfig: { LambdaVersion: 'V2_0' },
    })
    expect(written?.EnabledMfas).toEqual(['SMS_MFA', 'SOFTWARE_TOKEN_MFA'])
    const mfa = await cognito.send(new GetUserPoolMfaConfigCommand({ UserPoolId: outputs.PoolId }))
    expect(mfa).toMatchObject({
      MfaConfiguration: 'OPTIONAL',
      SoftwareTokenMfaConfiguration: { Enabled: true },
      SmsMfaConfiguration: { SmsConfiguration: UserPool?.SmsConfiguration },
    })
  })

  it('lets its functions be called, one permission for each (cognito-people 13.6)', async () => {
    const permissions = propertiesOf('AWS::Lambda::Permission')
    expect(permissions).toHaveLength(3)
    for (const { Principal, SourceArn } of permissions) {
      expect([Principal, SourceArn]).toEqual([
        'cognito-idp.amazonaws.com',
        { 'Fn::GetAtt': [expect.any(String), 'Arn'] },
      ])
    }
    const ClientId = outputs.Password
    const email = 'ann@example.com'
    const UserAttributes = [{ Name: 'email', Value: email }]
    const made = await cognito.send(
      new SignUpCommand({ ClientId, Username: email, Password: PASSWORD, UserAttributes }),
    )
    expect(made.UserConfirmed).toBe(true)
    const AuthParameters = { USERNAME: email, PASSWORD }
    const begin = new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters })
    const { AuthenticationResult } = await cognito.send(begin)
    expect(decodeJwt(AuthenticationResult?.AccessToken ?? '').form).toBe('2')
  })

  it('has attributes without their type, and without the prefix of one’s own (cognito-people 13.7)', async () => {
    const [{ Schema = [] } = {}] = propertiesOf('AWS::Cognito::UserPool')
    expect(Schema).toContainEqual({ Name: 'email', Required: true, Mutable: true })
    expect((Schema as { Name: string }[]).map(({ Name }) => Name)).toEqual(expect.arrayContaining(['tenant', 'level']))
    const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: outputs.PoolId }))
    const kept = Object.fromEntries((UserPool?.SchemaAttributes ?? []).map((each) => [each.Name, each]))
    expect(kept.email).toMatchObject({ AttributeDataType: 'String', Required: true, Mutable: true })
    expect(kept['custom:tenant']).toMatchObject({ AttributeDataType: 'String', Mutable: true })
    expect(kept['custom:level']).toMatchObject({
      AttributeDataType: 'Number',
      Mutable: false,
      NumberAttributeConstraints: { MinValue: '1', MaxValue: '9' },
    })
  })

  it('has a provider (cognito-people 13.14)', async () => {
    const named = { UserPoolId: outputs.PoolId, ProviderName: 'Corp' }
    const { IdentityProvider } = await cognito.send(new DescribeIdentityProviderCommand(named))
    const ProviderDetails = {
      client_id: 'id',
      client_secret: 'secret',
      authorize_scopes: 'openid',
      attributes_request_method: 'GET',
      oidc_issuer: 'https://idp.example.com',
    }
    expect(propertiesOf('AWS::Cognito::UserPoolIdentityProvider')).toMatchObject([{ ProviderDetails }])
    expect(IdentityProvider).toMatchObject({ ProviderType: 'OIDC', ProviderDetails })
  })
})

describe('a client of the CDK', () => {
  it('has flows and scopes without being given any (cognito-people 13.8)', async () => {
    const plain = await describeClient('Plain')
    const sorted = (list: readonly string[] = []) => [...list].toSorted()
    expect(plain).toMatchObject({
      AllowedOAuthFlowsUserPoolClient: true,
      CallbackURLs: ['https://example.com'],
    })
    expect(sorted(plain?.AllowedOAuthFlows)).toEqual(['code', 'implicit'])
    expect(sorted(plain?.AllowedOAuthScopes)).toEqual([
      'aws.cognito.signin.user.admin',
      'email',
      'openid',
      'phone',
      'profile',
    ])
    expect(sorted(plain?.SupportedIdentityProviders)).toEqual(['COGNITO', 'Corp'])
  })

  it('may refresh by the API, unless its tokens rotate (cognito-people 13.9)', async () => {
    const flowsOf = async (name: string) => [...((await describeClient(name))?.ExplicitAuthFlows ?? [])].toSorted()
    expect(await flowsOf('Password')).toEqual([
      'ALLOW_REFRESH_TOKEN_AUTH',
      'ALLOW_USER_PASSWORD_AUTH',
      'ALLOW_USER_SRP_AUTH',
    ])
    expect(await flowsOf('Rotating')).toEqual(['ALLOW_USER_SRP_AUTH'])
    const rotation = { Feature: 'ENABLED', RetryGracePeriodSeconds: 30 }
    expect((await describeClient('Rotating'))?.RefreshTokenRotation).toEqual(rotation)
  })

  it('is made after scopes that it names by a text or by a reference (cognito-people 13.10)', async () => {
    const scopes = propertiesOf('AWS::Cognito::UserPoolClient').map(({ AllowedOAuthScopes }) => AllowedOAuthScopes)
    expect(scopes).toContainEqual(['openid', 'api/read'])
    expect(scopes).toContainEqual(['openid', { 'Fn::Join': ['', [{ Ref: expect.any(String) }, '/read']] }])
    for (const name of ['Literal', 'Referring']) {
      const { AllowedOAuthScopes = [] } = (await describeClient(name)) ?? {}
      expect([...AllowedOAuthScopes].toSorted()).toEqual(['api/read', 'openid'])
    }
  })

  it('is made after a provider that it names by a text (cognito-people 13.11)', async () => {
    const named = propertiesOf('AWS::Cognito::UserPoolClient').map((each) => each.SupportedIdentityProviders)
    expect(named).toContainEqual(['Corp'])
    expect((await describeClient('Literal'))?.SupportedIdentityProviders).toEqual(['Corp'])
  })
})

it('the addresses that the CDK writes lead to the pool’s pages (cognito-people 13.13)', async () => {
  const base = `https://${prefix}.auth.us-east-1.amazoncognito.com`
  const callback = 'http://localhost:3000/callback'
  expect(propertiesOf('AWS::Cognito::UserPoolDomain')).toMatchObject([{ ManagedLoginVersion: 1 }])
  expect(outputs.BaseUrl).toBe(base)
  const query = `client_id=${outputs.Literal}&response_type=code&redirect_uri=${callback}`
  expect(outputs.SignInUrl).toBe(`${base}/login?${query}`)
  const page = await fetchByAwsName(origin)(outputs.SignInUrl ?? '')
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Corp')])
})
