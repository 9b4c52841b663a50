import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { InputOf } from '../../../kernel/operation.ts'
import { startCognito, type TestCognito } from '../cognito.harness.ts'
import { stepAt, totpCode } from './mfa/totp.ts'

const PASSWORD = 'Harbor-42-Lantern!'
const SECOND = 1000
const MINUTE = 60 * SECOND

let cognito: TestCognito
let UserPoolId: string
let hiding: string
let other: string
beforeEach(async () => {
  cognito = await startCognito()
  const { UserPool } = await cognito.call('CreateUserPool', {
    PoolName: 'people',
    AutoVerifiedAttributes: ['email'],
    AliasAttributes: ['email', 'preferred_username'],
    UsernameConfiguration: { CaseSensitive: false },
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
    UserPoolTier: 'ESSENTIALS',
  })
  UserPoolId = UserPool?.Id ?? ''
  hiding = await client({ PreventUserExistenceErrors: 'ENABLED' })
  other = await client({})
  const UserAttributes = [
    { Name: 'email', Value: 'ann@example.com' },
    { Name: 'email_verified', Value: 'true' },
  ]
  await cognito.call('AdminCreateUser', { UserPoolId, Username: 'ann', UserAttributes, MessageAction: 'SUPPRESS' })
  await cognito.call('AdminSetUserPassword', { UserPoolId, Username: 'ann', Password: PASSWORD, Permanent: true })
})
afterEach(() => cognito.close())

async function client(more: Partial<InputOf<'cognito-idp', 'CreateUserPoolClient'>>): Promise<string> {
  const { UserPoolClient } = await cognito.call('CreateUserPoolClient', {
    UserPoolId,
    ClientName: 'app',
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_USER_AUTH'],
    ...more,
  })
  return UserPoolClient?.ClientId ?? ''
}

const signIn = (USERNAME: string, password = 'wrong', ClientId = hiding) =>
  cognito.call('InitiateAuth', {
    ClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME, PASSWORD: password },
  })

/** Begins and answers an exchange whose proof is wrong. */
async function signInBySrp(USERNAME: string) {
  const AuthParameters = { USERNAME, SRP_A: 'abc' }
  const begin = { ClientId: hiding, AuthFlow: 'USER_SRP_AUTH', AuthParameters } as const
  const { ChallengeParameters = {} } = await cognito.call('InitiateAuth', begin)
  return cognito.call('RespondToAuthChallenge', {
    ClientId: hiding,
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeResponses: {
      USERNAME: ChallengeParameters.USERNAME ?? '',
      PASSWORD_CLAIM_SECRET_BLOCK: ChallengeParameters.SECRET_BLOCK ?? '',
      PASSWORD_CLAIM_SIGNATURE: 'AAAA',
      TIMESTAMP: 'Tue Jan 1 00:00:00 UTC 2030',
    },
  })
}

const outcome = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    (error: Error & { code?: string }) => `${error.code}: ${error.message}`,
  )
const WRONG = 'NotAuthorizedException: Incorrect username or password.'
const LOCKED = 'NotAuthorizedException: Password attempts exceeded'

async function outcomes(times: number, one: () => Promise<unknown>): Promise<string[]> {
  const all: string[] = []
  for (let i = 0; i < times; i++) all.push(await outcome(one()))
  return all
}

describe('a lock', () => {
  test('keeps out a right guess among many that were sent at once', async () => {
    const guesses = Array.from({ length: 30 }, (_, i) => outcome(signIn('ann', i === 25 ? PASSWORD : `wrong-${i}`)))
    expect(new Set(await Promise.all(guesses))).toEqual(new Set([WRONG, LOCKED]))
  })

  test('is one for all names of a user, all clients and all ways to prove a password', async () => {
    const guesses = [
      () => signIn('ann'),
      () => signIn('ANN', 'wrong', other),
      () => signIn('ann@example.com'),
      () => signIn('Ann@Example.com', 'wrong', other),
      () => signInBySrp('ann'),
    ]
    for (const guess of guesses) expect(await outcome(guess())).toBe(WRONG)
    for (const guess of guesses) expect(await outcome(guess())).toBe(LOCKED)
    expect(await outcome(signIn('ann', PASSWORD))).toBe(LOCKED)
  })

  test('comes for nobody as for somebody, and in every spelling of the name', async () => {
    expect(await outcomes(3, () => signIn('nobody'))).toEqual([WRONG, WRONG, WRONG])
    expect(await outcomes(2, () => signInBySrp('NoBody'))).toEqual([WRONG, WRONG])
    expect(await outcomes(1, () => signIn('NOBODY'))).toEqual([LOCKED])
    expect(await outcomes(1, () => signInBySrp('nobody'))).toEqual([LOCKED])
    cognito.clock.advance(SECOND)
    expect(await outcomes(2, () => signIn('nobody'))).toEqual([WRONG, LOCKED])
  })

  test('of nobody is forgotten in time', async () => {
    const kept = async () => {
      const all = await cognito.store.list({ kind: 'cognito-idp/user-credentials' })
      return all.filter(({ key }) => key.id.includes('/~')).length
    }
    for (const name of ['x', 'y', 'z']) await outcome(signIn(name))
    await cognito.call('ForgotPassword', { ClientId: hiding, Username: 'x' })
    expect(await kept()).toBe(3)
    cognito.clock.advance(15 * MINUTE)
    await outcome(signIn('ann'))
    expect(await kept()).toBe(1)
    cognito.clock.advance(60 * MINUTE)
    await outcome(signIn('ann'))
    expect(await kept()).toBe(0)
  })
})

