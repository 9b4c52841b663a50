import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCognito, type TestCognito } from '../../cognito.harness.ts'

const PASSWORD = 'Correct-horse1'

let cognito: TestCognito
let UserPoolId: string
let AccessToken: string
beforeAll(async () => {
  cognito = await startCognito()
  const { UserPool } = await cognito.call('CreateUserPool', {
    PoolName: 'p',
    UserPoolTier: 'ESSENTIALS',
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
  })
  UserPoolId = UserPool?.Id ?? ''
  const { UserPoolClient } = await cognito.call('CreateUserPoolClient', {
    UserPoolId,
    ClientName: 'c',
    ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  })
  const attributes = { email: 'ann@example.com', phone_number: '+491511234567' }
  await cognito.call('AdminCreateUser', {
    UserPoolId,
    Username: 'ann',
    MessageAction: 'SUPPRESS',
    UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
  })
  await cognito.call('AdminSetUserPassword', { UserPoolId, Username: 'ann', Password: PASSWORD, Permanent: true })
  const signedIn = await cognito.call('AdminInitiateAuth', {
    UserPoolId,
    ClientId: UserPoolClient?.ClientId ?? '',
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: 'ann', PASSWORD },
  })
  AccessToken = signedIn.AuthenticationResult?.AccessToken ?? ''
})
afterAll(() => cognito.close())

const bySelf = () => cognito.call('GetUserAuthFactors', { AccessToken })
const byAdmin = (Username = 'ann') => cognito.call('AdminGetUserAuthFactors', { UserPoolId, Username })

describe('the factors that somebody has', () => {
  it('are those of the pool that they have what it takes for, told to themselves and to administrators', async () => {
    const factors = { Username: 'ann', ConfiguredUserAuthFactors: ['EMAIL_OTP', 'PASSWORD'] }
    expect(await bySelf()).toEqual(factors)
    expect(await byAdmin()).toEqual(factors)
    await expect(byAdmin('nobody')).rejects.toMatchObject({ code: 'UserNotFoundException' })
    await expect(cognito.call('GetUserAuthFactors', { AccessToken: 'a.b.c' })).rejects.toMatchObject({
      code: 'NotAuthorizedException',
    })
  })

  it('come with second factors, which older apps switch on and off', async () => {
    const sms = [{ DeliveryMedium: 'SMS', AttributeName: 'phone_number' }]
    await cognito.call('SetUserSettings', { AccessToken, MFAOptions: sms })
    expect(await bySelf()).toMatchObject({ UserMFASettingList: ['SMS_MFA'] })
    await cognito.call('AdminSetUserSettings', { UserPoolId, Username: 'ann', MFAOptions: [] })
    expect(await bySelf()).not.toHaveProperty('UserMFASettingList')
    const other = cognito.call('SetUserSettings', {
      AccessToken,
      MFAOptions: [{ DeliveryMedium: 'EMAIL', AttributeName: 'email' }],
    })
    await expect(other).rejects.toMatchObject({ code: 'InvalidParameterException' })
  })
})
