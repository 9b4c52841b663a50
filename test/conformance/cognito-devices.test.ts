import {
  AdminForgetDeviceCommand,
  AdminGetDeviceCommand,
  AdminListDevicesCommand,
  AdminUpdateDeviceStatusCommand,
  AssociateSoftwareTokenCommand,
  type AuthenticationResultType,
  ConfirmDeviceCommand,
  type DeviceConfigurationType,
  ForgetDeviceCommand,
  GetDeviceCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  ListDevicesCommand,
  RespondToAuthChallengeCommand,
  SetUserPoolMfaConfigCommand,
  UpdateDeviceStatusCommand,
  UpdateUserPoolCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { decodeJwt } from 'jose'
import { describe, expect, inject, it } from 'vitest'
import { totpNow } from '../support/authenticator.ts'
import { awsClients } from '../support/clients.ts'
import { type Device, newDevice } from '../support/device-client.ts'
import { PASSWORD, people, refused } from '../support/people.ts'
import { SrpClient } from '../support/srp-client.ts'

const origin = inject('origin')
const { cognito } = awsClients({ origin, account: '555500000072' })
const { pool, client, user } = people(cognito, origin)

const ALWAYS = { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false }
const OPT_IN = { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true }

async function tracking(DeviceConfiguration: DeviceConfigurationType | undefined) {
  const UserPoolId = await pool({ DeviceConfiguration })
  const { ClientId } = await client(UserPoolId)
  await user(UserPoolId, 'ann')
  const signIn = (parameters: Record<string, string> = {}) =>
    cognito.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'ann', PASSWORD, ...parameters },
      }),
    )
  type Name = 'DEVICE_SRP_AUTH' | 'DEVICE_PASSWORD_VERIFIER' | 'PASSWORD_VERIFIER' | 'MFA_SETUP' | 'SOFTWARE_TOKEN_MFA'
  const answer = (ChallengeName: Name, responses: Record<string, string>, Session?: string) =>
    cognito.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName,
        ChallengeResponses: { USERNAME: 'ann', ...responses },
        Session,
      }),
    )
  const signedIn = async (): Promise<AuthenticationResultType> => (await signIn()).AuthenticationResult ?? {}

  /** A device of a new sign-in. */
  async function confirmed(DeviceName?: string) {
    const { AccessToken, NewDeviceMetadata = {}, RefreshToken } = await signedIn()
    const device = newDevice(NewDeviceMetadata)
    const { DeviceSecretVerifierConfig } = device
    const input = { AccessToken, DeviceKey: device.key, DeviceName, DeviceSecretVerifierConfig }
    const { UserConfirmationNecessary } = await cognito.send(new ConfirmDeviceCommand(input))
    return { device, AccessToken, RefreshToken, input, UserConfirmationNecessary }
  }

  /** Begins the exchange of a device; what it gives answers it. */
  async function proving(device: Device, Session: string | undefined) {
    const srp = new SrpClient()
    const begun = await answer('DEVICE_SRP_AUTH', { DEVICE_KEY: device.key, SRP_A: srp.publicA }, Session)
    return {
      begun,
      prove: (password = device.password) => {
        const proof = srp.answer(begun.ChallengeParameters ?? {}, device.identity, password)
        return answer('DEVICE_PASSWORD_VERIFIER', { DEVICE_KEY: device.key, ...proof }, begun.Session)
      },
    }
  }
  return { UserPoolId, ClientId, signIn, answer, signedIn, confirmed, proving }
}

