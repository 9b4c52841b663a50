import {
  confirmResetPassword,
  confirmSignIn,
  confirmSignUp,
  fetchAuthSession,
  fetchDevices,
  fetchMFAPreference,
  fetchUserAttributes,
  forgetDevice,
  rememberDevice,
  resetPassword,
  setUpTOTP,
  signIn,
  signOut,
  signUp,
  updateMFAPreference,
  updatePassword,
  verifyTOTPSetup,
} from '@aws-amplify/auth'
import { SetUserPoolMfaConfigCommand, UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { configureAmplify } from '../support/amplify.ts'
import { totpNow } from '../support/authenticator.ts'
import { awsClients } from '../support/clients.ts'
import { PASSWORD, people } from '../support/people.ts'

const origin = inject('origin')
const { cognito } = awsClients({ origin, account: '555500000073' })
const { pool, client, user, messages } = people(cognito, origin)

// Amplify names a device after its browser; Node has had a `navigator` only since 21.
beforeAll(() => void vi.stubGlobal('navigator', { userAgent: 'a test' }))
afterAll(() => void vi.unstubAllGlobals())

let UserPoolId: string
beforeEach(async () => {
  UserPoolId = await pool({
    AutoVerifiedAttributes: ['email'],
    DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true },
  })
  const { ClientId } = await client(UserPoolId, {
    ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_AUTH'],
  })
  configureAmplify({ Cognito: { userPoolId: UserPoolId, userPoolClientId: ClientId, userPoolEndpoint: origin } })
})

const lastCode = async () => (await messages(UserPoolId)).at(-1)?.code ?? ''
const tokens = async (options?: { forceRefresh: boolean }) => (await fetchAuthSession(options)).tokens

describe('Amplify', () => {
  it('signs somebody up, in, and out everywhere', async () => {
    const options = { userAttributes: { email: 'ann@example.com' } }
    const begun = await signUp({ username: 'ann', password: PASSWORD, options })
    expect(begun.nextStep.signUpStep).toBe('CONFIRM_SIGN_UP')
    const confirmed = await confirmSignUp({ username: 'ann', confirmationCode: await lastCode() })
    expect(confirmed.isSignUpComplete).toBe(true)

    expect(await signIn({ username: 'ann', password: PASSWORD })).toMatchObject({ isSignedIn: true })
    expect(await fetchUserAttributes()).toMatchObject({ email: 'ann@example.com', email_verified: 'true' })
    const before = await tokens()
    expect(before?.idToken?.payload.email).toBe('ann@example.com')
    const after = await tokens({ forceRefresh: true })
    expect(after?.accessToken.payload.origin_jti).toBe(before?.accessToken.payload.origin_jti)
    expect(after?.accessToken.payload.jti).not.toBe(before?.accessToken.payload.jti)
    await updatePassword({ oldPassword: PASSWORD, newPassword: 'Another-42-Lantern!' })
    await signOut({ global: true })
    expect(await tokens()).toBeUndefined()
    await expect(signIn({ username: 'ann', password: PASSWORD })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    })
  })

  it('replaces a password that was forgotten', async () => {
    await user(UserPoolId, 'ann', { email: 'ann@example.com', email_verified: 'true' })
    const { nextStep } = await resetPassword({ username: 'ann' })
    expect(nextStep.codeDeliveryDetails).toMatchObject({ deliveryMedium: 'EMAIL', destination: 'a***@e***' })
    const newPassword = 'Another-42-Lantern!'
    await confirmResetPassword({ username: 'ann', newPassword, confirmationCode: await lastCode() })
    expect((await signIn({ username: 'ann', password: newPassword })).isSignedIn).toBe(true)
  })

  it('sets an authenticator up, and remembers a device that then stands for it', async () => {
    await cognito.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId,
        MfaConfiguration: 'OPTIONAL',
        SoftwareTokenMfaConfiguration: { Enabled: true },
      }),
    )
    await user(UserPoolId, 'ann')
    const begin = () => signIn({ username: 'ann', password: PASSWORD })
    await begin()
    const { sharedSecret } = await setUpTOTP()
    await verifyTOTPSetup({ code: totpNow(sharedSecret) })
    await updateMFAPreference({ totp: 'PREFERRED' })
    expect(await fetchMFAPreference()).toEqual({ enabled: ['TOTP'], preferred: 'TOTP' })
    await signOut()

    expect((await begin()).nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_TOTP_CODE')
    expect((await confirmSignIn({ challengeResponse: totpNow(sharedSecret, 1) })).isSignedIn).toBe(true)
    await rememberDevice()
    const [device, ...others] = await fetchDevices()
    expect(others).toEqual([])
    await signOut()

    // The device answers by itself.
    expect((await begin()).isSignedIn).toBe(true)
    expect((await tokens())?.accessToken.payload.device_key).toBe(device?.id)
    expect((await tokens({ forceRefresh: true }))?.accessToken.payload.device_key).toBe(device?.id)
    await forgetDevice()
    expect(await fetchDevices()).toEqual([])
    await signOut()
    expect((await begin()).nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_TOTP_CODE')
  })

  it('sets an authenticator up within a first sign-in that needs it', async () => {
    await cognito.send(new UpdateUserPoolCommand({ UserPoolId }))
    await cognito.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId,
        MfaConfiguration: 'ON',
        SoftwareTokenMfaConfiguration: { Enabled: true },
      }),
    )
    await user(UserPoolId, 'ann')
    const { nextStep } = await signIn({ username: 'ann', password: PASSWORD })
    if (nextStep.signInStep !== 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP') throw new Error(nextStep.signInStep)
    const { sharedSecret } = nextStep.totpSetupDetails
    expect((await confirmSignIn({ challengeResponse: totpNow(sharedSecret) })).isSignedIn).toBe(true)
  })
})
