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

const EMAIL = [{ Name: 'email', Value: 'ann@example.com' }]
const signUp = ({ call, ClientId }: PoolWithTriggers, more = {}) =>
  call('SignUp', { ClientId, Username: 'ann', Password: PASSWORD, UserAttributes: EMAIL, ...more })
const NONE = { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false }

describe('PreSignUp', () => {
  test('is told who signs up, with what the app sends along', async () => {
    const pool = await start({ triggers: { PreSignUp: () => ({}) } })
    await signUp(pool, { ClientMetadata: { from: 'app' }, ValidationData: [{ Name: 'captcha', Value: '7' }] })
    expect(JSON.stringify(pool.events)).toBe(
      JSON.stringify([
        eventOf(pool, {
          triggerSource: 'PreSignUp_SignUp',
          userName: 'ann',
          request: {
            userAttributes: { email: 'ann@example.com' },
            validationData: { captcha: '7' },
            clientMetadata: { from: 'app' },
          },
          response: NONE,
        }),
      ]),
    )
    expect((await pool.user()).UserStatus).toBe('UNCONFIRMED')
  })

  test('confirms somebody and verifies their address, and PostConfirmation is told', async () => {
    const pool = await start({
      triggers: { PreSignUp: () => ({ autoConfirmUser: true, autoVerifyEmail: true }), PostConfirmation: () => ({}) },
      pool: { AutoVerifiedAttributes: ['email'] },
    })
    const { UserConfirmed, CodeDeliveryDetails, UserSub } = await signUp(pool, { ClientMetadata: { a: 'b' } })
    expect({ UserConfirmed, CodeDeliveryDetails }).toEqual({ UserConfirmed: true, CodeDeliveryDetails: undefined })
    expect(await pool.user()).toMatchObject({ UserStatus: 'CONFIRMED', attributes: { email_verified: 'true' } })
    expect(pool.events[1]).toEqual(
      eventOf(pool, {
        triggerSource: 'PostConfirmation_ConfirmSignUp',
        userName: 'ann',
        request: {
          userAttributes: {
            sub: UserSub,
            'cognito:user_status': 'CONFIRMED',
            email: 'ann@example.com',
            email_verified: 'true',
          },
          clientMetadata: { a: 'b' },
        },
        response: {},
      }),
    )
    expect((await pool.signIn()).AuthenticationResult).toBeDefined()
  })

  test('moves an alias to whoever it verifies', async () => {
    const pool = await start({
      triggers: { PreSignUp: () => ({ autoConfirmUser: true, autoVerifyEmail: true }) },
      pool: { AliasAttributes: ['email'] },
    })
    await signUp(pool)
    await signUp(pool, { Username: 'bob' })
    expect((await pool.user('ann')).attributes).toMatchObject({ email_verified: 'false' })
    expect((await pool.user('ann@example.com')).Username).toBe('bob')
  })

  test('is told of people whom an administrator makes, and its flags do not count then', async () => {
    const pool = await start({ triggers: { PreSignUp: () => ({ autoConfirmUser: true, autoVerifyEmail: true }) } })
    const { UserPoolId } = pool
    await pool.call('AdminCreateUser', {
      UserPoolId,
      Username: 'ann',
      UserAttributes: EMAIL,
      MessageAction: 'SUPPRESS',
    })
    expect(pool.events).toEqual([
      eventOf(
        pool,
        {
          triggerSource: 'PreSignUp_AdminCreateUser',
          userName: 'ann',
          request: { userAttributes: { email: 'ann@example.com' }, validationData: null },
          response: NONE,
        },
        'CLIENT_ID_NOT_APPLICABLE',
      ),
    ])
    const { UserStatus, attributes } = await pool.user()
    expect(UserStatus).toBe('FORCE_CHANGE_PASSWORD')
    expect(attributes).not.toHaveProperty('email_verified')
  })

  test.each([
    ['throws', throwing('no more room'), 'UserLambdaValidationException', 'PreSignUp failed with error no more room.'],
    ['returns a text', () => ({ returns: 'ok' }), 'InvalidLambdaResponseException', 'Unrecognizable lambda output'],
    [
      'confirms with a text',
      () => ({ autoConfirmUser: 'yes' }),
      'InvalidLambdaResponseException',
      'Unrecognizable lambda output',
    ],
    [
      'verifies a number that there is none of',
      () => ({ autoVerifyPhone: true }),
      'InvalidLambdaResponseException',
      'Unrecognizable lambda output',
    ],
    [
      'may not be called',
      refused('denied'),
      'UnexpectedLambdaException',
      'PreSignUp invocation failed due to error AccessDeniedException.',
    ],
  ] as const)('that %s leaves nobody behind', async (_, PreSignUp, code, message) => {
    const pool = await start({ triggers: { PreSignUp } })
    await expect(signUp(pool)).rejects.toEqual(lambdaRefusal(code, message))
    await expect(pool.user()).rejects.toMatchObject({ code: 'UserNotFoundException' })
  })

  test('is not asked of a sign-up that is refused before', async () => {
    const pool = await start({ triggers: { PreSignUp: () => ({}) } })
    await expect(signUp(pool, { Password: 'short' })).rejects.toMatchObject({ code: 'InvalidPasswordException' })
    expect(pool.events).toEqual([])
  })
})

describe('PostConfirmation', () => {
  const lastCode = async ({ outbox }: PoolWithTriggers) => (await outbox(0)).at(-1)?.code ?? ''

  test('follows each way to be confirmed', async () => {
    const pool = await start({
      triggers: { PostConfirmation: () => ({}) },
      pool: { AutoVerifiedAttributes: ['email'] },
    })
    const { ClientId, UserPoolId } = pool
    await signUp(pool)
    const ConfirmationCode = await lastCode(pool)
    await pool.call('ConfirmSignUp', { ClientId, Username: 'ann', ConfirmationCode, ClientMetadata: { by: 'code' } })
    await pool.call('ForgotPassword', { ClientId, Username: 'ann' })
    await pool.call('ConfirmForgotPassword', {
      ClientId,
      Username: 'ann',
      ConfirmationCode: await lastCode(pool),
      Password: PASSWORD,
      ClientMetadata: { by: 'another' },
    })
    await signUp(pool, { Username: 'bob' })
    await pool.call('AdminConfirmSignUp', { UserPoolId, Username: 'bob', ClientMetadata: { by: 'hand' } })
    expect(pool.events).toMatchObject([
      { triggerSource: 'PostConfirmation_ConfirmSignUp', request: { clientMetadata: { by: 'code' } } },
      { triggerSource: 'PostConfirmation_ConfirmForgotPassword', request: { clientMetadata: { by: 'another' } } },
      {
        triggerSource: 'PostConfirmation_ConfirmSignUp',
        userName: 'bob',
        callerContext: { clientId: 'CLIENT_ID_NOT_APPLICABLE' },
        request: { clientMetadata: { by: 'hand' } },
      },
    ])
    expect(pool.events[0]?.request).toMatchObject({
      userAttributes: { 'cognito:user_status': 'CONFIRMED', email_verified: 'true' },
    })
  })

  test('that throws is told of, and the user stays confirmed', async () => {
    const pool = await start({ triggers: { PostConfirmation: throwing('no table') } })
    await signUp(pool)
    const { UserPoolId } = pool
    await expect(pool.call('AdminConfirmSignUp', { UserPoolId, Username: 'ann' })).rejects.toEqual(
      lambdaRefusal('UserLambdaValidationException', 'PostConfirmation failed with error no table.'),
    )
    expect((await pool.user()).UserStatus).toBe('CONFIRMED')
  })
})
