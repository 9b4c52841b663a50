import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startCognito, type TestCognito } from '../cognito.harness.ts'

const PASSWORD = 'Harbor-42-Lantern!'
const MINUTE = 60_000

let cognito: TestCognito
let UserPoolId: string
let ClientId: string
beforeEach(async () => {
  cognito = await startCognito()
  const { UserPool } = await cognito.call('CreateUserPool', { PoolName: 'people', AutoVerifiedAttributes: ['email'] })
  UserPoolId = UserPool?.Id ?? ''
  ClientId = await client(undefined)
  await signUp('ann')
})
afterEach(() => cognito.close())

async function client(PreventUserExistenceErrors: 'ENABLED' | undefined): Promise<string> {
  const { UserPoolClient } = await cognito.call('CreateUserPoolClient', {
    UserPoolId,
    ClientName: 'app',
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
    PreventUserExistenceErrors,
  })
  return UserPoolClient?.ClientId ?? ''
}

const signUp = (Username: string) =>
  cognito.call('SignUp', {
    ClientId,
    Username,
    Password: PASSWORD,
    UserAttributes: [{ Name: 'email', Value: `${Username}@example.com` }],
  })

async function accessToken(): Promise<string> {
  await cognito.call('AdminConfirmSignUp', { UserPoolId, Username: 'ann' })
  const AuthParameters = { USERNAME: 'ann', PASSWORD }
  const { AuthenticationResult } = await cognito.call('InitiateAuth', {
    ClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters,
  })
  return AuthenticationResult?.AccessToken ?? ''
}

const lastCode = async () => (await cognito.outbox(0)).at(-1)?.code ?? ''
const wrongCode = async () => ((await lastCode()) === '000000' ? '111111' : '000000')

const limit = expect.objectContaining({
  code: 'LimitExceededException',
  message: 'Attempt limit exceeded, please try after some time.',
})

/** How many times it can be done before it is refused for that. */
async function countUntilLimit(work: () => Promise<unknown>): Promise<number> {
  for (let done = 0; done < 50; done++) {
    try {
      await work()
    } catch (error) {
      if ((error as { code?: string }).code === 'LimitExceededException') {
        expect(error).toEqual(limit)
        return done
      }
    }
  }
  return Number.POSITIVE_INFINITY
}

describe('in an hour, a user', () => {
  test('has a sign-up code sent again five times', async () => {
    const resend = () => cognito.call('ResendConfirmationCode', { ClientId, Username: 'ann' })
    expect(await countUntilLimit(resend)).toBe(5)
    cognito.clock.advance(59 * MINUTE)
    await expect(resend()).rejects.toEqual(limit)
    cognito.clock.advance(MINUTE)
    expect(await countUntilLimit(resend)).toBe(5)
  })

  test('confirms a sign-up fifteen times, and others are not concerned', async () => {
    const ConfirmationCode = await wrongCode()
    const right = await lastCode()
    const confirm = (code: string) =>
      cognito.call('ConfirmSignUp', { ClientId, Username: 'ann', ConfirmationCode: code })
    expect(await countUntilLimit(() => confirm(ConfirmationCode))).toBe(15)
    await expect(confirm(right)).rejects.toEqual(limit)
    await signUp('ben')
    const ben = { ClientId, Username: 'ben', ConfirmationCode: await lastCode() }
    await cognito.call('ConfirmSignUp', ben)
    cognito.clock.advance(60 * MINUTE)
    await confirm(right)
  })

  test('guesses no more often when the guesses come at once', async () => {
    const ConfirmationCode = await wrongCode()
    const guesses = Array.from({ length: 40 }, () =>
      cognito.call('ConfirmSignUp', { ClientId, Username: 'ann', ConfirmationCode }),
    )
    const codes = (await Promise.allSettled(guesses)).map((each) => (each as { reason: { code: string } }).reason.code)
    expect(codes.filter((code) => code === 'CodeMismatchException')).toHaveLength(15)
    expect(codes.filter((code) => code === 'LimitExceededException')).toHaveLength(25)
  })

  test('asks for and uses codes for a forgotten password twenty times together', async () => {
    await cognito.call('ConfirmSignUp', { ClientId, Username: 'ann', ConfirmationCode: await lastCode() })
    const forgot = () => cognito.call('ForgotPassword', { ClientId, Username: 'ann' })
    for (let i = 0; i < 4; i++) await forgot()
    const guess = { ClientId, Username: 'ann', ConfirmationCode: await wrongCode(), Password: PASSWORD }
    expect(await countUntilLimit(() => cognito.call('ConfirmForgotPassword', guess))).toBe(16)
    await expect(forgot()).rejects.toEqual(limit)
  })

  test('changes a password, verifies an address, and asks for the code so often', async () => {
    const AccessToken = await accessToken()
    const passwords = [PASSWORD, 'Another-42-Lantern!']
    let turn = 0
    const change = () =>
      cognito.call('ChangePassword', {
        AccessToken,
        PreviousPassword: passwords[turn % 2] ?? '',
        ProposedPassword: passwords[++turn % 2] ?? '',
      })
    expect(await countUntilLimit(change)).toBe(5)
    const ask = () => cognito.call('GetUserAttributeVerificationCode', { AccessToken, AttributeName: 'email' })
    expect(await countUntilLimit(ask)).toBe(5)
    const Code = await wrongCode()
    const verify = () => cognito.call('VerifyUserAttribute', { AccessToken, AttributeName: 'email', Code })
    expect(await countUntilLimit(verify)).toBe(15)
  })
})

describe('nobody', () => {
  test('runs into the limits of somebody, where the client hides who is there', async () => {
    ClientId = await client('ENABLED')
    const confirm = (Username: string) => () =>
      cognito.call('ConfirmSignUp', { ClientId, Username, ConfirmationCode: '000000' })
    expect(await countUntilLimit(confirm('nobody'))).toBe(15)
    expect(await countUntilLimit(confirm('ann'))).toBe(15)
    const resend = () => cognito.call('ResendConfirmationCode', { ClientId, Username: 'nobody' })
    expect(await countUntilLimit(resend)).toBe(5)
    const forgot = () => cognito.call('ForgotPassword', { ClientId, Username: 'nobody' })
    expect(await countUntilLimit(forgot)).toBe(20)
  })

  test('is forgotten after an hour', async () => {
    ClientId = await client('ENABLED')
    const forgot = (Username: string) => cognito.call('ForgotPassword', { ClientId, Username })
    const kept = async () => (await cognito.store.list({ kind: 'cognito-idp/user-requests' })).length
    for (let i = 0; i < 4; i++) await forgot(`nobody-${i}`)
    expect(await kept()).toBe(4)
    cognito.clock.advance(60 * MINUTE)
    await forgot('another')
    expect(await kept()).toBe(1)
  })
})