describe('a device', () => {
  it('is handed out with a sign-in, and belongs to its tokens (cognito-people 8.4.2)', async () => {
    const { signedIn } = await tracking(ALWAYS)
    const [one, other] = [await signedIn(), await signedIn()]
    expect(one.NewDeviceMetadata).toEqual({
      DeviceGroupKey: expect.stringMatching(/^-[\w-]{8}$/),
      DeviceKey: expect.stringMatching(/^us-east-1_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    })
    expect(other.NewDeviceMetadata?.DeviceKey).not.toBe(one.NewDeviceMetadata?.DeviceKey)
    expect(other.NewDeviceMetadata?.DeviceGroupKey).toBe(one.NewDeviceMetadata?.DeviceGroupKey)
    expect(decodeJwt(one.AccessToken ?? '').device_key).toBe(one.NewDeviceMetadata?.DeviceKey)
    expect(decodeJwt(one.IdToken ?? '').device_key).toBeUndefined()
  })

  it('is not handed out where none are tracked, and its key is then no matter', async () => {
    const { signIn, UserPoolId } = await tracking(undefined)
    const { AuthenticationResult } = await signIn({ DEVICE_KEY: 'us-east-1_0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9' })
    expect(AuthenticationResult).toBeDefined()
    expect(AuthenticationResult).not.toHaveProperty('NewDeviceMetadata')
    // Any property switches it on.
    await cognito.send(
      new UpdateUserPoolCommand({ UserPoolId, DeviceConfiguration: { ChallengeRequiredOnNewDevice: false } }),
    )
    expect((await signIn()).AuthenticationResult?.NewDeviceMetadata).toBeDefined()
  })

  it('is confirmed with the tokens that it came with, once (cognito-people 8.4.3)', async () => {
    const { confirmed, signedIn } = await tracking(ALWAYS)
    const { input, UserConfirmationNecessary } = await confirmed('laptop')
    expect(UserConfirmationNecessary).toBe(false)
    const again = (more: object) => refused(cognito.send(new ConfirmDeviceCommand({ ...input, ...more })))
    expect(await again({})).toBe('DeviceKeyExistsException: Device key already exists.')
    expect(await again({ AccessToken: (await signedIn()).AccessToken })).toBe(
      'InvalidParameterException: Invalid device key given.',
    )
    const { AccessToken, NewDeviceMetadata } = await signedIn()
    const fresh = { AccessToken, DeviceKey: NewDeviceMetadata?.DeviceKey }
    for (const DeviceSecretVerifierConfig of [undefined, { PasswordVerifier: 'AA==', Salt: 'AA==' }, { Salt: '%' }]) {
      expect(await again({ ...fresh, DeviceSecretVerifierConfig })).toBe(
        'InvalidParameterException: Invalid device secret verifier config given.',
      )
    }
  })

  it('is remembered by its user where the pool leaves it to them (cognito-people 8.4.1, 8.4.3)', async () => {
    const { confirmed, signIn } = await tracking(OPT_IN)
    const { device, AccessToken, UserConfirmationNecessary } = await confirmed()
    expect(UserConfirmationNecessary).toBe(true)
    const DEVICE_KEY = device.key
    // Known, not remembered: it signs in as any other.
    const { AuthenticationResult } = await signIn({ DEVICE_KEY })
    expect(AuthenticationResult).not.toHaveProperty('NewDeviceMetadata')
    expect(decodeJwt(AuthenticationResult?.AccessToken ?? '').device_key).toBe(DEVICE_KEY)
    const update = (DeviceRememberedStatus: 'remembered' | 'not_remembered') =>
      cognito.send(new UpdateDeviceStatusCommand({ AccessToken, DeviceKey: device.key, DeviceRememberedStatus }))
    await update('remembered')
    expect((await signIn({ DEVICE_KEY })).ChallengeName).toBe('DEVICE_SRP_AUTH')
    await update('not_remembered')
    expect((await signIn({ DEVICE_KEY })).ChallengeName).toBeUndefined()
    expect(await refused(update('forgotten' as 'remembered'))).toContain('InvalidParameterException')
  })

  it('is shown to its user and to administrators, and forgotten with its sign-ins', async () => {
    const { confirmed, UserPoolId, ClientId, signIn } = await tracking(ALWAYS)
    const { device, AccessToken, RefreshToken } = await confirmed('laptop')
    const second = await confirmed()
    const DeviceKey = device.key
    const Username = 'ann'
    const { Device } = await cognito.send(new GetDeviceCommand({ AccessToken, DeviceKey }))
    const attributes = Object.fromEntries((Device?.DeviceAttributes ?? []).map(({ Name, Value }) => [Name, Value]))
    expect(attributes).toEqual({
      device_status: 'valid',
      device_name: 'laptop',
      'dev:device_arn': `arn:aws:cognito-idp:us-east-1:555500000072:owner/ann.${UserPoolId}/device/${DeviceKey}`,
      'dev:device_owner': `ann.${UserPoolId}`,
      last_ip_used: '127.0.0.1',
      'dev:device_remembered_status': 'remembered',
      'dev:device_sdk': 'aws-sdk',
    })
    expect(Device?.DeviceCreateDate).toBeInstanceOf(Date)
    expect((await cognito.send(new AdminGetDeviceCommand({ UserPoolId, Username, DeviceKey }))).Device).toEqual(Device)

    const first = await cognito.send(new ListDevicesCommand({ AccessToken, Limit: 1 }))
    const rest = await cognito.send(new ListDevicesCommand({ AccessToken, PaginationToken: first.PaginationToken }))
    const keys = [...(first.Devices ?? []), ...(rest.Devices ?? [])].map((each) => each.DeviceKey)
    expect(keys.sort()).toEqual([DeviceKey, second.device.key].sort())
    const all = await cognito.send(new AdminListDevicesCommand({ UserPoolId, Username }))
    expect(all.Devices).toHaveLength(2)

    const DeviceRememberedStatus = 'not_remembered' as const
    const status = { UserPoolId, Username, DeviceKey: second.device.key, DeviceRememberedStatus }
    await cognito.send(new AdminUpdateDeviceStatusCommand(status))
    expect((await signIn({ DEVICE_KEY: second.device.key })).ChallengeName).toBeUndefined()

    await cognito.send(new ForgetDeviceCommand({ AccessToken: second.AccessToken, DeviceKey }))
    const refresh = new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken, DeviceKey })
    expect(await refused(cognito.send(refresh))).toContain('NotAuthorizedException')
    await cognito.send(new AdminForgetDeviceCommand({ UserPoolId, Username, DeviceKey: second.device.key }))
    expect((await cognito.send(new AdminListDevicesCommand({ UserPoolId, Username }))).Devices).toEqual([])
    // With the text that clients look for (cognito-people 8.4.7).
    const gone = 'ResourceNotFoundException: Device does not exist.'
    expect(await refused(cognito.send(new AdminGetDeviceCommand({ UserPoolId, Username, DeviceKey })))).toBe(gone)
    expect(await refused(signIn({ DEVICE_KEY: DeviceKey }))).toBe(gone)
  })

  it('is no stranger’s: an unknown key is told only to who has the password (cognito-people 8.4.7)', async () => {
    const { signIn } = await tracking(ALWAYS)
    const DEVICE_KEY = 'us-east-1_0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9'
    expect(await refused(signIn({ DEVICE_KEY, PASSWORD: 'wrong' }))).toBe(
      'NotAuthorizedException: Incorrect username or password.',
    )
    expect(await refused(signIn({ DEVICE_KEY }))).toBe('ResourceNotFoundException: Device does not exist.')
  })
})