test('of a user who is deleted while a password is judged nothing stays', async () => {
  const judged = outcome(signIn('ann'))
  await cognito.call('AdminDeleteUser', { UserPoolId, Username: 'ann' })
  expect(await judged).toBe(WRONG)
  expect(await cognito.store.list({ kind: 'cognito-idp/user-credentials' })).toEqual([])
})

test('a code of an authenticator is good once, also to register it anew', async () => {
  const { AuthenticationResult } = await signIn('ann', PASSWORD)
  const AccessToken = AuthenticationResult?.AccessToken ?? ''
  const { SecretCode = '' } = await cognito.call('AssociateSoftwareToken', { AccessToken })
  const UserCode = totpCode(SecretCode, stepAt(cognito.clock.now()))
  const verify = () => outcome(cognito.call('VerifySoftwareToken', { AccessToken, UserCode }))
  expect(await verify()).toBe('done')
  expect(await verify()).toBe('ExpiredCodeException: Your software token has already been used once.')
  cognito.clock.advance(30 * SECOND)
  expect(await verify()).toMatch(/^ExpiredCodeException/)
})

test('a token of somebody who is gone is not one of whoever takes their name', async () => {
  const untracked = await client({ EnableTokenRevocation: false })
  const { AuthenticationResult } = await signIn('ann', PASSWORD, untracked)
  const AccessToken = AuthenticationResult?.AccessToken ?? ''
  const { UserAttributes = [] } = await cognito.call('GetUser', { AccessToken })
  const sub = UserAttributes.find(({ Name }) => Name === 'sub')?.Value ?? ''
  await cognito.call('AdminDeleteUser', { UserPoolId, Username: 'ann' })
  await cognito.call('AdminCreateUser', { UserPoolId, Username: sub, MessageAction: 'SUPPRESS' })
  expect(await outcome(cognito.call('GetUser', { AccessToken }))).toBe('UserNotFoundException: User does not exist.')
  expect(await outcome(cognito.call('DeleteUser', { AccessToken }))).toMatch(/^UserNotFoundException/)
})

test('a refresh token that is used over and over in its grace period leaves a record of bounded size', async () => {
  const ClientId = await client({
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 60 },
  })
  const { AuthenticationResult } = await signIn('ann', PASSWORD, ClientId)
  const RefreshToken = AuthenticationResult?.RefreshToken ?? ''
  const size = async () => JSON.stringify(await cognito.store.list({ kind: 'cognito-idp/token-family' })).length
  for (let i = 0; i < 60; i++) await cognito.call('GetTokensFromRefreshToken', { ClientId, RefreshToken })
  for (let i = 0; i < 60; i++) await outcome(cognito.call('GetTokensFromRefreshToken', { ClientId, RefreshToken }))
  const bounded = await size()
  for (let i = 0; i < 20; i++) await outcome(cognito.call('GetTokensFromRefreshToken', { ClientId, RefreshToken }))
  expect(await size()).toBe(bounded)
})

test('an identity with half a character in its name can be linked, and is no other', async () => {
  await cognito.call('CreateIdentityProvider', {
    UserPoolId,
    ProviderName: 'Corp',
    ProviderType: 'OIDC',
    ProviderDetails: {
      client_id: 'c',
      client_secret: 's',
      attributes_request_method: 'GET',
      oidc_issuer: 'https://idp.example.com',
      authorize_scopes: 'openid',
    },
  })
  const link = (ProviderAttributeValue: string) =>
    cognito.call('AdminLinkProviderForUser', {
      UserPoolId,
      DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: 'ann' },
      SourceUser: { ProviderName: 'Corp', ProviderAttributeName: 'Cognito_Subject', ProviderAttributeValue },
    })
  for (const value of ['\ud800', '\ud801', '\ufffd', '=00d8']) await link(value)
  expect(await cognito.store.list({ kind: 'cognito-idp/identity-link' })).toHaveLength(4)
})

