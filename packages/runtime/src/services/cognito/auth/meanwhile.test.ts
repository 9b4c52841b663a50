import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { InputOf } from '../../../kernel/operation.ts'
import { startCognito, type TestCognito } from '../cognito.harness.ts'
import { PasswordHasher } from '../passwords/hasher.ts'
import { claimSignature } from '../passwords/srp.ts'
import { G, hashed, K, N, numberOf, power, sessionKey, signedBytes } from '../passwords/srp-group.ts'
import { passwordIdentity } from '../users/new-password.ts'

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

const fromHex = (hex = '') => BigInt(`0x${hex}`)

/** The client's half of an exchange, which proves {@link PASSWORD} when it is called for. */
async function beginExchange(): Promise<() => Promise<unknown>> {
  const secret = 12345678901234567890n
  const A = power(G, secret)
  const AuthParameters = { USERNAME: 'ann', SRP_A: A.toString(16) }
  const begun = await cognito.call('InitiateAuth', { ClientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters })
  const { SALT, SRP_B, SECRET_BLOCK = '' } = begun.ChallengeParameters ?? {}
  const identity = passwordIdentity(UserPoolId, 'ann')
  const B = fromHex(SRP_B)
  const scramble = numberOf(hashed(signedBytes(A), signedBytes(B)))
  const x = numberOf(hashed(signedBytes(fromHex(SALT)), hashed(`${identity}:${PASSWORD}`)))
  const shared = power((((B - K * power(G, x)) % N) + N) % N, secret + scramble * x)
  const TIMESTAMP = 'Tue Jan 1 00:00:00 UTC 2030'
  const block = Buffer.from(SECRET_BLOCK, 'base64')
  const signature = claimSignature(sessionKey(shared, scramble), identity, block, TIMESTAMP)
  const ChallengeResponses = {
    USERNAME: 'ann',
    TIMESTAMP,
    PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
    PASSWORD_CLAIM_SIGNATURE: signature.toString('base64'),
  }
  return () => answer({ ChallengeName: 'PASSWORD_VERIFIER', ChallengeResponses })
}

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

describe('a password that has been replaced', () => {
  const WRONG = 'NotAuthorizedException: Incorrect username or password.'

  test('proves nothing any more, even while it is judged', async () => {
    vi.spyOn(PasswordHasher.prototype, 'matches').mockImplementationOnce(async () => {
      await setPassword(ANOTHER)
      return true
    })
    expect(await outcome(signIn())).toBe(WRONG)
    expect(await outcome(signIn(ANOTHER))).toBe('done')
  })

  test('ends no exchange that was begun with it', async () => {
    const answered = await beginExchange()
    expect(await outcome(answered())).toBe('done')
    const late = await beginExchange()
    await setPassword(ANOTHER)
    expect(await outcome(late())).toBe(WRONG)
  })

  test('is replaced once: a challenge for a new one ends with the next', async () => {
    await setPassword(PASSWORD, false)
    const { Session } = await signIn()
    await setPassword(ANOTHER)
    const ChallengeResponses = { USERNAME: 'ann', NEW_PASSWORD: 'Stolen-99-Harvest!' }
    const answered = answer({ ChallengeName: 'NEW_PASSWORD_REQUIRED', Session, ChallengeResponses })
    expect(await outcome(answered)).toMatch(/^NotAuthorizedException: Invalid session for the user/)
    expect((await signIn(ANOTHER)).AuthenticationResult).toBeDefined()
  })
})

describe('of what is deleted meanwhile', () => {
  /** Just before the next call writes anything. */
  function before(change: () => Promise<unknown>): void {
    const { transact } = cognito.store
    vi.spyOn(cognito.store, 'transact').mockImplementationOnce(async (work) => {
      await change()
      return transact(work)
    })
  }
  const documentsOf = async (key: string) =>
    (await cognito.store.contents()).documents.filter(({ id }) => id.includes(key)).map(({ kind }) => kind)

  test('a pool keeps no newcomer', async () => {
    const [UserAttributes, Username] = [[{ Name: 'email', Value: 'bob@example.com' }], 'bob']
    before(() => cognito.call('DeleteUserPool', { UserPoolId }))
    const signedUp = cognito.call('SignUp', { ClientId, Username, Password: PASSWORD, UserAttributes })
    expect(await outcome(signedUp)).toBe(`ResourceNotFoundException: User pool ${UserPoolId} does not exist.`)
    expect(await documentsOf('bob')).toEqual([])
  })

  test('a user keeps no device', async () => {
    await cognito.call('UpdateUserPool', { UserPoolId, DeviceConfiguration: { ChallengeRequiredOnNewDevice: false } })
    const { AccessToken = '', NewDeviceMetadata } = (await signIn()).AuthenticationResult ?? {}
    const DeviceKey = NewDeviceMetadata?.DeviceKey ?? ''
    const key = (await cognito.store.list({ kind: 'cognito-idp/user' }))[0]?.key.id ?? '?'
    const text = Buffer.from('12345').toString('base64')
    const DeviceSecretVerifierConfig = { PasswordVerifier: text, Salt: text }
    before(() => cognito.call('AdminDeleteUser', { UserPoolId, Username: 'ann' }))
    const confirmed = cognito.call('ConfirmDevice', { AccessToken, DeviceKey, DeviceSecretVerifierConfig })
    expect(await outcome(confirmed)).toBe('UserNotFoundException: User does not exist.')
    expect(await documentsOf(key)).toEqual([])
  })

  test('a user keeps no count of requests', async () => {
    const key = (await cognito.store.list({ kind: 'cognito-idp/user' }))[0]?.key.id ?? '?'
    before(() => cognito.call('AdminDeleteUser', { UserPoolId, Username: 'ann' }))
    const forgotten = cognito.call('ForgotPassword', { ClientId, Username: 'ann' })
    expect(await outcome(forgotten)).toBe('UserNotFoundException: User does not exist.')
    expect(await documentsOf(key)).toEqual([])
  })
})