describe('a remembered device', () => {
  it('proves itself after the password, and its tokens name it (cognito-people 8.4.4, 8.4.5)', async () => {
    const { confirmed, signIn, proving, ClientId } = await tracking(ALWAYS)
    const { device } = await confirmed()
    const asked = await signIn({ DEVICE_KEY: device.key })
    expect(asked).toMatchObject({ ChallengeName: 'DEVICE_SRP_AUTH', ChallengeParameters: {} })
    const { begun, prove } = await proving(device, asked.Session)
    expect(begun.ChallengeName).toBe('DEVICE_PASSWORD_VERIFIER')
    expect(Object.keys(begun.ChallengeParameters ?? {}).sort()).toEqual(['SALT', 'SECRET_BLOCK', 'SRP_B', 'USERNAME'])
    const { AuthenticationResult: result = {} } = await prove()
    expect(result).not.toHaveProperty('NewDeviceMetadata')
    expect(decodeJwt(result.AccessToken ?? '').device_key).toBe(device.key)
    // One exchange, one answer.
    expect(await refused(prove())).toContain('session can only be used once')

    const refresh = (DEVICE_KEY: Record<string, string>) =>
      cognito.send(
        new InitiateAuthCommand({
          ClientId,
          AuthFlow: 'REFRESH_TOKEN_AUTH',
          AuthParameters: { REFRESH_TOKEN: result.RefreshToken ?? '', ...DEVICE_KEY },
        }),
      )
    expect(await refused(refresh({}))).toBe('NotAuthorizedException: Invalid Refresh Token')
    const { AuthenticationResult: refreshed } = await refresh({ DEVICE_KEY: device.key })
    expect(decodeJwt(refreshed?.AccessToken ?? '').device_key).toBe(device.key)
  })

  it('is refused with a wrong proof, and the exchange is over', async () => {
    const { confirmed, signIn, proving } = await tracking(ALWAYS)
    const { device } = await confirmed()
    const { prove } = await proving(device, (await signIn({ DEVICE_KEY: device.key })).Session)
    expect(await refused(prove('another secret'))).toBe('NotAuthorizedException: Incorrect username or password.')
    expect(await refused(prove())).toContain('session can only be used once')
  })

  it('may begin without a session, once the password was right', async () => {
    const { confirmed, signIn, proving } = await tracking(ALWAYS)
    const { device } = await confirmed()
    const missing = 'InvalidParameterException: Missing required parameter Session'
    expect(await refused(proving(device, undefined))).toBe(missing)
    await signIn({ DEVICE_KEY: device.key })
    const { prove } = await proving(device, undefined)
    expect((await prove()).AuthenticationResult?.AccessToken).toMatch(/^ey/)
    expect(await refused(proving(device, undefined))).toBe(missing)
  })

  it.each([
    ['stands for a second factor', true],
    ['proves itself after the second factor', false],
  ])('%s, as the pool says (cognito-people 8.4.1, 8.4.5)', async (_, ChallengeRequiredOnNewDevice) => {
    const { UserPoolId, signIn, answer, proving } = await tracking({ ChallengeRequiredOnNewDevice })
    const mfa = { UserPoolId, MfaConfiguration: 'ON' as const, SoftwareTokenMfaConfiguration: { Enabled: true } }
    await cognito.send(new SetUserPoolMfaConfigCommand(mfa))
    const setUp = await cognito.send(new AssociateSoftwareTokenCommand({ Session: (await signIn()).Session }))
    const SecretCode = setUp.SecretCode ?? ''
    const code = { Session: setUp.Session, UserCode: totpNow(SecretCode) }
    const { Session } = await cognito.send(new VerifySoftwareTokenCommand(code))
    const { AccessToken, NewDeviceMetadata = {} } = (await answer('MFA_SETUP', {}, Session)).AuthenticationResult ?? {}
    const device = newDevice(NewDeviceMetadata)
    const { DeviceSecretVerifierConfig } = device
    await cognito.send(new ConfirmDeviceCommand({ AccessToken, DeviceKey: device.key, DeviceSecretVerifierConfig }))

    expect((await signIn()).ChallengeName).toBe('SOFTWARE_TOKEN_MFA')
    let asked = await signIn({ DEVICE_KEY: device.key })
    if (!ChallengeRequiredOnNewDevice) {
      expect(asked.ChallengeName).toBe('SOFTWARE_TOKEN_MFA')
      asked = await answer('SOFTWARE_TOKEN_MFA', { SOFTWARE_TOKEN_MFA_CODE: totpNow(SecretCode, 1) }, asked.Session)
    }
    expect(asked.ChallengeName).toBe('DEVICE_SRP_AUTH')
    const { prove } = await proving(device, asked.Session)
    expect((await prove()).AuthenticationResult?.AccessToken).toMatch(/^ey/)
  })

  it('is no other user’s', async () => {
    const { UserPoolId, ClientId, confirmed } = await tracking(ALWAYS)
    const { device } = await confirmed()
    await user(UserPoolId, 'ben')
    const AuthParameters = { USERNAME: 'ben', PASSWORD, DEVICE_KEY: device.key }
    const begin = new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters })
    expect(await refused(cognito.send(begin))).toBe('ResourceNotFoundException: Device does not exist.')
  })
})

it('a proof of the password may name the device, and is given once more without one that is gone', async () => {
  const { UserPoolId, ClientId, answer, confirmed } = await tracking(ALWAYS)
  const { device } = await confirmed()
  const begin = async (DEVICE_KEY: string) => {
    const srp = new SrpClient()
    const AuthParameters = { USERNAME: 'ann', SRP_A: srp.publicA, DEVICE_KEY }
    const input = { ClientId, AuthFlow: 'USER_SRP_AUTH' as const, AuthParameters }
    const { ChallengeParameters = {} } = await cognito.send(new InitiateAuthCommand(input))
    const proof = srp.answer(ChallengeParameters, `${UserPoolId.split('_')[1]}ann`, PASSWORD)
    return (more: Record<string, string>) => answer('PASSWORD_VERIFIER', { ...proof, ...more })
  }
  expect((await (await begin(device.key))({})).ChallengeName).toBe('DEVICE_SRP_AUTH')
  const gone = 'us-east-1_0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9'
  const prove = await begin(gone)
  expect(await refused(prove({ DEVICE_KEY: gone }))).toBe('ResourceNotFoundException: Device does not exist.')
  expect((await prove({})).AuthenticationResult?.NewDeviceMetadata).toBeDefined()
})
