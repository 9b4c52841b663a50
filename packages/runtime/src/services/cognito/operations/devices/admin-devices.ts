import type { CallContext } from '../../../../kernel/operation.ts'
import { operation } from '../../deps.ts'
import { requirePool } from '../../repository.ts'
import { requireUser } from '../../users/repository.ts'
import { changeStatus, deviceIn, devicePage, forget, type Owner } from './known-devices.ts'

async function ownerOf(
  { UserPoolId, Username }: { readonly UserPoolId: string; readonly Username: string },
  { reader, place }: CallContext,
): Promise<Owner> {
  const pool = await requirePool(reader, place, UserPoolId)
  return { place, user: await requireUser(reader, place, pool, Username) }
}

export const adminForgetDevice = operation('AdminForgetDevice', async (input, _deps, ctx) => {
  await forget(ctx, await ownerOf(input, ctx), input.DeviceKey)
})

export const adminGetDevice = operation('AdminGetDevice', async (input, _deps, ctx) => {
  return { Device: await deviceIn(ctx, await ownerOf(input, ctx), input.DeviceKey) }
})

export const adminListDevices = operation('AdminListDevices', async (input, _deps, ctx) => {
  return devicePage('AdminListDevices', ctx, await ownerOf(input, ctx), input)
})

export const adminUpdateDeviceStatus = operation('AdminUpdateDeviceStatus', async (input, deps, ctx) => {
  await changeStatus(ctx, deps, await ownerOf(input, ctx), input.DeviceKey, input.DeviceRememberedStatus)
  return {}
})
