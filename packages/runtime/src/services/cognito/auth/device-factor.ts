import type { Reader, Transaction } from '../../../kernel/transaction.ts'
import type { DeviceRecord } from '../devices/records.ts'
import { findDevice, putDevice, requireDevice } from '../devices/repository.ts'
import type { UserPoolRecord } from '../records.ts'
import type { UserRecord } from '../users/records.ts'
import { type Attempt, challenge, type Outcome } from './attempt.ts'

/** Any property of the configuration switches it on (documented: API reference, DeviceConfigurationType). */
export function tracksDevices({ settings: { DeviceConfiguration } }: Pick<UserPoolRecord, 'settings'>): boolean {
  return Object.values(DeviceConfiguration ?? {}).some((value) => value !== undefined)
}

/** The device that somebody says they sign in from. It is named once they have proven who they are. */
export async function deviceOf(
  reader: Reader,
  { place, pool, deviceKey }: Attempt,
  user: UserRecord,
): Promise<DeviceRecord | undefined> {
  return deviceKey && tracksDevices(pool) ? requireDevice(reader, place, user, deviceKey) : undefined
}

/**
 * At the start of an exchange, a device that is unknown is as good as none: clients that are refused at its end answer
 * once more without it (observed: amazon-cognito-identity-js, authenticateUser).
 */
export async function ofKnownDevice(reader: Reader, attempt: Attempt, user: UserRecord | undefined): Promise<Attempt> {
  const { place, deviceKey } = attempt
  const known = user && deviceKey && (await findDevice(reader, place, user, deviceKey))
  return known ? attempt : { ...attempt, deviceKey: undefined }
}

/** A remembered device stands for a second factor where the pool says so (documented: ChallengeRequiredOnNewDevice). */
export async function replacesSecondFactor(tx: Transaction, attempt: Attempt, user: UserRecord): Promise<boolean> {
  if (!attempt.pool.settings.DeviceConfiguration?.ChallengeRequiredOnNewDevice) return false
  return (await deviceOf(tx, attempt, user))?.remembered ?? false
}

/** A remembered device proves itself at the end of every sign-in (documented). */
export async function askForDevice(
  tx: Transaction,
  attempt: Attempt,
  user: UserRecord,
  device: DeviceRecord,
  flow: string,
): Promise<Outcome> {
  const state = { challenge: 'DEVICE_SRP_AUTH', userKey: user.key, username: user.username, flow, data: {} }
  const asked = await challenge(tx, attempt, state, {})
  putDevice(tx, attempt.place, { ...device, session: asked.Session })
  return asked
}
