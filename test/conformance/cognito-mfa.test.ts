import {
  AdminGetUserCommand,
  AdminSetUserMFAPreferenceCommand,
  AssociateSoftwareTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
  SetUserPoolMfaConfigCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { describe, expect, inject, it } from 'vitest'
import { totpNow as shown } from '../support/authenticator.ts'
import { awsClients } from '../support/clients.ts'
import { attributesOf, PASSWORD, people, refused } from '../support/people.ts'

const origin = inject('origin')
const { cognito } = awsClients({ origin, account: '555500000070' })
const { pool, client, user, messages } = people(cognito, origin)

const SmsConfiguration = { SnsCallerArn: 'arn:aws:iam::555500000070:role/sms' }

async function mfaPool(MfaConfiguration: 'ON' | 'OPTIONAL', sms = false) {
  const UserPoolId = await pool()
  await cognito.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId,
      MfaConfiguration,
      SoftwareTokenMfaConfiguration: { Enabled: true },
      ...(sms && { SmsMfaConfiguration: { SmsConfiguration } }),
    }),
  )
  const { ClientId } = await client(UserPoolId)
  await user(UserPoolId, 'ann', { phone_number: '+4915112349934' })
  const begin = () =>
    cognito.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'ann', PASSWORD },
      }),
    )
  type Name = 'SOFTWARE_TOKEN_MFA' | 'SMS_MFA' | 'SELECT_MFA_TYPE' | 'MFA_SETUP'
  const answer = (ChallengeName: Name, Session: string | undefined, responses: Record<string, string> = {}) =>
    cognito.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName,
        ChallengeResponses: { USERNAME: 'ann', ...responses },
        Session,
      }),
    )
  return { UserPoolId, begin, answer }
}

describe('an authenticator', () => {
  it('is set up within the first sign-in of a pool that requires it (cognito-people 8.1.4, 8.2.1, 8.2.2, 8.2.4, 8.2.5, 8.2.6, 16.7)', async () => {
    const { begin, answer } = await mfaPool('ON')
    const asked = await begin()
    expect(asked).toMatchObject({
      ChallengeName: 'MFA_SETUP',
      ChallengeParameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]', USER_ID_FOR_SRP: 'ann' },
    })
    expect(await refused(answer('MFA_SETUP', asked.Session))).toContain('NotAuthorizedException')
    // The pool sends no codes by email.
    const EMAIL = 'ann@example.com'
    expect(await refused(answer('MFA_SETUP', asked.Session, { EMAIL }))).toContain('InvalidParameterException')
    // A phone number is for administrators to add.
    const PHONE_NUMBER = '+4915112349934'
    expect(await refused(answer('MFA_SETUP', asked.Session, { PHONE_NUMBER }))).toContain('NotAuthorizedException')
    const { SecretCode = '', Session } = await cognito.send(
      new AssociateSoftwareTokenCommand({ Session: asked.Session }),
    )
    expect(SecretCode).toMatch(/^[A-Z2-7]{52}$/)
    const verify = (UserCode: string) => cognito.send(new VerifySoftwareTokenCommand({ Session, UserCode }))
    const wrong = shown(SecretCode) === '000000' ? '111111' : '000000'
    expect(await refused(verify(wrong))).toBe(
      'EnableSoftwareTokenMFAException: Code mismatch and fail enable Software Token MFA',
    )
    const used = shown(SecretCode)
    const verified = await verify(used)
    expect(verified.Status).toBe('SUCCESS')
    const done = await answer('MFA_SETUP', verified.Session)
    expect(done.AuthenticationResult?.AccessToken).toMatch(/^ey/)

    const again = await begin()
    expect(again.ChallengeName).toBe('SOFTWARE_TOKEN_MFA')
    const send = (code: string) => answer('SOFTWARE_TOKEN_MFA', again.Session, { SOFTWARE_TOKEN_MFA_CODE: code })
    expect(await refused(send(wrong))).toBe('CodeMismatchException: Invalid code received for user')
    expect(await refused(send(used))).toBe('ExpiredCodeException: Your software token has already been used once.')
    expect((await send(shown(SecretCode, 1))).AuthenticationResult?.AccessToken).toMatch(/^ey/)
  })

  it('is a choice of the user’s where it is optional (cognito-people 8.1.1, 8.1.2, 8.2.3, 8.2.7, 8.2.8)', async () => {
    const { UserPoolId, begin, answer } = await mfaPool('OPTIONAL')
    const { AuthenticationResult } = await begin()
    const AccessToken = AuthenticationResult?.AccessToken
    const prefer = () =>
      cognito.send(
        new SetUserMFAPreferenceCommand({
          AccessToken,
          SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
        }),
      )
    expect(await refused(prefer())).toBe(
      'InvalidParameterException: User does not have delivery config set to turn on SOFTWARE_TOKEN_MFA',
    )
    const { SecretCode = '' } = await cognito.send(new AssociateSoftwareTokenCommand({ AccessToken }))
    const input = { AccessToken, UserCode: shown(SecretCode), FriendlyDeviceName: 'phone' }
    await cognito.send(new VerifySoftwareTokenCommand(input))
    expect((await begin()).AuthenticationResult).toBeDefined()
    await prefer()
    expect(await cognito.send(new GetUserCommand({ AccessToken }))).toMatchObject({
      PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    })
    const asked = await begin()
    expect(asked.ChallengeParameters).toEqual({ FRIENDLY_DEVICE_NAME: 'phone', USER_ID_FOR_SRP: 'ann' })
    const code = { SOFTWARE_TOKEN_MFA_CODE: shown(SecretCode, 1) }
    expect((await answer('SOFTWARE_TOKEN_MFA', asked.Session, code)).AuthenticationResult).toBeDefined()
    const off = { UserPoolId, Username: 'ann', SoftwareTokenMfaSettings: { Enabled: false } }
    await cognito.send(new AdminSetUserMFAPreferenceCommand(off))
    expect((await begin()).AuthenticationResult).toBeDefined()
  })
})

