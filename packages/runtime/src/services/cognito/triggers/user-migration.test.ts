import { afterEach, describe, expect, test } from 'vitest'
import {
  eventOf,
  type Handler,
  lambdaRefusal,
  PASSWORD,
  type PoolWithTriggers,
  poolWithTriggers,
  refused,
  throwing,
} from './triggers.harness.ts'

let pool: PoolWithTriggers | undefined
afterEach(() => pool?.close())

const start = async (UserMigration: Handler, more: Partial<Parameters<typeof poolWithTriggers>[0]> = {}) => {
  pool = await poolWithTriggers({ triggers: { UserMigration }, ...more })
  return pool
}

const known = {
  userAttributes: { email: 'ann@example.com', email_verified: 'true' },
  finalUserStatus: 'CONFIRMED',
  messageAction: 'SUPPRESS',
}
const hidden = { client: { PreventUserExistenceErrors: 'ENABLED' as const } }
const wrong = lambdaRefusal('NotAuthorizedException', 'Incorrect username or password.')
const unknown = lambdaRefusal('UserNotFoundException', 'User does not exist.')

describe('UserMigration at a sign-in', () => {
  test('brings somebody over with their password, whatever the policy, once', async () => {
    const pool = await start(() => known)
    const metadata = { ClientMetadata: { from: 'app' } }
    expect((await pool.signIn('ann', metadata, 'weak')).AuthenticationResult).toBeDefined()
    expect(JSON.stringify(pool.events)).toBe(
      JSON.stringify([
        eventOf(pool, {
          triggerSource: 'UserMigration_Authentication',
          userName: 'ann',
          request: { password: 'weak', validationData: { from: 'app' } },
          response: {
            userAttributes: null,
            forceAliasCreation: null,
            enableSMSMFA: null,
            finalUserStatus: null,
            messageAction: null,
            desiredDeliveryMediums: null,
          },
        }),
      ]),
    )
    expect(await pool.user()).toMatchObject({ UserStatus: 'CONFIRMED', attributes: known.userAttributes })
    expect(await pool.outbox(0)).toEqual([])
    await pool.signIn('ann', {}, 'weak')
    await expect(pool.signIn('ann', {}, 'other')).rejects.toEqual(wrong)
    expect(pool.events).toHaveLength(1)
  })

  test('without a final status the password has to be reset', async () => {
    const pool = await start(() => ({ ...known, finalUserStatus: 'RESET_REQUIRED' }))
    await expect(pool.signIn()).rejects.toMatchObject({ code: 'PasswordResetRequiredException' })
    expect((await pool.user()).UserStatus).toBe('RESET_REQUIRED')
  })

  test('names people by their address where the pool does', async () => {
    const pool = await start(() => known, { pool: { UsernameAttributes: ['email'] } })
    await pool.signIn('ann@example.com')
    const { Username, attributes } = await pool.user('ann@example.com')
    expect(Username).toBe(attributes.sub)
  })

  test('welcomes them unless it is told not to, without their password', async () => {
    const { messageAction: _, ...welcomed } = known
    const pool = await start(() => ({ ...welcomed, desiredDeliveryMediums: ['EMAIL'] }))
    await pool.signIn()
    const [message] = await pool.outbox(0)
    expect(message).toMatchObject({ kind: 'AdminCreateUser', destination: 'ann@example.com' })
    expect(JSON.stringify(message)).not.toContain(PASSWORD)
  })

  test('is not asked where the password does not come along', async () => {
    const pool = await start(() => known)
    const AuthParameters = { USERNAME: 'ann', SRP_A: 'ab' }
    await expect(pool.signIn('ann', { AuthFlow: 'USER_SRP_AUTH', AuthParameters })).rejects.toEqual(unknown)
    expect(pool.events).toEqual([])
  })

  test('writes two who come at once down as one', async () => {
    const pool = await start(() => known)
    const both = await Promise.all([pool.signIn(), pool.signIn()])
    expect(both.map(({ AuthenticationResult }) => AuthenticationResult?.TokenType)).toEqual(['Bearer', 'Bearer'])
    expect((await pool.call('ListUsers', { UserPoolId: pool.UserPoolId })).Users).toHaveLength(1)
  })

  test.each<[string, Handler, unknown, unknown]>([
    ['knows nobody', () => ({}), unknown, wrong],
    [
      'throws',
      throwing('bad password'),
      lambdaRefusal(
        'UserNotFoundException',
        expect.stringMatching(/^Exception migrating user in app client \w+$/) as never,
      ),
      wrong,
    ],
    [
      'is not there',
      refused('missing'),
      lambdaRefusal(
        'UnexpectedLambdaException',
        'UserMigration invocation failed due to error ResourceNotFoundException.',
      ),
      lambdaRefusal(
        'UnexpectedLambdaException',
        'UserMigration invocation failed due to error ResourceNotFoundException.',
      ),
    ],
    [
      'gives attributes as a list',
      () => ({ userAttributes: ['a'] }),
      lambdaRefusal('InvalidLambdaResponseException', 'Unrecognizable lambda output'),
      lambdaRefusal('InvalidLambdaResponseException', 'Unrecognizable lambda output'),
    ],
  ])('that %s makes nobody', async (_, handler, told, toldWhereHidden) => {
    const open = await start(handler)
    await expect(open.signIn()).rejects.toEqual(told)
    await open.close()
    const closed = await start(handler, hidden)
    await expect(closed.signIn()).rejects.toEqual(toldWhereHidden)
    expect((await closed.call('ListUsers', { UserPoolId: closed.UserPoolId })).Users).toEqual([])
  })
})

describe('UserMigration for a forgotten password', () => {
  test('brings somebody over without a password and sends them a code', async () => {
    const pool = await start(() => known)
    const { ClientId } = pool
    await pool.call('ForgotPassword', { ClientId, Username: 'ann', ClientMetadata: { a: 'b' } })
    expect(pool.events).toMatchObject([
      { triggerSource: 'UserMigration_ForgotPassword', request: { validationData: null, clientMetadata: { a: 'b' } } },
    ])
    expect(pool.events[0]?.request).not.toHaveProperty('password')
    const ConfirmationCode = (await pool.outbox(0)).at(-1)?.code ?? ''
    await pool.call('ConfirmForgotPassword', { ClientId, Username: 'ann', ConfirmationCode, Password: PASSWORD })
    expect((await pool.signIn()).AuthenticationResult).toBeDefined()
  })

  test('that knows nobody is as if there were none', async () => {
    const pool = await start(() => ({}))
    await expect(pool.call('ForgotPassword', { ClientId: pool.ClientId, Username: 'ann' })).rejects.toEqual(
      lambdaRefusal('UserNotFoundException', 'Username/client id combination not found.'),
    )
  })
})
