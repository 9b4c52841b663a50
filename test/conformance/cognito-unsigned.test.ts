import {
  AssociateSoftwareTokenCommand,
  ChangePasswordCommand,
  CognitoIdentityProviderClient,
  CompleteWebAuthnRegistrationCommand,
  ConfirmDeviceCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  DeleteUserAttributesCommand,
  DeleteUserCommand,
  DeleteWebAuthnCredentialCommand,
  ForgetDeviceCommand,
  ForgotPasswordCommand,
  GetDeviceCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserAttributeVerificationCodeCommand,
  GetUserAuthFactorsCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  ListDevicesCommand,
  ListUserPoolsCommand,
  ListUserSessionsCommand,
  ListWebAuthnCredentialsCommand,
  ResendConfirmationCodeCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
  RevokeUserSessionCommand,
  SetUserMFAPreferenceCommand,
  SetUserPoolMfaConfigCommand,
  SetUserSettingsCommand,
  SignUpCommand,
  StartWebAuthnRegistrationCommand,
  UpdateAuthEventFeedbackCommand,
  UpdateDeviceStatusCommand,
  UpdateUserAttributesCommand,
  VerifySoftwareTokenCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { totpNow } from '../support/authenticator.ts'
import { awsClients } from '../support/clients.ts'
import { newDevice } from '../support/device-client.ts'
import { attributesOf, PASSWORD, people, refused } from '../support/people.ts'
import { SrpClient } from '../support/srp-client.ts'

const origin = inject('origin')
const { cognito } = awsClients({ origin, account: '555500000085' })
const { pool, client, user, messages } = people(cognito, origin)

const NO_KEYS = 'there are no keys here'
/** Somebody's browser: it has no keys, and fails where a call would have to be signed. */
const browser = new CognitoIdentityProviderClient({
  endpoint: origin,
  region: 'us-east-1',
  maxAttempts: 1,
  credentials: async () => {
    throw new Error(NO_KEYS)
  },
})

const NEXT_PASSWORD = 'Another-42-Lantern!'
const MADE_UP = 'made.up.token'

let UserPoolId: string
let ClientId: string
beforeAll(async () => {
  UserPoolId = await pool({
    AutoVerifiedAttributes: ['email'],
    DeviceConfiguration: { ChallengeRequiredOnNewDevice: false, DeviceOnlyRememberedOnUserPrompt: true },
  })
  const SoftwareTokenMfaConfiguration = { Enabled: true }
  const mfa = { UserPoolId, MfaConfiguration: 'OPTIONAL' as const, SoftwareTokenMfaConfiguration }
  await cognito.send(new SetUserPoolMfaConfigCommand(mfa))
  ClientId = (await client(UserPoolId)).ClientId
})

const codeFor = async (name: string) => (await messages(UserPoolId)).findLast(({ username }) => username === name)?.code
const signIn = async (USERNAME: string, password = PASSWORD) => {
  const AuthParameters = { USERNAME, PASSWORD: password }
  const input = { ClientId, AuthFlow: 'USER_PASSWORD_AUTH' as const, AuthParameters }
  return (await browser.send(new InitiateAuthCommand(input))).AuthenticationResult ?? {}
}

describe('without a signature', () => {
  it('people sign up, confirm, sign in, refresh, revoke and recover, by an app’s id (cognito 9.6.1)', async () => {
    const ann = { ClientId, Username: 'ann' }
    const UserAttributes = [{ Name: 'email', Value: 'ann@example.com' }]
    expect(await browser.send(new SignUpCommand({ ...ann, Password: PASSWORD, UserAttributes }))).toMatchObject({
      UserConfirmed: false,
    })
    await browser.send(new ResendConfirmationCodeCommand(ann))
    await browser.send(new ConfirmSignUpCommand({ ...ann, ConfirmationCode: await codeFor('ann') }))

    const srp = new SrpClient()
    const AuthParameters = { USERNAME: 'ann', SRP_A: srp.publicA }
    const begun = await browser.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters }))
    const proof = srp.answer(begun.ChallengeParameters ?? {}, `${UserPoolId.split('_')[1]}ann`, PASSWORD)
    const ChallengeResponses = { USERNAME: 'ann', ...proof }
    const answer = { ClientId, ChallengeName: 'PASSWORD_VERIFIER' as const, ChallengeResponses }
    const { AuthenticationResult } = await browser.send(new RespondToAuthChallengeCommand(answer))
    const { RefreshToken, NewDeviceMetadata } = AuthenticationResult ?? {}
    const again = { ClientId, RefreshToken, DeviceKey: NewDeviceMetadata?.DeviceKey }
    const refreshed = await browser.send(new GetTokensFromRefreshTokenCommand(again))
    expect(refreshed.AuthenticationResult?.AccessToken).toMatch(/^ey/)
    await browser.send(new RevokeTokenCommand({ ClientId, Token: RefreshToken }))
    expect(await refused(browser.send(new GetTokensFromRefreshTokenCommand(again)))).toContain('NotAuthorizedException')

    await browser.send(new ForgotPasswordCommand(ann))
    const recovery = { ...ann, ConfirmationCode: await codeFor('ann'), Password: NEXT_PASSWORD }
    await browser.send(new ConfirmForgotPasswordCommand(recovery))
    expect((await signIn('ann', NEXT_PASSWORD)).AccessToken).toMatch(/^ey/)
    expect(await refused(signIn('ann'))).toContain('NotAuthorizedException')
  })

  it('people manage what is theirs, by an access token (cognito 9.6.2)', async () => {
    await user(UserPoolId, 'ben', { email: 'ben@example.com', nickname: 'B' })
    const { AccessToken, NewDeviceMetadata = {} } = await signIn('ben')
    const mine = async () => attributesOf((await browser.send(new GetUserCommand({ AccessToken }))).UserAttributes)

    const UserAttributes = [{ Name: 'email', Value: 'ben@example.org' }]
    await browser.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }))
    await browser.send(new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: 'email' }))
    const proof = { AttributeName: 'email', Code: await codeFor('ben') }
    await browser.send(new VerifyUserAttributeCommand({ AccessToken, ...proof }))
    await browser.send(new DeleteUserAttributesCommand({ AccessToken, UserAttributeNames: ['nickname'] }))
    expect(await mine()).toMatchObject({ email: 'ben@example.org', email_verified: 'true' })
    expect(await mine()).not.toHaveProperty('nickname')

    const { key: DeviceKey, DeviceSecretVerifierConfig } = newDevice(NewDeviceMetadata)
    await browser.send(new ConfirmDeviceCommand({ AccessToken, DeviceKey, DeviceSecretVerifierConfig }))
    const remembered = { DeviceRememberedStatus: 'remembered' as const }
    await browser.send(new UpdateDeviceStatusCommand({ AccessToken, DeviceKey, ...remembered }))
    const { Devices = [] } = await browser.send(new ListDevicesCommand({ AccessToken }))
    expect(Devices.map((device) => device.DeviceKey)).toEqual([DeviceKey])

    await browser.send(new SetUserSettingsCommand({ AccessToken, MFAOptions: [] }))
    const off = { SoftwareTokenMfaSettings: { Enabled: false } }
    await browser.send(new SetUserMFAPreferenceCommand({ AccessToken, ...off }))
    expect((await browser.send(new GetUserAuthFactorsCommand({ AccessToken }))).Username).toBe('ben')

    const passwords = { PreviousPassword: PASSWORD, ProposedPassword: NEXT_PASSWORD }
    await browser.send(new ChangePasswordCommand({ AccessToken, ...passwords }))
    await browser.send(new GlobalSignOutCommand({ AccessToken }))
    expect(await refused(mine())).toBe('NotAuthorizedException: Access Token has been revoked')
    const next = await signIn('ben', NEXT_PASSWORD)
    await browser.send(new DeleteUserCommand({ AccessToken: next.AccessToken }))
    expect(await refused(signIn('ben', NEXT_PASSWORD))).toBe('UserNotFoundException: User does not exist.')
  })

  it('and not by one that was made up (cognito 9.6.2)', async () => {
    const AccessToken = MADE_UP
    const DeviceKey = 'us-east-1_0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9'
    const calls = [
      () => browser.send(new ChangePasswordCommand({ AccessToken, ProposedPassword: PASSWORD })),
      () => browser.send(new ConfirmDeviceCommand({ AccessToken, DeviceKey })),
      () => browser.send(new DeleteUserCommand({ AccessToken })),
      () => browser.send(new DeleteUserAttributesCommand({ AccessToken, UserAttributeNames: ['nickname'] })),
      () => browser.send(new GetUserCommand({ AccessToken })),
      () => browser.send(new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: 'email' })),
      () => browser.send(new GetUserAuthFactorsCommand({ AccessToken })),
      () => browser.send(new GlobalSignOutCommand({ AccessToken })),
      () => browser.send(new ListDevicesCommand({ AccessToken })),
      () => browser.send(new SetUserMFAPreferenceCommand({ AccessToken })),
      () => browser.send(new SetUserSettingsCommand({ AccessToken, MFAOptions: [] })),
      () => browser.send(new UpdateDeviceStatusCommand({ AccessToken, DeviceKey })),
      () => browser.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [] })),
      () => browser.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: 'email', Code: '000000' })),
    ]
    const refusals = await Promise.all(calls.map((call) => refused(call())))
    expect(refusals).toEqual(calls.map(() => 'NotAuthorizedException: Invalid Access Token'))
  })

  it('an authenticator is set up by an access token or within a sign-in, and devices by a token (cognito 9.6.3)', async () => {
    await user(UserPoolId, 'cleo')
    const { AccessToken, NewDeviceMetadata = {} } = await signIn('cleo')
    const { SecretCode = '' } = await browser.send(new AssociateSoftwareTokenCommand({ AccessToken }))
    const verification = { AccessToken, UserCode: totpNow(SecretCode) }
    expect((await browser.send(new VerifySoftwareTokenCommand(verification))).Status).toBe('SUCCESS')

    const { key: DeviceKey, DeviceSecretVerifierConfig } = newDevice(NewDeviceMetadata)
    await browser.send(new ConfirmDeviceCommand({ AccessToken, DeviceKey, DeviceSecretVerifierConfig }))
    const shown = await browser.send(new GetDeviceCommand({ AccessToken, DeviceKey }))
    expect(shown.Device?.DeviceKey).toBe(DeviceKey)
    await browser.send(new ForgetDeviceCommand({ AccessToken, DeviceKey }))
    for (const call of [
      () => browser.send(new GetDeviceCommand({ DeviceKey })),
      () => browser.send(new ForgetDeviceCommand({ DeviceKey })),
      () => browser.send(new AssociateSoftwareTokenCommand({})),
      () => browser.send(new VerifySoftwareTokenCommand({ UserCode: '000000' })),
    ]) {
      expect(await refused(call())).toMatch(/^(NotAuthorized|InvalidParameter)Exception: /)
    }

    const required = await pool()
    const SoftwareTokenMfaConfiguration = { Enabled: true }
    const mfa = { UserPoolId: required, MfaConfiguration: 'ON' as const, SoftwareTokenMfaConfiguration }
    await cognito.send(new SetUserPoolMfaConfigCommand(mfa))
    const app = (await client(required)).ClientId
    await user(required, 'dora')
    const AuthParameters = { USERNAME: 'dora', PASSWORD }
    const begin = new InitiateAuthCommand({ ClientId: app, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters })
    const associated = await browser.send(
      new AssociateSoftwareTokenCommand({ Session: (await browser.send(begin)).Session }),
    )
    const UserCode = totpNow(associated.SecretCode ?? '')
    const verified = await browser.send(new VerifySoftwareTokenCommand({ Session: associated.Session, UserCode }))
    const answer = { ClientId: app, ChallengeName: 'MFA_SETUP' as const, Session: verified.Session }
    const done = await browser.send(
      new RespondToAuthChallengeCommand({ ...answer, ChallengeResponses: { USERNAME: 'dora' } }),
    )
    expect(done.AuthenticationResult?.AccessToken).toMatch(/^ey/)
  })

  it('passkeys, sessions and the word on a suspicious sign-in are refused by name (cognito 9.6.1, 9.6.2)', async () => {
    const AccessToken = MADE_UP
    const FeedbackToken = 'f'
    const event = { UserPoolId, Username: 'ann', EventId: 'e', FeedbackToken, FeedbackValue: 'Valid' as const }
    const calls = {
      CompleteWebAuthnRegistration: () =>
        browser.send(new CompleteWebAuthnRegistrationCommand({ AccessToken, Credential: {} })),
      DeleteWebAuthnCredential: () =>
        browser.send(new DeleteWebAuthnCredentialCommand({ AccessToken, CredentialId: 'c' })),
      ListUserSessions: () => browser.send(new ListUserSessionsCommand({ AccessToken })),
      ListWebAuthnCredentials: () => browser.send(new ListWebAuthnCredentialsCommand({ AccessToken })),
      RevokeUserSession: () => browser.send(new RevokeUserSessionCommand({ AccessToken, SessionId: 's' } as never)),
      StartWebAuthnRegistration: () => browser.send(new StartWebAuthnRegistrationCommand({ AccessToken })),
      UpdateAuthEventFeedback: () => browser.send(new UpdateAuthEventFeedbackCommand(event)),
    }
    for (const [name, call] of Object.entries(calls)) {
      const said = await refused(call())
      expect(said).toMatch(/^NotImplementedException: /)
      expect(said).toContain(name)
    }
  })

  it('nothing else is asked: the SDK looks for keys, and finds none', async () => {
    await expect(browser.send(new ListUserPoolsCommand({ MaxResults: 1 }))).rejects.toThrow(NO_KEYS)
  })
})