describe('who is there', () => {
  const both = async <T>(ask: (name: string) => Promise<T>): Promise<readonly [T, T]> => [
    await ask('ann'),
    await ask('nobody'),
  ]
  const reset = (name: string, ConfirmationCode = '000000') =>
    outcome(
      cognito.call('ConfirmForgotPassword', { ClientId: hiding, Username: name, ConfirmationCode, Password: PASSWORD }),
    )
  const forget = (Username: string) => cognito.call('ForgotPassword', { ClientId: hiding, Username })

  test('is not told by a code to recover a password, before one was asked for or after', async () => {
    const expired = 'ExpiredCodeException: Invalid code provided, please request a code again.'
    expect(await both(reset)).toEqual([expired, expired])
    await both(forget)
    const wrong = 'CodeMismatchException: Invalid verification code provided, please try again.'
    const code = (await cognito.outbox(0)).at(-1)?.code === '000000' ? '111111' : '000000'
    expect(await both((name) => reset(name, code))).toEqual([wrong, wrong])
    expect((await cognito.outbox(0)).map(({ username }) => username)).toEqual(['ann'])
  })

  test('is told of nobody who is disabled, or has no way to recover a password', async () => {
    const simulated = (await forget('nobody')).CodeDeliveryDetails
    expect(simulated).toMatchObject({ AttributeName: 'email', DeliveryMedium: 'EMAIL' })
    await cognito.call('AdminDisableUser', { UserPoolId, Username: 'ann' })
    expect((await forget('ann')).CodeDeliveryDetails).toMatchObject({ AttributeName: 'email' })
    expect(await reset('ann')).toMatch(/^CodeMismatchException/)
    const bare = { UserPoolId, Username: 'bare', MessageAction: 'SUPPRESS' } as const
    await cognito.call('AdminCreateUser', bare)
    await cognito.call('AdminSetUserPassword', { UserPoolId, Username: 'bare', Password: PASSWORD, Permanent: true })
    expect((await forget('bare')).CodeDeliveryDetails).toMatchObject({ AttributeName: 'email' })
    expect(await cognito.outbox(0)).toEqual([])
  })

  test('is not told by a proof that is wrong, also of somebody who is disabled', async () => {
    await cognito.call('AdminDisableUser', { UserPoolId, Username: 'ann' })
    expect(await both((name) => outcome(signInBySrp(name)))).toEqual([WRONG, WRONG])
    expect(await both((name) => outcome(signIn(name)))).toEqual([WRONG, WRONG])
  })

  test('is not told by where only an administrator may help', async () => {
    const AccountRecoverySetting = { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] }
    await cognito.call('UpdateUserPool', { UserPoolId, AccountRecoverySetting })
    const refused = 'NotAuthorizedException: Contact administrator to reset password.'
    expect(await both((name) => outcome(forget(name)))).toEqual([refused, refused])
  })

  test('is not told by members of a challenge, or by the case of a name', async () => {
    const choose = async (USERNAME: string) => {
      const AuthParameters = { USERNAME, PREFERRED_CHALLENGE: 'EMAIL_OTP' }
      const asked = await cognito.call('InitiateAuth', { ClientId: hiding, AuthFlow: 'USER_AUTH', AuthParameters })
      const members = Object.keys(asked.ChallengeParameters ?? {}).sort()
      return { ...asked, Session: asked.Session?.length, ChallengeParameters: members }
    }
    const [known, unknown] = await both(choose)
    expect(unknown).toEqual(known)
    const exchange = async (USERNAME: string) => {
      const AuthParameters = { USERNAME, SRP_A: 'abc' }
      const begin = { ClientId: hiding, AuthFlow: 'USER_SRP_AUTH', AuthParameters } as const
      const { SALT, USERNAME: named } = (await cognito.call('InitiateAuth', begin)).ChallengeParameters ?? {}
      return { SALT, named }
    }
    for (const [one, another] of [
      ['ann', 'ANN'],
      ['nobody', 'NOBODY'],
    ] as const)
      expect(await exchange(another)).toEqual(await exchange(one))
  })
})
