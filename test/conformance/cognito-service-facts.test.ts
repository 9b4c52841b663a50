import {
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { AddPermissionCommand } from '@aws-sdk/client-lambda'
import { decodeJwt } from 'jose'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { fetchByAwsName } from '../support/aws-names.ts'
import { awsClients } from '../support/clients.ts'
import { functionsOf } from '../support/functions.ts'
import { CALLBACK, type SignInPlace, signInPlace } from '../support/hosted-pages.ts'
import { uniqueName } from '../support/names.ts'
import { PASSWORD, people, refused } from '../support/people.ts'
import { codeAt, postForm } from '../support/sign-in-steps.ts'
import { stacksOf } from '../support/stacks.ts'

const origin = inject('origin')
const ACCOUNT = '555500000084'
const { cognito, cloudFormation, lambda } = awsClients({ origin, account: ACCOUNT })
const functions = functionsOf(lambda, ACCOUNT)
const { pool, client, user } = people(cognito, origin)

/** A call of the service without a signature. */
async function unsigned(operation: string, input: object, fetching: typeof fetch = fetch, address = origin) {
  const response = await fetching(address, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(input),
  })
  const { __type: type = '', message = '' } = (await response.json().catch(() => ({}))) as Record<string, string>
  return { status: response.status, type, message }
}

