import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { InputOf } from '../../../kernel/operation.ts'
import { startCognito, type TestCognito } from '../cognito.harness.ts'

const PASSWORD = 'Harbor-42-Lantern!'
const SECOND = 1000
const MINUTE = 60 * SECOND
const DAY = 24 * 60 * MINUTE

let cognito: TestCognito
let UserPoolId: string
let ClientId: string
beforeEach(async () => {
  cognito = await startCognito()
  const { UserPool } = await cognito.call('CreateUserPool', { PoolName: 'people' })
  UserPoolId = UserPool?.Id ?? ''
  ClientId = await client()
  await cognito.call('AdminCreateUser', { UserPoolId, Username: 'ann', MessageAction: 'SUPPRESS' })
  await setPassword(true)
})
afterEach(() => cognito.close())

async function client(more: Partial<InputOf<'cognito-idp', 'CreateUserPoolClient'>> = {}): Promise<string> {
  const { UserPoolClient } = await cognito.call('CreateUserPoolClient', {
    UserPoolId,
    ClientName: 'app',
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    ...more,
  })
  return UserPoolClient?.ClientId ?? ''
}

const setPassword = (Permanent: boolean) =>
  cognito.call('AdminSetUserPassword', { UserPoolId, Username: 'ann', Password: PASSWORD, Permanent })

const signIn = (password = PASSWORD, app = ClientId) =>
  cognito.call('InitiateAuth', {
    ClientId: app,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: 'ann', PASSWORD: password },
  })

const refresh = (REFRESH_TOKEN = '') =>
  cognito.call('InitiateAuth', { ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: { REFRESH_TOKEN } })

const message = (text: string) => expect.objectContaining({ message: text })
const wrong = message('Incorrect username or password.')
const locked = message('Password attempts exceeded')

describe('wrong passwords', () => {
  test('lock a user after five, for a second and then twice as long each time', async () => {
    for (let failure = 1; failure <= 5; failure++) await expect(signIn('wrong')).rejects.toEqual(wrong)
    await expect(signIn()).rejects.toEqual(locked)
    cognito.clock.advance(SECOND)
    await expect(signIn('wrong')).rejects.toEqual(wrong)
    cognito.clock.advance(SECOND)
    // Attempts during a lock do not prolong it.
    for (let i = 0; i < 3; i++) await expect(signIn()).rejects.toEqual(locked)
    cognito.clock.advance(SECOND)
    expect((await signIn()).AuthenticationResult).toBeDefined()
    await expect(signIn('wrong')).rejects.toEqual(wrong)
    expect((await signIn()).AuthenticationResult).toBeDefined()
  })

  test('are all counted when they come at once', async () => {
    const guesses = await Promise.allSettled(Array.from({ length: 12 }, () => signIn('wrong')))
    expect(guesses.filter(({ status }) => status === 'fulfilled')).toEqual([])
    await expect(signIn()).rejects.toEqual(locked)
  })
})

