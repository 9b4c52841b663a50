import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { InputOf } from '../../../kernel/operation.ts'
import { startCognito, type TestCognito } from '../cognito.harness.ts'

/* What has changed between two steps counts in the second one. */

const PASSWORD = 'Harbor-42-Lantern!'
const ANOTHER = 'Meadow-17-Compass!'

let cognito: TestCognito
let UserPoolId: string
let ClientId: string
beforeEach(async () => {
  cognito = await startCognito()
  const { UserPool } = await cognito.call('CreateUserPool', {
    PoolName: 'people',
    AliasAttributes: ['email'],
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
  })
  UserPoolId = UserPool?.Id ?? ''
  const { UserPoolClient } = await cognito.call('CreateUserPoolClient', {
    UserPoolId,
    ClientName: 'app',
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_AUTH', 'ALLOW_USER_SRP_AUTH'],
  })
  ClientId = UserPoolClient?.ClientId ?? ''
  const UserAttributes = [
    { Name: 'email', Value: 'ann@example.com' },
    { Name: 'email_verified', Value: 'true' },
  ]
  await cognito.call('AdminCreateUser', { UserPoolId, Username: 'ann', UserAttributes, MessageAction: 'SUPPRESS' })
  await setPassword(PASSWORD)
})
afterEach(() => cognito.close())

const setPassword = (Password: string, Permanent = true) =>
  cognito.call('AdminSetUserPassword', { UserPoolId, Username: 'ann', Password, Permanent })

const signIn = (password = PASSWORD) =>
  cognito.call('InitiateAuth', {
    ClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: 'ann', PASSWORD: password },
  })

const answer = (input: Omit<InputOf<'cognito-idp', 'RespondToAuthChallenge'>, 'ClientId'>) =>
  cognito.call('RespondToAuthChallenge', { ClientId, ...input })

const outcome = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    (error: Error & { code?: string }) => `${error.code}: ${error.message}`,
  )

async function attributes(): Promise<Readonly<Record<string, string | undefined>>> {
  const { UserAttributes = [] } = await cognito.call('AdminGetUser', { UserPoolId, Username: 'ann' })
  return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]))
}

describe('a code that was sent to an address which is the user’s no longer', () => {
  const OTHER = 'victim@example.com'
  let AccessToken: string
  beforeEach(async () => {
    AccessToken = (await signIn()).AuthenticationResult?.AccessToken ?? ''
  })
  const lastCode = async () => (await cognito.outbox(0)).at(-1)?.code ?? ''
  const move = () =>
    cognito.call('UpdateUserAttributes', { AccessToken, UserAttributes: [{ Name: 'email', Value: OTHER }] })
  const unverified = { email: OTHER, email_verified: 'false' }

  test('verifies nothing', async () => {
    await cognito.call('GetUserAttributeVerificationCode', { AccessToken, AttributeName: 'email' })
    const Code = await lastCode()
    await move()
    const verified = cognito.call('VerifyUserAttribute', { AccessToken, AttributeName: 'email', Code })
    expect(await outcome(verified)).toMatch(/^ExpiredCodeException/)
    expect(await attributes()).toMatchObject(unverified)
  })

  test('replaces a password, and verifies nothing', async () => {
    await cognito.call('ForgotPassword', { ClientId, Username: 'ann' })
    const ConfirmationCode = await lastCode()
    await move()
    await cognito.call('ConfirmForgotPassword', { ClientId, Username: 'ann', ConfirmationCode, Password: ANOTHER })
    expect(await attributes()).toMatchObject(unverified)
    expect((await signIn(ANOTHER)).AuthenticationResult).toBeDefined()
  })

  test('lets somebody in, and verifies nothing', async () => {
    const AuthParameters = { USERNAME: 'ann', PREFERRED_CHALLENGE: 'EMAIL_OTP' }
    const { Session } = await cognito.call('InitiateAuth', { ClientId, AuthFlow: 'USER_AUTH', AuthParameters })
    const EMAIL_OTP_CODE = await lastCode()
    await move()
    const ChallengeResponses = { USERNAME: 'ann', EMAIL_OTP_CODE }
    const { AuthenticationResult } = await answer({ ChallengeName: 'EMAIL_OTP', Session, ChallengeResponses })
    expect(AuthenticationResult).toBeDefined()
    expect(await attributes()).toMatchObject(unverified)
  })
})
