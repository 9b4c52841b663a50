import { signedInWith } from '../../auth/access-token.ts'
import { operation } from '../../deps.ts'
import { invalidParameter } from '../../errors.ts'
import { changeStatus, deviceIn, devicePage, forget } from './known-devices.ts'

/** The model leaves it out; text inferred. */
function given(token: string | undefined): string {
  if (token === undefined) throw invalidParameter('Missing required parameter AccessToken')
  return token
}

export const forgetDevice = operation('ForgetDevice', async ({ AccessToken, DeviceKey }, deps, ctx) => {
  await forget(ctx, await signedInWith(deps, ctx, given(AccessToken)), DeviceKey)
})

export const getDevice = operation('GetDevice', async ({ AccessToken, DeviceKey }, deps, ctx) => {
  return { Device: await deviceIn(ctx, await signedInWith(deps, ctx, given(AccessToken)), DeviceKey) }
})

export const listDevices = operation('ListDevices', async ({ AccessToken, ...page }, deps, ctx) => {
  return devicePage('ListDevices', ctx, await signedInWith(deps, ctx, AccessToken), page)
})

export const updateDeviceStatus = operation('UpdateDeviceStatus', async (input, deps, ctx) => {
  const owner = await signedInWith(deps, ctx, input.AccessToken)
  await changeStatus(ctx, deps, owner, input.DeviceKey, input.DeviceRememberedStatus)
  return {}
})