describe('wrong codes of a second factor', () => {
  test('lock a user after five, whatever session they come with', async () => {
    const sms = { SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms' } }
    await cognito.call('SetUserPoolMfaConfig', { UserPoolId, MfaConfiguration: 'ON', SmsMfaConfiguration: sms })
    const UserAttributes = [{ Name: 'phone_number', Value: '+4915112349934' }]
    await cognito.call('AdminUpdateUserAttributes', { UserPoolId, Username: 'ann', UserAttributes })
    const ask = async () => {
      const { Session } = await signIn()
      const code = (await cognito.outbox(0)).at(-1)?.code ?? ''
      return (given = code) =>
        cognito.call('RespondToAuthChallenge', {
          ClientId,
          ChallengeName: 'SMS_MFA',
          ChallengeResponses: { USERNAME: 'ann', SMS_MFA_CODE: given },
          Session,
        })
    }
    const mismatch = message('Invalid code or auth state for the user.')
    const first = await ask()
    for (let failure = 1; failure <= 3; failure++) await expect(first('wrong')).rejects.toEqual(mismatch)
    const second = await ask()
    for (let failure = 4; failure <= 5; failure++) await expect(second('wrong')).rejects.toEqual(mismatch)
    await expect(second()).rejects.toEqual(locked)
    cognito.clock.advance(SECOND)
    expect((await second()).AuthenticationResult).toBeDefined()
    // A right one begins anew.
    const third = await ask()
    for (let failure = 1; failure <= 4; failure++) await expect(third('wrong')).rejects.toEqual(mismatch)
    expect((await third()).AuthenticationResult).toBeDefined()
  })
})

describe('what ends by itself', () => {
  test('a temporary password', async () => {
    await setPassword(false)
    expect((await signIn()).ChallengeName).toBe('NEW_PASSWORD_REQUIRED')
    cognito.clock.advance(7 * DAY)
    await expect(signIn()).rejects.toEqual(
      message('Temporary password has expired and must be reset by an administrator.'),
    )
  })

  test('a session, after the minutes of its client', async () => {
    await setPassword(false)
    const patient = await client({ AuthSessionValidity: 5 })
    const answer = async (app: string, afterMs: number) => {
      const { Session } = await signIn(PASSWORD, app)
      cognito.clock.advance(afterMs)
      return cognito.call('RespondToAuthChallenge', {
        ClientId: app,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        ChallengeResponses: { USERNAME: 'ann', NEW_PASSWORD: 'Next-42-Lantern!' },
        Session,
      })
    }
    const expired = message('Invalid session for the user, session is expired.')
    await expect(answer(ClientId, 3 * MINUTE)).rejects.toEqual(expired)
    expect((await answer(patient, 3 * MINUTE)).AuthenticationResult).toBeDefined()
  })

  test('access and refresh tokens', async () => {
    const { AuthenticationResult } = await signIn()
    const { AccessToken = '', RefreshToken } = AuthenticationResult ?? {}
    cognito.clock.advance(60 * MINUTE)
    await expect(cognito.call('GetUser', { AccessToken })).rejects.toEqual(message('Access Token has expired'))
    cognito.clock.advance(29 * DAY)
    expect((await refresh(RefreshToken)).AuthenticationResult).toBeDefined()
    cognito.clock.advance(DAY)
    await expect(refresh(RefreshToken)).rejects.toEqual(message('Refresh Token has expired'))
  })

  test('a code for a forgotten password', async () => {
    const UserAttributes = [
      { Name: 'email', Value: 'ann@example.com' },
      { Name: 'email_verified', Value: 'true' },
    ]
    await cognito.call('AdminUpdateUserAttributes', { UserPoolId, Username: 'ann', UserAttributes })
    await cognito.call('ForgotPassword', { ClientId, Username: 'ann' })
    const [sent] = await cognito.outbox(0)
    const confirm = () =>
      cognito.call('ConfirmForgotPassword', {
        ClientId,
        Username: 'ann',
        ConfirmationCode: sent?.code ?? '',
        Password: 'Next-42-Lantern!',
      })
    cognito.clock.advance(60 * MINUTE)
    await expect(confirm()).rejects.toMatchObject({ code: 'ExpiredCodeException' })
  })
})

test('a refresh token that is replaced is good for its grace period, and its family ends when it would have', async () => {
  ClientId = await client({
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 30 },
  })
  const { AuthenticationResult } = await signIn()
  const use = async (RefreshToken = '') =>
    (await cognito.call('GetTokensFromRefreshToken', { ClientId, RefreshToken })).AuthenticationResult?.RefreshToken
  const first = AuthenticationResult?.RefreshToken
  const second = await use(first)
  cognito.clock.advance(29 * SECOND)
  expect(await use(first)).not.toBe(second)
  cognito.clock.advance(31 * SECOND)
  await expect(use(first)).rejects.toMatchObject({ code: 'RefreshTokenReuseException' })
})

test('a sign-out also ends tokens that cannot be told apart', async () => {
  ClientId = await client({ EnableTokenRevocation: false })
  const { AuthenticationResult } = await signIn()
  const AccessToken = AuthenticationResult?.AccessToken ?? ''
  cognito.clock.advance(MINUTE)
  await cognito.call('GlobalSignOut', { AccessToken })
  await expect(cognito.call('GetUser', { AccessToken })).rejects.toEqual(message('Access Token has been revoked'))
})

test('nothing of a password or a code lies open in the store', async () => {
  await cognito.call('AdminCreateUser', {
    UserPoolId,
    Username: 'ben',
    TemporaryPassword: 'Temporary-42!',
    UserAttributes: [{ Name: 'email', Value: 'ben@example.com' }],
  })
  await signIn()
  const { documents } = await cognito.store.contents()
  const all = documents.map(({ value }) => value).join('\n')
  expect(all).toContain('ben@example.com')
  for (const secret of [PASSWORD, 'Temporary-42!', 'verifier']) expect(all).not.toContain(secret)
})
