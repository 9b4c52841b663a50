import { afterEach, describe, expect, test } from 'vitest'
import {
  eventOf,
  type Handler,
  lambdaRefusal,
  PASSWORD,
  type PoolWithTriggers,
  poolWithTriggers,
  throwing,
} from './triggers.harness.ts'

let pool: PoolWithTriggers | undefined
afterEach(() => pool?.close())

const SMS = { SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::123456789012:role/r', ExternalId: 'x' } }
const start = async (CustomMessage: Handler, more: Partial<Parameters<typeof poolWithTriggers>[0]> = {}) => {
  const { pool: settings, ...others } = more
  pool = await poolWithTriggers({
    triggers: { CustomMessage },
    pool: { AutoVerifiedAttributes: ['email'], ...settings },
    ...others,
  })
  return pool
}

const attribute = (Name: string, Value: string) => [{ Name, Value }]
const signUp = ({ call, ClientId }: PoolWithTriggers, more = {}) => {
  const UserAttributes = attribute('email', 'ann@example.com')
  return call('SignUp', { ClientId, Username: 'ann', Password: PASSWORD, UserAttributes, ...more })
}
const sent = async ({ outbox }: PoolWithTriggers) => (await outbox(0)).at(-1)

describe('CustomMessage', () => {
  test('writes the message, and never sees the code', async () => {
    const pool = await start(({ request }) => ({
      emailSubject: 'Welcome',
      emailMessage: `Hello {username}, ${request.codeParameter}`,
      smsMessage: 'not for this one {####}',
    }))
    const { UserSub } = await signUp(pool, { ClientMetadata: { lang: 'de' } })
    const message = await sent(pool)
    expect(message).toMatchObject({ subject: 'Welcome', body: `Hello {username}, ${message?.code}` })
    expect(message?.code).toMatch(/^\d{6}$/)
    expect(JSON.stringify(pool.events)).toBe(
      JSON.stringify([
        eventOf(pool, {
          triggerSource: 'CustomMessage_SignUp',
          userName: 'ann',
          request: {
            userAttributes: { sub: UserSub, 'cognito:user_status': 'UNCONFIRMED', email: 'ann@example.com' },
            codeParameter: '{####}',
            linkParameter: '{##Click Here##}',
            usernameParameter: null,
            clientMetadata: { lang: 'de' },
          },
          response: { smsMessage: null, emailMessage: null, emailSubject: null },
        }),
      ]),
    )
    await pool.call('ConfirmSignUp', {
      ClientId: pool.ClientId,
      Username: 'ann',
      ConfirmationCode: message?.code ?? '',
    })
  })

  test('is asked about each kind of message, and by SMS, too', async () => {
    const own = { smsMessage: 'own {username} {####}', emailMessage: 'own {username} {####}' }
    const pool = await start(() => own, {
      pool: { ...SMS, MfaConfiguration: 'OPTIONAL', AutoVerifiedAttributes: ['email', 'phone_number'] },
    })
    const { ClientId, UserPoolId, call } = pool
    const Username = 'ann'
    await signUp(pool)
    await call('ResendConfirmationCode', { ClientId, Username, ClientMetadata: { n: '2' } })
    await call('AdminConfirmSignUp', { UserPoolId, Username })
    await call('AdminUpdateUserAttributes', {
      UserPoolId,
      Username,
      UserAttributes: attribute('email_verified', 'true'),
    })
    await call('ForgotPassword', { ClientId, Username, ClientMetadata: { n: '3' } })
    await call('AdminResetUserPassword', { UserPoolId, Username, ClientMetadata: { n: '4' } })
    await call('AdminSetUserPassword', { UserPoolId, Username, Password: PASSWORD, Permanent: true })
    const { AuthenticationResult: { AccessToken = '' } = {} } = await pool.signIn()
    const UserAttributes = attribute('phone_number', '+49301234567')
    await call('UpdateUserAttributes', { AccessToken, UserAttributes, ClientMetadata: { n: '5' } })
    await call('GetUserAttributeVerificationCode', { AccessToken, AttributeName: 'email', ClientMetadata: { n: '6' } })
    const other = attribute('phone_number', '+49301234568')
    await call('AdminUpdateUserAttributes', { UserPoolId, Username, UserAttributes: other, ClientMetadata: { n: '7' } })
    const on = { SMSMfaSettings: { Enabled: true, PreferredMfa: true } }
    await call('SetUserMFAPreference', { AccessToken, ...on })
    expect((await pool.signIn('ann', { ClientMetadata: { n: '8' } })).ChallengeName).toBe('SMS_MFA')
    await call('AdminCreateUser', { UserPoolId, Username: 'bob', UserAttributes: attribute('email', 'b@example.com') })
    const told = pool.events.map(({ triggerSource, request }) => [triggerSource, request.clientMetadata])
    expect(told).toEqual([
      ['CustomMessage_SignUp', undefined],
      ['CustomMessage_ResendCode', { n: '2' }],
      ['CustomMessage_ForgotPassword', { n: '3' }],
      ['CustomMessage_ForgotPassword', { n: '4' }],
      ['CustomMessage_UpdateUserAttribute', { n: '5' }],
      ['CustomMessage_VerifyUserAttribute', { n: '6' }],
      ['CustomMessage_UpdateUserAttribute', { n: '7' }],
      // Not what comes with InitiateAuth (documented).
      ['CustomMessage_Authentication', undefined],
      ['CustomMessage_AdminCreateUser', undefined],
    ])
    expect(pool.events.at(-1)).toMatchObject({
      callerContext: { clientId: 'CLIENT_ID_NOT_APPLICABLE' },
      request: { usernameParameter: '{username}' },
    })
    const bodies = (await pool.outbox(0)).map(({ body, code }) => [body, code])
    expect(bodies).toHaveLength(9)
    for (const [body, code] of bodies.slice(0, -1)) expect(body).toBe(`own {username} ${code}`)
    expect(bodies.at(-1)?.[0]).toBe(`own bob ${bodies.at(-1)?.[1]}`)
  })

  test.each([
    ['says nothing', {}],
    ['leaves out the code', { emailMessage: 'Hello' }],
    ['gives null', { emailMessage: null, emailSubject: null, smsMessage: null }],
  ])('that %s leaves the text to the pool', async (_, answer) => {
    const pool = await start(() => answer)
    await signUp(pool)
    const message = await sent(pool)
    expect(message).toMatchObject({
      subject: 'Your verification code',
      body: `Your confirmation code is ${message?.code}`,
    })
  })

  test.each([
    ['throws', throwing('no words'), 'UserLambdaValidationException', 'CustomMessage failed with error no words.'],
    [
      'gives a number for a text',
      () => ({ emailMessage: 7 }),
      'InvalidLambdaResponseException',
      'Unrecognizable lambda output',
    ],
  ] as const)('that %s refuses the call, and nothing is written', async (_, handler, code, message) => {
    const pool = await start(handler)
    await expect(signUp(pool)).rejects.toEqual(lambdaRefusal(code, message))
    await expect(pool.user()).rejects.toMatchObject({ code: 'UserNotFoundException' })
    expect(await pool.outbox(0)).toEqual([])
  })
})