describe('a function that writes tokens', () => {
  const FORGED = [
    ...[
      'sub',
      'client_id',
      'event_id',
      'version',
      'acr',
      'amr',
      'at_hash',
      'auth_time',
      'azp',
      'exp',
      'iat',
      'iss',
      'jti',
    ],
    ...[
      'nbf',
      'nonce',
      'origin_jti',
      'token_use',
      'cognito:username',
      'cognito:else',
      'username',
      'device_key',
      'identities',
    ],
  ]
  const CODE = `exports.handler = async (event) => {
    const claims = {
      ...Object.fromEntries(${JSON.stringify(FORGED)}.map((name) => [name, 'forged'])),
      source: event.triggerSource,
      both: 'given',
      aud: event.request.userAttributes.nickname === 'client' ? event.callerContext.clientId : 'https://api.example.com',
    }
    const part = { claimsToAddOrOverride: claims, claimsToSuppress: ['both', 'exp', 'sub'] }
    event.response.claimsAndScopeOverrideDetails = { idTokenGeneration: part, accessTokenGeneration: part }
    return event
  }`

  let at: SignInPlace
  let arn: string
  beforeAll(async () => {
    const name = await functions.create(CODE)
    arn = functions.arnOf(name)
    const grant = { FunctionName: name, StatementId: 'pool', Action: 'lambda:InvokeFunction' }
    await lambda.send(new AddPermissionCommand({ ...grant, Principal: 'cognito-idp.amazonaws.com' }))
    at = await signInPlace(cognito, origin, {
      pool: { LambdaConfig: { PreTokenGenerationConfig: { LambdaArn: arn, LambdaVersion: 'V3_0' } } },
      client: {
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      },
    })
    await user(at.UserPoolId, 'ann', { nickname: 'client' })
    await user(at.UserPoolId, 'ben')
  })

  const signIn = async (USERNAME: string) => {
    const input = {
      ClientId: at.ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH' as const,
      AuthParameters: { USERNAME, PASSWORD },
    }
    return (await cognito.send(new InitiateAuthCommand(input))).AuthenticationResult ?? {}
  }

  it('is one, by its older and its newer name (cognito 2.4.2)', async () => {
    const other = `${arn}-other`
    const LambdaConfig = {
      PreTokenGeneration: other,
      PreTokenGenerationConfig: { LambdaArn: arn, LambdaVersion: 'V2_0' as const },
    }
    const create = (config: object) => cognito.send(new CreateUserPoolCommand({ PoolName: 'p', LambdaConfig: config }))
    expect(await refused(create(LambdaConfig))).toContain('InvalidParameterException')
    expect((await create({ ...LambdaConfig, PreTokenGeneration: arn })).UserPool?.Id).toBeTruthy()
  })

  it('cannot forge what is Cognito’s own, and takes out what it also gives (cognito 2.4.5, 2.4.6)', async () => {
    const { AccessToken = '', IdToken = '' } = await signIn('ben')
    for (const token of [decodeJwt(AccessToken), decodeJwt(IdToken)]) {
      expect(Object.entries(token).filter(([, value]) => value === 'forged')).toEqual([])
      expect(token).not.toHaveProperty('both')
      expect(token).toMatchObject({ exp: expect.any(Number), sub: expect.any(String) })
    }
  })

  it('gives an access token the audience of its own client alone (cognito 2.4.7)', async () => {
    expect(decodeJwt((await signIn('ann')).AccessToken ?? '').aud).toBe(at.ClientId)
    expect(decodeJwt((await signIn('ben')).AccessToken ?? '')).not.toHaveProperty('aud')
  })

  it('is told for what it is asked (cognito 2.4.10)', async () => {
    const sourceOf = (token = '') => decodeJwt(token).source
    const direct = await signIn('ben')
    expect(sourceOf(direct.IdToken)).toBe('TokenGeneration_Authentication')
    const AuthParameters = { REFRESH_TOKEN: direct.RefreshToken ?? '' }
    const again = { ClientId: at.ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH' as const, AuthParameters }
    const refreshed = await cognito.send(new InitiateAuthCommand(again))
    expect(sourceOf(refreshed.AuthenticationResult?.IdToken)).toBe('TokenGeneration_RefreshTokens')
    const form = { grant_type: 'authorization_code', redirect_uri: CALLBACK, code: await codeAt(at) }
    expect(sourceOf((await postForm(at, form)).body.id_token)).toBe('TokenGeneration_HostedAuth')

    const named = { UserPoolId: at.UserPoolId, Username: 'ben' }
    await cognito.send(new AdminSetUserPasswordCommand({ ...named, Password: 'Temporary-1!', Permanent: false }))
    const input = {
      UserPoolId: at.UserPoolId,
      ClientId: at.ClientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH' as const,
      AuthParameters: { USERNAME: 'ben', PASSWORD: 'Temporary-1!' },
    }
    const { Session } = await cognito.send(new AdminInitiateAuthCommand(input))
    const ChallengeResponses = { USERNAME: 'ben', NEW_PASSWORD: PASSWORD }
    const answer = {
      ClientId: at.ClientId,
      ChallengeName: 'NEW_PASSWORD_REQUIRED' as const,
      ChallengeResponses,
      Session,
    }
    const { AuthenticationResult } = await cognito.send(new RespondToAuthChallengeCommand(answer))
    expect(sourceOf(AuthenticationResult?.IdToken)).toBe('TokenGeneration_NewPasswordChallenge')
  })
})

it('what a client hides of who is there, and what it does not (cognito 5.5.1)', async () => {
  const UserPoolId = await pool()
  await user(UserPoolId, 'ann')
  const signIn = (ClientId: string) => {
    const AuthParameters = { USERNAME: 'nobody', PASSWORD }
    return refused(cognito.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters })))
  }
  const signUp = (ClientId: string) =>
    refused(cognito.send(new SignUpCommand({ ClientId, Username: 'ann', Password: PASSWORD })))
  const answers = {
    LEGACY: 'UserNotFoundException: User does not exist.',
    ENABLED: 'NotAuthorizedException: Incorrect username or password.',
  }
  for (const PreventUserExistenceErrors of ['LEGACY', 'ENABLED'] as const) {
    const { ClientId } = await client(UserPoolId, { PreventUserExistenceErrors })
    expect(await signIn(ClientId)).toBe(answers[PreventUserExistenceErrors])
    expect(await signUp(ClientId)).toBe('UsernameExistsException: User already exists')
  }
})

it('a pool is of the tier ESSENTIALS, of PLUS where its security is advanced (cognito 6.2.1)', async () => {
  const UserPoolId = await pool()
  const tierWith = async (settings: object) => {
    await cognito.send(new UpdateUserPoolCommand({ UserPoolId, ...settings }))
    return (await cognito.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool?.UserPoolTier
  }
  expect(await tierWith({})).toBe('ESSENTIALS')
  for (const UserPoolTier of ['LITE', 'ESSENTIALS', 'PLUS']) expect(await tierWith({ UserPoolTier })).toBe(UserPoolTier)
  for (const AdvancedSecurityMode of ['AUDIT', 'ENFORCED'] as const) {
    const UserPoolAddOns = { AdvancedSecurityMode }
    expect(await tierWith({ UserPoolAddOns })).toBe('PLUS')
    const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'p', UserPoolAddOns }))
    expect(UserPool?.UserPoolTier).toBe('PLUS')
  }
})

