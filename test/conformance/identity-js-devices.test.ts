import {
  AdminForgetDeviceCommand,
  type DeviceConfigurationType,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type { CognitoUser } from 'amazon-cognito-identity-js'
import { describe, expect, inject, it } from 'vitest'
import { totpNow } from '../support/authenticator.ts'
import { awsClients } from '../support/clients.ts'
import { customAuthFunctions } from '../support/custom-auth.ts'
import { answered, appIn, browserStorage, details, signedIn, step, succeeded } from '../support/identity-js.ts'
import { PASSWORD, people } from '../support/people.ts'

const origin = inject('origin')
const ACCOUNT = '555500000093'
const { cognito, lambda } = awsClients({ origin, account: ACCOUNT })
const { pool, client, user } = people(cognito, origin)

const ALWAYS = { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false }
const OPT_IN = { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true }

async function tracking(DeviceConfiguration: DeviceConfigurationType, settings: Parameters<typeof pool>[0] = {}) {
  const UserPoolId = await pool({ DeviceConfiguration, ...settings })
  const ExplicitAuthFlows = ['ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] as const
  const { ClientId } = await client(UserPoolId, { ExplicitAuthFlows: [...ExplicitAuthFlows] })
  await user(UserPoolId, 'ann')
  const storage = browserStorage()
  const app = appIn(storage, { origin, UserPoolId, ClientId })
  /** As the client's documentation has it: what the browser knows of the device goes into the sign-in. */
  const ann = () => {
    const each = app.user('ann')
    each.getCachedDeviceKeyAndPassword()
    return each
  }
  const deviceKey = () => storage.kept.get(`CognitoIdentityServiceProvider.${ClientId}.ann.deviceKey`)
  return { UserPoolId, storage, ann, deviceKey }
}

const signIn = (ann: CognitoUser) => step((back) => ann.authenticateUser(details('ann', PASSWORD), back))
const devicesOf = async (ann: CognitoUser): Promise<string[]> => {
  const { Devices } = await succeeded<{ Devices: { DeviceKey: string }[] }>((back) => ann.listDevices(10, null, back))
  return Devices.map(({ DeviceKey }) => DeviceKey)
}

// The client's arithmetic takes its time: a limit against hanging, not a measure.
describe('a device of amazon-cognito-identity-js', { timeout: 120_000 }, () => {
  it('proves itself instead of a second factor, refreshes, and is forgotten', async () => {
    const { UserPoolId, ann, deviceKey } = await tracking(ALWAYS)
    const MfaConfiguration = 'OPTIONAL' as const
    const mfa = { UserPoolId, MfaConfiguration, SoftwareTokenMfaConfiguration: { Enabled: true } }
    await cognito.send(new SetUserPoolMfaConfigCommand(mfa))
    const first = ann()
    const reached = await signIn(first)
    expect(reached).toMatchObject({ is: 'signed in', mayRemember: false })
    const secret = await new Promise<string>((associateSecretCode, onFailure) =>
      first.associateSoftwareToken({ associateSecretCode, onFailure }),
    )
    const code = totpNow(secret)
    await new Promise((onSuccess, onFailure) => first.verifySoftwareToken(code, 'phone', { onSuccess, onFailure }))
    await answered((back) => first.setUserMfaPreference(null, { Enabled: true, PreferredMfa: true }, back))
    expect(await devicesOf(first)).toEqual([deviceKey()])

    const second = ann()
    const session = await signedIn(signIn(second))
    expect(session.getAccessToken().payload.device_key).toBe(deviceKey())
    const refreshed = await answered<typeof session>((back) => second.refreshSession(session.getRefreshToken(), back))
    expect(refreshed.getAccessToken().payload.device_key).toBe(deviceKey())
    const { Device } = await succeeded<{ Device: { DeviceKey: string; DeviceAttributes: object[] } }>((back) =>
      second.getDevice({ ...back, onSuccess: (text) => back.onSuccess(text as never) }),
    )
    expect(Device.DeviceKey).toBe(deviceKey())
    expect(Device.DeviceAttributes).toContainEqual({ Name: 'dev:device_remembered_status', Value: 'remembered' })

    expect(await succeeded((back) => second.forgetDevice(back))).toBe('SUCCESS')
    expect(deviceKey()).toBeUndefined()
    expect(await devicesOf(second)).toEqual([])
    expect(await signIn(ann())).toMatchObject({ is: 'totpRequired' })
  })

  it('is remembered when its user says so, and no longer when they say that', async () => {
    const { ann, deviceKey } = await tracking(OPT_IN)
    const first = ann()
    expect(await signIn(first)).toMatchObject({ is: 'signed in', mayRemember: true })
    expect(await succeeded((back) => first.setDeviceStatusRemembered(back))).toBe('SUCCESS')
    const second = ann()
    expect(await signIn(second)).toMatchObject({ is: 'signed in', mayRemember: false })
    expect(await succeeded((back) => second.setDeviceStatusNotRemembered(back))).toBe('SUCCESS')
    const session = await signedIn(signIn(ann()))
    expect(session.getAccessToken().payload.device_key).toBe(deviceKey())
    await succeeded((back) => first.forgetSpecificDevice(deviceKey() ?? '', back))
    expect(await devicesOf(first)).toEqual([])
  })

  it('is given up by the client once the pool does not know it, and another one takes its place', async () => {
    const { UserPoolId, ann, deviceKey } = await tracking(ALWAYS)
    await signedIn(signIn(ann()))
    const DeviceKey = deviceKey()
    await cognito.send(new AdminForgetDeviceCommand({ UserPoolId, Username: 'ann', DeviceKey }))
    const second = ann()
    await signedIn(signIn(second))
    expect(deviceKey()).not.toBe(DeviceKey)
    expect(await devicesOf(second)).toEqual([deviceKey()])
  })

  it('proves itself after a challenge of one’s own', async () => {
    const { ann, deviceKey } = await tracking(ALWAYS, { LambdaConfig: await customAuthFunctions(lambda, ACCOUNT) })
    const riddled = async () => {
      const each = ann()
      each.setAuthenticationFlowType('CUSTOM_AUTH')
      expect(await signIn(each)).toMatchObject({ is: 'customChallenge' })
      return signedIn(step((back) => each.sendCustomChallengeAnswer('42', back)))
    }
    await riddled()
    const session = await riddled()
    expect(session.getAccessToken().payload.device_key).toBe(deviceKey())
  })
})
