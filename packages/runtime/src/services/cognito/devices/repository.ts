import { AwsError } from '../../../kernel/errors.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Reader, Transaction } from '../../../kernel/transaction.ts'
import { collection } from '../../../store/collection.ts'
import { within } from '../repository.ts'
import type { UserRecord } from '../users/records.ts'
import type { DeviceRecord } from './records.ts'

/** Id: `{pool}/{user key}/{device key}`. */
export const devices = collection<DeviceRecord>('cognito-idp/device')

type Owner = Pick<UserRecord, 'poolId' | 'key'>

/** Observed: aws-amplify/amplify-js#12188. */
export const noDevice = () => new AwsError('ResourceNotFoundException', 'Device does not exist.')

export function devicesPrefix({ poolId, key }: Owner): string {
  return `${within(poolId, key)}/`
}

export function findDevice(
  reader: Reader,
  place: Place,
  user: Owner,
  deviceKey: string,
): Promise<DeviceRecord | undefined> {
  return devices.find(reader, place, `${devicesPrefix(user)}${deviceKey}`)
}

export async function requireDevice(
  reader: Reader,
  place: Place,
  user: Owner,
  deviceKey: string,
): Promise<DeviceRecord> {
  const device = await findDevice(reader, place, user, deviceKey)
  if (!device) throw noDevice()
  return device
}

export function putDevice(tx: Transaction, place: Place, device: DeviceRecord): void {
  const owner = { poolId: device.poolId, key: device.userKey }
  devices.put(tx, place, `${devicesPrefix(owner)}${device.key}`, device)
}

export function deleteDevice(tx: Transaction, place: Place, { poolId, userKey, key }: DeviceRecord): void {
  devices.delete(tx, place, `${devicesPrefix({ poolId, key: userKey })}${key}`)
}

export async function deleteDevicesOf(tx: Transaction, place: Place, user: Owner): Promise<void> {
  for (const device of await devices.list(tx, place, { prefix: devicesPrefix(user) })) deleteDevice(tx, place, device)
}