describe('a code by SMS', () => {
  it('lies in the outbox, verifies the number, and is good once (cognito-people 8.3.1, 8.3.2, 8.3.3, 11.4.1)', async () => {
    const { UserPoolId, begin, answer } = await mfaPool('ON', true)
    const asked = await begin()
    expect(asked).toMatchObject({
      ChallengeName: 'SMS_MFA',
      ChallengeParameters: { CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS', CODE_DELIVERY_DESTINATION: '+*********9934' },
    })
    const [message] = await messages(UserPoolId)
    expect(message).toMatchObject({ kind: 'Authentication', medium: 'SMS', destination: '+4915112349934' })
    const send = (SMS_MFA_CODE: string) => answer('SMS_MFA', asked.Session, { SMS_MFA_CODE })
    expect(await refused(send('abcdef'))).toBe('CodeMismatchException: Invalid code or auth state for the user.')
    expect((await send(message?.code ?? '')).AuthenticationResult?.AccessToken).toMatch(/^ey/)
    expect(await refused(send(message?.code ?? ''))).toContain('session can only be used once')
    const found = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username: 'ann' }))
    expect(attributesOf(found.UserAttributes).phone_number_verified).toBe('true')
  })

  it('may be chosen among several (cognito-people 8.1.3, 16.8)', async () => {
    const { UserPoolId, begin, answer } = await mfaPool('OPTIONAL', true)
    const { AuthenticationResult } = await begin()
    const AccessToken = AuthenticationResult?.AccessToken
    const { SecretCode = '' } = await cognito.send(new AssociateSoftwareTokenCommand({ AccessToken }))
    await cognito.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: shown(SecretCode) }))
    const both = { SMSMfaSettings: { Enabled: true }, SoftwareTokenMfaSettings: { Enabled: true } }
    await cognito.send(new AdminSetUserMFAPreferenceCommand({ UserPoolId, Username: 'ann', ...both }))
    const asked = await begin()
    expect(asked.ChallengeName).toBe('SELECT_MFA_TYPE')
    for (const name of ['MFAS_CAN_CHOOSE', 'MFAS_CAN_SELECT']) {
      expect(JSON.parse(asked.ChallengeParameters?.[name] ?? '')).toEqual(['SMS_MFA', 'SOFTWARE_TOKEN_MFA'])
    }
    expect(await refused(answer('SELECT_MFA_TYPE', asked.Session, { ANSWER: 'EMAIL_OTP' }))).toContain(
      'InvalidParameterException',
    )
    expect((await answer('SELECT_MFA_TYPE', asked.Session, { ANSWER: 'SMS_MFA' })).ChallengeName).toBe('SMS_MFA')
  })
})
