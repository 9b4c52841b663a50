import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { AwsError } from '../../../kernel/errors.ts'
import type { InputOf } from '../../../kernel/operation.ts'
import { startCognito, type TestCognito } from '../cognito.harness.ts'
import { PasswordHasher } from '../passwords/hasher.ts'

const PASSWORD = 'Harbor-42-Lantern!'

let cognito: TestCognito
interface Pool {
  readonly UserPoolId: string
  readonly ClientId: string
  readonly other: string
}
let here: Pool
let there: Pool
beforeAll(async () => {
  cognito = await startCognito()
  here = await pool()
  there = await pool()
}, 60_000)
afterAll(() => cognito.close())

async function pool(): Promise<Pool> {
  const { UserPool } = await cognito.call('CreateUserPool', {
    PoolName: 'people',
    AutoVerifiedAttributes: ['email'],
    DeviceConfiguration: { ChallengeRequiredOnNewDevice: true },
  })
  const UserPoolId = UserPool?.Id ?? ''
  const client = async () => {
    const { UserPoolClient } = await cognito.call('CreateUserPoolClient', {
      UserPoolId,
      ClientName: 'app',
      ExplicitAuthFlows: [
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_USER_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
      ],
      PreventUserExistenceErrors: 'ENABLED',
    })
    return UserPoolClient?.ClientId ?? ''
  }
  const [ClientId, other] = [await client(), await client()]
  for (const Username of ['ann', 'ben']) {
    const UserAttributes = [
      { Name: 'email', Value: `${Username}@example.com` },
      { Name: 'email_verified', Value: 'true' },
    ]
    await cognito.call('AdminCreateUser', { UserPoolId, Username, UserAttributes, MessageAction: 'SUPPRESS' })
    const password = { UserPoolId, Username, Password: PASSWORD, Permanent: true }
    await cognito.call('AdminSetUserPassword', password)
  }
  return { UserPoolId, ClientId, other }
}

async function signedIn({ ClientId }: Pick<Pool, 'ClientId'>, USERNAME = 'ann') {
  const AuthParameters = { USERNAME, PASSWORD }
  const input = { ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters } as const
  const { AuthenticationResult } = await cognito.call('InitiateAuth', input)
  const { AccessToken = '', IdToken = '', RefreshToken = '' } = AuthenticationResult ?? {}
  return { AccessToken, IdToken, RefreshToken, DeviceKey: AuthenticationResult?.NewDeviceMetadata?.DeviceKey ?? '' }
}

/** Code and text of a refusal; a fault of ours is none. */
async function refusal(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => new Error('was not refused'),
    (reason: unknown) => reason,
  )
  if (!(error instanceof AwsError)) throw error
  return `${error.code}: ${error.message}`
}

type Name =
  | 'ConfirmDevice'
  | 'ConfirmForgotPassword'
  | 'ConfirmSignUp'
  | 'ForgetDevice'
  | 'GetDevice'
  | 'GetUser'
  | Begun
type Begun =
  | 'GetTokensFromRefreshToken'
  | 'InitiateAuth'
  | 'RespondToAuthChallenge'
  | 'RevokeToken'
  | 'VerifySoftwareToken'

