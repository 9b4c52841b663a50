import type { Transaction } from '../../../kernel/transaction.ts'
import { deviceGroupKey, newDeviceKey } from '../devices/keys.ts'
import type { DeviceRecord } from '../devices/records.ts'
import { putDevice } from '../devices/repository.ts'
import { type MessageTransaction, sending } from '../messages/message-transaction.ts'
import { postAuthentication } from '../triggers/sign-in.ts'
import type { TokenSource } from '../triggers/user-token-generation.ts'
import type { UserRecord } from '../users/records.ts'
import type { Attempt, Outcome } from './attempt.ts'
import { askForDevice, deviceOf, tracksDevices } from './device-factor.ts'
import { authenticationResult, beginFamily, refreshTokenOf } from './issue-tokens.ts'
import { familyId, type TokenFamily, tokenFamilies } from './token-families.ts'

/** What a transaction of a sign-in decides on: a challenge, or tokens that are signed once it is committed. */
export type Decision =
  | { readonly outcome: Outcome }
  | { readonly user: UserRecord; readonly family: TokenFamily; readonly newDevice?: NewDevice }

export interface NewDevice {
  readonly DeviceKey: string
  readonly DeviceGroupKey: string
}

/**
 * Runs a step and signs what it has granted: a signature is no work for a transaction, and neither are the functions that
 * have a say then. Of a sign-in that one of them refuses nothing stays.
 */
export async function decided(
  attempt: Attempt,
  step: (tx: MessageTransaction) => Promise<Decision>,
  source: TokenSource = 'Authentication',
): Promise<Outcome> {
  const decision = await sending(attempt, step)
  if ('outcome' in decision) {
    const { person } = decision.outcome
    if (person) await postAuthentication(attempt, person, false)
    return decision.outcome
  }
  const { user, family, newDevice } = decision
  const RefreshToken = refreshTokenOf(attempt.deps, family)
  const more = { RefreshToken, ...(newDevice && { NewDeviceMetadata: newDevice }) }
  try {
    await postAuthentication(attempt, user, newDevice !== undefined)
    const AuthenticationResult = await authenticationResult(attempt, { source, user, family }, more)
    return { AuthenticationResult, ChallengeParameters: {} }
  } catch (error) {
    await attempt.transact(async (tx) => tokenFamilies.delete(tx, attempt.place, familyId(family)))
    throw error
  }
}

/** All factors are proven: what is left is a device that is remembered. Browsers are none (inferred). */
export async function granted(tx: Transaction, attempt: Attempt, user: UserRecord, flow: string): Promise<Decision> {
  if (attempt.endsWithPerson) return { outcome: { ChallengeParameters: {}, person: user } }
  const device = await deviceOf(tx, attempt, user)
  if (device?.remembered) return { outcome: await askForDevice(tx, attempt, user, device, flow) }
  return signedIn(tx, attempt, user, device)
}

/** Whoever comes without a device in a pool that tracks them gets a new one, which they may confirm (documented). */
export async function signedIn(
  tx: Transaction,
  attempt: Attempt,
  user: UserRecord,
  device: DeviceRecord | undefined,
): Promise<Decision> {
  const { deps, place, pool } = attempt
  if (device) {
    const { session: _, ...known } = device
    putDevice(tx, place, { ...known, authenticatedAt: deps.clock.now() })
    return { user, family: await beginFamily(tx, attempt, user, { deviceKey: device.key }) }
  }
  if (!tracksDevices(pool)) return { user, family: await beginFamily(tx, attempt, user) }
  const DeviceKey = newDeviceKey(deps.random, place)
  const newDevice = { DeviceGroupKey: deviceGroupKey(deps.vault, pool.id), DeviceKey }
  return { user, family: await beginFamily(tx, attempt, user, { deviceKey: DeviceKey }), newDevice }
}
