import { afterEach, describe, expect, test } from 'vitest'
import {
  eventOf,
  lambdaRefusal,
  PASSWORD,
  type PoolWithTriggers,
  poolWithTriggers,
  refused,
  throwing,
} from './triggers.harness.ts'

let pool: PoolWithTriggers | undefined
afterEach(() => pool?.close())

const start = async (wanted: Parameters<typeof poolWithTriggers>[0]) => {
  pool = await poolWithTriggers(wanted)
  return pool
}

const wrong = lambdaRefusal('NotAuthorizedException', 'Incorrect username or password.')

describe('PreAuthentication', () => {
  test('is told of whoever signs in, with what the app sends along', async () => {
    const pool = await start({ triggers: { PreAuthentication: () => ({}), PostAuthentication: () => ({}) } })
    await pool.person('ann', { email: 'ann@example.com' })
    await pool.signIn('ann', { ClientMetadata: { from: 'app' } })
    const { attributes } = await pool.user()
    const userAttributes = { sub: attributes.sub, 'cognito:user_status': 'CONFIRMED', email: 'ann@example.com' }
    expect(JSON.stringify(pool.events)).toBe(
      JSON.stringify([
        eventOf(pool, {
          triggerSource: 'PreAuthentication_Authentication',
          userName: 'ann',
          request: { userAttributes, validationData: { from: 'app' } },
          response: {},
        }),
        // What comes with InitiateAuth is for the functions before a sign-in alone (documented).
        eventOf(pool, {
          triggerSource: 'PostAuthentication_Authentication',
          userName: 'ann',
          request: { userAttributes, newDeviceUsed: false },
          response: {},
        }),
      ]),
    )
  })

  test('refuses before the password is looked at, and for whoever is not there, where that is hidden', async () => {
    const pool = await start({
      triggers: { PreAuthentication: throwing('closed today') },
      client: { PreventUserExistenceErrors: 'ENABLED' },
    })
    await pool.person()
    const closed = lambdaRefusal('UserLambdaValidationException', 'PreAuthentication failed with error closed today.')
    await expect(pool.signIn('ann', {}, 'wrong')).rejects.toEqual(closed)
    await expect(pool.signIn('nobody')).rejects.toEqual(closed)
    expect(pool.events).toMatchObject([
      { userName: 'ann', request: { validationData: null, userNotFound: false } },
      { userName: 'nobody', request: { userAttributes: {}, userNotFound: true } },
    ])
  })

  test('is not told of unknown names where that is no secret', async () => {
    const pool = await start({ triggers: { PreAuthentication: () => ({}) } })
    await expect(pool.signIn('nobody')).rejects.toMatchObject({ code: 'UserNotFoundException' })
    expect(pool.events).toEqual([])
  })

  test('comes once in each way to sign in, where the factor is known', async () => {
    const pool = await start({ triggers: { PreAuthentication: () => ({}) } })
    await pool.person()
    const { ClientId } = pool
    const begin = (AuthFlow: 'USER_AUTH' | 'USER_SRP_AUTH', AuthParameters: Record<string, string>) =>
      pool.call('InitiateAuth', { ClientId, AuthFlow, AuthParameters: { USERNAME: 'ann', ...AuthParameters } })
    await begin('USER_SRP_AUTH', { SRP_A: 'ab' })
    expect(pool.events).toHaveLength(1)
    const { Session } = await begin('USER_AUTH', {})
    expect(pool.events).toHaveLength(1)
    const ChallengeResponses = { USERNAME: 'ann', ANSWER: 'PASSWORD', PASSWORD }
    await pool.call('RespondToAuthChallenge', {
      ClientId,
      ChallengeName: 'SELECT_CHALLENGE',
      Session,
      ChallengeResponses,
    })
    expect(pool.events).toHaveLength(2)
  })
})

describe('PostAuthentication', () => {
  test('is told of sign-ins that succeed and of no others', async () => {
    const pool = await start({ triggers: { PostAuthentication: () => ({}) } })
    await pool.person()
    await expect(pool.signIn('ann', {}, 'wrong')).rejects.toEqual(wrong)
    expect(pool.events).toEqual([])
    const { AuthenticationResult } = await pool.signIn()
    expect(pool.events).toHaveLength(1)
    await pool.call('InitiateAuth', {
      ClientId: pool.ClientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: AuthenticationResult?.RefreshToken ?? '' },
    })
    expect(pool.events).toHaveLength(1)
  })

  test('gets what comes with the last answer', async () => {
    const pool = await start({ triggers: { PostAuthentication: () => ({}) } })
    const { UserPoolId, ClientId } = pool
    await pool.call('AdminCreateUser', { UserPoolId, Username: 'ann', TemporaryPassword: PASSWORD })
    const { Session, ChallengeName } = await pool.signIn()
    expect(ChallengeName).toBe('NEW_PASSWORD_REQUIRED')
    await pool.call('RespondToAuthChallenge', {
      ClientId,
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session,
      ChallengeResponses: { USERNAME: 'ann', NEW_PASSWORD: `${PASSWORD}2` },
      ClientMetadata: { last: 'step' },
    })
    expect(pool.events).toMatchObject([{ request: { clientMetadata: { last: 'step' } } }])
  })

  test.each([
    ['throws', throwing('no'), 'UserLambdaValidationException', 'PostAuthentication failed with error no.'],
    [
      'is gone',
      refused('missing'),
      'UnexpectedLambdaException',
      'PostAuthentication invocation failed due to error ResourceNotFoundException.',
    ],
    ['returns no event', () => ({ returns: 7 }), 'InvalidLambdaResponseException', 'Unrecognizable lambda output'],
  ] as const)('that %s leaves no sign-in behind', async (_, PostAuthentication, code, message) => {
    const pool = await start({ triggers: { PostAuthentication } })
    await pool.person()
    await expect(pool.signIn()).rejects.toEqual(lambdaRefusal(code, message))
    expect(await pool.store.list({ kind: 'cognito-idp/token-family' })).toEqual([])
  })
})