describe('anything at all', () => {
  test('is answered, or refused as the client’s fault', async () => {
    const { AccessToken, IdToken, RefreshToken, DeviceKey } = await signedIn(here)
    const elsewhere = await signedIn(there)
    const session = async (USERNAME: string, ClientId: string) =>
      (await cognito.call('InitiateAuth', { ClientId, AuthFlow: 'USER_AUTH', AuthParameters: { USERNAME } })).Session
    const sessions = [await session('ann', here.ClientId), await session('nobody', here.other)].map(String)
    const odd = [
      '',
      '__proto__',
      'constructor',
      '%00',
      '\u0000',
      '0',
      'f'.repeat(1536),
      `${'ey'.repeat(9)}.e30.x`,
      '....',
    ]
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom(...odd, ...sessions, AccessToken, IdToken, RefreshToken, DeviceKey),
      fc.constantFrom(elsewhere.AccessToken, elsewhere.RefreshToken, elsewhere.DeviceKey, 'ann', 'ben', PASSWORD),
    )
    const parameter = fc.constantFrom(
      ...[
        'USERNAME',
        'PASSWORD',
        'SRP_A',
        'DEVICE_KEY',
        'REFRESH_TOKEN',
        'ANSWER',
        'PREFERRED_CHALLENGE',
        'NEW_PASSWORD',
      ],
      ...['PASSWORD_CLAIM_SECRET_BLOCK', 'PASSWORD_CLAIM_SIGNATURE', 'TIMESTAMP', 'SECRET_HASH', 'EMAIL_OTP_CODE'],
      ...['SOFTWARE_TOKEN_MFA_CODE', 'SMS_MFA_CODE', 'userAttributes.email', '__proto__'],
    )
    const parameters = fc.dictionary(parameter, text, { maxKeys: 6 })
    const ClientId = fc.constantFrom(here.ClientId, here.other, there.ClientId, 'nobody', '__proto__')
    const member = {
      ...{ AccessToken: text, ClientId, Session: text, Username: text, ConfirmationCode: text, Password: text },
      ...{ DeviceKey: text, RefreshToken: text, Token: text, UserCode: text, AuthParameters: parameters },
      ChallengeResponses: parameters,
      DeviceSecretVerifierConfig: fc.record({ PasswordVerifier: text, Salt: text }),
      AuthFlow: fc.constantFrom('USER_AUTH', 'USER_SRP_AUTH', 'USER_PASSWORD_AUTH', 'REFRESH_TOKEN_AUTH', 'x'),
      ChallengeName: fc.constantFrom(
        ...['PASSWORD_VERIFIER', 'DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER', 'SELECT_CHALLENGE', 'PASSWORD'],
        ...['EMAIL_OTP', 'SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'NEW_PASSWORD_REQUIRED', 'MFA_SETUP', 'SELECT_MFA_TYPE', 'x'],
      ),
    }
    const operation = fc.constantFrom<Name>(
      ...(['ConfirmDevice', 'ConfirmForgotPassword', 'ConfirmSignUp', 'ForgetDevice', 'GetDevice', 'GetUser'] as const),
      ...(['GetTokensFromRefreshToken', 'InitiateAuth', 'RespondToAuthChallenge', 'RevokeToken'] as const),
      'VerifySoftwareToken',
    )
    await fc.assert(
      fc.asyncProperty(operation, fc.record(member), async (name, input) => {
        try {
          await cognito.call(name, input as unknown as InputOf<'cognito-idp', Name> as never)
        } catch (error) {
          if (!(error instanceof AwsError)) throw error
          expect(error.code).not.toBe('InternalErrorException')
        }
      }),
      { numRuns: 600 },
    )
    // Nobody was locked out of what is theirs by it.
    expect((await cognito.call('AdminGetUser', { UserPoolId: here.UserPoolId, Username: 'ann' })).Enabled).toBe(true)
  })
})

describe('a token', () => {
  test('that is not one of access opens nothing', async () => {
    const { IdToken, RefreshToken, AccessToken } = await signedIn(here, 'ben')
    const forged = `${AccessToken.slice(0, -8)}AAAAAAAA`
    for (const given of [IdToken, RefreshToken, forged, 'x', '..']) {
      const invalid = 'NotAuthorizedException: Invalid Access Token'
      expect(await refusal(cognito.call('GetUser', { AccessToken: given }))).toBe(invalid)
      expect(await refusal(cognito.call('GlobalSignOut', { AccessToken: given }))).toBe(invalid)
      expect(await refusal(cognito.call('ListDevices', { AccessToken: given }))).toBe(invalid)
    }
  })

  test('to refresh with is its client’s alone', async () => {
    const { RefreshToken, DeviceKey, AccessToken, IdToken } = await signedIn(here, 'ben')
    const refresh = (ClientId: string, token = RefreshToken) =>
      cognito.call('GetTokensFromRefreshToken', { ClientId, RefreshToken: token, DeviceKey })
    const invalid = 'NotAuthorizedException: Invalid Refresh Token'
    expect(await refusal(refresh(here.other))).toBe(invalid)
    expect(await refusal(refresh(there.ClientId))).toBe(invalid)
    for (const given of [AccessToken, IdToken, `${RefreshToken}A`, RefreshToken.replace(/.$/, '')]) {
      expect(await refusal(refresh(here.ClientId, given))).toBe(invalid)
    }
    await cognito.call('RevokeToken', { ClientId: here.other, Token: RefreshToken })
    expect((await refresh(here.ClientId)).AuthenticationResult?.AccessToken).toBeDefined()
  })
})