describe('in a template', () => {
  it.each([
    ['AWS::Cognito::UserPoolClient', {}, 'UserPoolId'],
    ['AWS::Cognito::UserPoolResourceServer', { UserPoolId: { Ref: 'Pool' }, Identifier: 'orders' }, 'Name'],
    ['AWS::Cognito::UserPoolResourceServer', { UserPoolId: { Ref: 'Pool' }, Name: 'Orders' }, 'Identifier'],
    ['AWS::Cognito::UserPoolDomain', { UserPoolId: { Ref: 'Pool' } }, 'Domain'],
  ])('a resource %s without what it needs is refused: %j (cognito 6.5.1)', async (Type, Properties, missing) => {
    const Resources = { Pool: { Type: 'AWS::Cognito::UserPool' }, Part: { Type, Properties } }
    const name = uniqueName('needs')
    const stacks = stacksOf(cloudFormation)
    const stack = await stacks.create(name, { Resources })
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE')
    const events = await stacks.events(name)
    const reasons = events.map(({ ResourceStatusReason = '' }) => ResourceStatusReason)
    expect(reasons.filter((reason) => reason.includes(missing))).not.toEqual([])
  })
})

describe('the service’s host', () => {
  it('answers POST at its root alone, and has one for FIPS (cognito 9.1.1)', async () => {
    const byAwsName = fetchByAwsName(origin) as typeof fetch
    for (const host of ['cognito-idp', 'cognito-idp-fips']) {
      const address = `https://${host}.us-east-1.amazonaws.com/`
      expect(await unsigned('InitiateAuth', {}, byAwsName, address)).toMatchObject({
        type: 'InvalidParameterException',
      })
      expect((await byAwsName(`${address}elsewhere`, { method: 'POST' })).status).toBeGreaterThanOrEqual(400)
    }
  })
})

it('a pool says by whose keys it encrypts, and which issuer it has (cognito 9.7.3)', async () => {
  const create = async (settings: object) =>
    (await cognito.send(new CreateUserPoolCommand({ PoolName: 'p', ...settings }))).UserPool
  const KeyConfiguration = { KeyType: 'AWS_OWNED_KEY' as const }
  expect((await create({ KeyConfiguration }))?.KeyConfiguration).toEqual(KeyConfiguration)
  const IssuerConfiguration = { Type: 'UPDATED' as const }
  expect((await create({ IssuerConfiguration }))?.IssuerConfiguration).toEqual(IssuerConfiguration)
  expect(await refused(create({ KeyConfiguration: { KeyType: 'THEIRS' } }))).toContain('AWS_OWNED_KEY')
})

describe('settings of a pool', () => {
  const create = async (settings: object) =>
    (await cognito.send(new CreateUserPoolCommand({ PoolName: 'p', ...settings }))).UserPool

  it('of threat protection need its tier (cognito-people 16.20)', async () => {
    const UserPoolAddOns = { AdvancedSecurityMode: 'AUDIT' as const }
    expect(await refused(create({ UserPoolTier: 'ESSENTIALS', UserPoolAddOns }))).toMatch(
      /^FeatureUnavailableInTierException: .*Threat Protection$/,
    )
  })

  it('for temporary passwords are one, and what an update leaves out is gone (cognito-people 16.21)', async () => {
    const made = await create({
      AutoVerifiedAttributes: ['email'],
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    })
    const UserPoolId = made?.Id ?? ''
    const both = {
      UserPoolId,
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true, UnusedAccountValidityDays: 3 },
      Policies: { PasswordPolicy: { MinimumLength: 8, TemporaryPasswordValidityDays: 3 } },
    }
    expect(await refused(cognito.send(new UpdateUserPoolCommand(both)))).toContain('InvalidParameterException')
    await cognito.send(new UpdateUserPoolCommand({ UserPoolId, LambdaConfig: {} }))
    const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }))
    expect(UserPool?.AutoVerifiedAttributes ?? []).toEqual([])
    expect(UserPool?.AdminCreateUserConfig?.AllowAdminCreateUserOnly).toBe(false)
  })
})
