import { afterEach, beforeEach, expect, test } from 'vitest'
import { startCognito, type TestCognito } from '../cognito.harness.ts'

let cognito: TestCognito
let UserPoolId: string
let ClientId: string
beforeEach(async () => {
  cognito = await startCognito()
  const SmsConfiguration = { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms' }
  const { UserPool } = await cognito.call('CreateUserPool', {
    PoolName: 'people',
    SmsConfiguration,
    AccountRecoverySetting: {
      RecoveryMechanisms: [
        { Name: 'verified_phone_number', Priority: 1 },
        { Name: 'verified_email', Priority: 2 },
      ],
    },
  })
  UserPoolId = UserPool?.Id ?? ''
  const SmsMfaConfiguration = { SmsConfiguration }
  await cognito.call('SetUserPoolMfaConfig', { UserPoolId, MfaConfiguration: 'OPTIONAL', SmsMfaConfiguration })
  const { UserPoolClient } = await cognito.call('CreateUserPoolClient', { UserPoolId, ClientName: 'app' })
  ClientId = UserPoolClient?.ClientId ?? ''
})
afterEach(() => cognito.close())

async function person(Username: string, attributes: Readonly<Record<string, string>>) {
  const verified = Object.entries(attributes).flatMap(([Name, Value]) => [
    { Name, Value },
    { Name: `${Name}_verified`, Value: 'true' },
  ])
  await cognito.call('AdminCreateUser', {
    UserPoolId,
    Username,
    UserAttributes: verified,
    MessageAction: 'SUPPRESS',
  })
  await cognito.call('AdminSetUserPassword', { UserPoolId, Username, Password: 'Harbor-42-Lantern!', Permanent: true })
}

const setSms = (Username: string, Enabled: boolean) =>
  cognito.call('AdminSetUserMFAPreference', { UserPoolId, Username, SMSMfaSettings: { Enabled } })
const forget = async (Username: string) =>
  (await cognito.call('ForgotPassword', { ClientId, Username })).CodeDeliveryDetails?.AttributeName

test('a password is not recovered by what is a second factor', async () => {
  await person('ann', { phone_number: '+4915112349934', email: 'ann@example.com' })
  expect(await forget('ann')).toBe('phone_number')
  await setSms('ann', true)
  expect(await forget('ann')).toBe('email')
  await setSms('ann', false)
  expect(await forget('ann')).toBe('phone_number')
})

test('whoever has nothing else cannot recover it', async () => {
  await person('ben', { phone_number: '+4915112349935' })
  await setSms('ben', true)
  const message = 'Cannot reset password for the user as there is no registered/verified email or phone_number'
  await expect(forget('ben')).rejects.toMatchObject({ code: 'InvalidParameterException', message })
  await expect(cognito.call('AdminResetUserPassword', { UserPoolId, Username: 'ben' })).rejects.toMatchObject({
    message,
  })
  // A pool that offers it no longer makes nobody prove anything by it.
  await cognito.call('SetUserPoolMfaConfig', { UserPoolId, MfaConfiguration: 'OFF' })
  expect(await forget('ben')).toBe('phone_number')
})