test('a session is of its client, its pool and its challenge', async () => {
  const begin = { ClientId: here.ClientId, AuthFlow: 'USER_AUTH', AuthParameters: { USERNAME: 'ben' } } as const
  const { Session } = await cognito.call('InitiateAuth', begin)
  const ChallengeResponses = { USERNAME: 'ben', ANSWER: 'PASSWORD', PASSWORD }
  const answer = (ClientId: string, ChallengeName = 'SELECT_CHALLENGE') =>
    cognito.call('RespondToAuthChallenge', { ClientId, ChallengeName, ChallengeResponses, Session })
  const invalid = /^NotAuthorizedException: Invalid session for the user/
  expect(await refusal(answer(here.other))).toMatch(invalid)
  expect(await refusal(answer(there.ClientId))).toMatch(invalid)
  expect(await refusal(answer(here.ClientId, 'PASSWORD'))).toMatch(invalid)
  expect((await answer(here.ClientId)).AuthenticationResult).toBeDefined()
  expect(await refusal(answer(here.ClientId))).toMatch(invalid)
})

describe('who is there', () => {
  const both = async (ask: (name: string) => Promise<unknown>) => [await ask('ben'), await ask('nobody')]

  test('is told by no refusal', async () => {
    const { ClientId } = here
    const asks: ((Username: string) => Promise<unknown>)[] = [
      (USERNAME) => {
        const AuthParameters = { USERNAME, PASSWORD: 'wrong' }
        return cognito.call('InitiateAuth', { ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters })
      },
      (Username) =>
        cognito.call('ConfirmForgotPassword', { ClientId, Username, ConfirmationCode: '123456', Password: PASSWORD }),
      (USERNAME) => {
        const ChallengeResponses = { USERNAME, DEVICE_KEY: 'us-east-1_0a1b2c3d', SRP_A: 'a' }
        const answer = { ClientId, ChallengeName: 'DEVICE_SRP_AUTH', ChallengeResponses }
        return cognito.call('RespondToAuthChallenge', answer)
      },
    ]
    for (const ask of asks) {
      const [known, unknown] = await both((name) => refusal(ask(name)))
      expect(unknown).toBe(known)
    }
  })

  test('is told by no challenge: the same members, as long, and the same for the same guess', async () => {
    const { ClientId } = here
    const begin = async (USERNAME: string) => {
      const AuthParameters = { USERNAME, SRP_A: 'a'.repeat(768), DEVICE_KEY: 'us-east-1_0a1b2c3d' }
      const asked = await cognito.call('InitiateAuth', { ClientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters })
      const { SALT = '', SRP_B = '', ...others } = asked.ChallengeParameters ?? {}
      return { name: asked.ChallengeName, members: Object.keys(others).sort(), SALT, long: SRP_B.length > 740 }
    }
    const [known, unknown] = await both(begin)
    expect({ ...(unknown as object), SALT: '' }).toEqual({ ...(known as object), SALT: '' })
    expect(await begin('nobody')).toEqual(unknown)
  })

  test('is told by no shorter work on a password', async () => {
    const work = vi.spyOn(PasswordHasher.prototype, 'matches')
    const begin = (USERNAME: string) => {
      const AuthParameters = { USERNAME, PASSWORD: 'wrong' }
      const input = { ClientId: there.ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters } as const
      return refusal(cognito.call('InitiateAuth', input))
    }
    await begin('ben')
    const known = work.mock.calls.length
    await begin('nobody')
    expect(work.mock.calls.length).toBe(2 * known)
    work.mockRestore()
  })
})
