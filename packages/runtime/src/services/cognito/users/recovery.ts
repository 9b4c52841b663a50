import { notAuthorized } from '../errors.ts'
import type { UserPoolRecord } from '../records.ts'
import { isVerified, type Verifiable } from './attributes.ts'
import { cannotBeReset, noRecoveryChannel, userDisabled } from './errors.ts'
import type { UserRecord } from './records.ts'

const ATTRIBUTES: Readonly<Record<string, Verifiable>> = {
  verified_email: 'email',
  verified_phone_number: 'phone_number',
}

/** Where a code goes with which a password is recovered: the pool's first choice that the user has verified. */
export function recoveryChannel({ settings }: UserPoolRecord, user: UserRecord): Verifiable {
  const mechanisms = (settings.AccountRecoverySetting?.RecoveryMechanisms ?? []).toSorted(
    (a, b) => (a.Priority ?? 0) - (b.Priority ?? 0),
  )
  // Second-hand.
  if (mechanisms.some(({ Name }) => Name === 'admin_only')) {
    throw notAuthorized('Contact administrator to reset password.')
  }
  for (const { Name = '' } of mechanisms) {
    const attribute = ATTRIBUTES[Name]
    if (attribute && isVerified(user.attributes, attribute)) return attribute
  }
  throw noRecoveryChannel()
}

/**
 * Whether somebody's password may be replaced by way of a code: a temporary one is replaced at a sign-in (recorded), and
 * whoever comes through a provider has none (what AWS says of that is inferred). An administrator may give them one.
 */
export function checkCanBeReset({ enabled, status }: Pick<UserRecord, 'enabled' | 'status'>): void {
  if (!enabled) throw userDisabled()
  if (status === 'FORCE_CHANGE_PASSWORD' || status === 'EXTERNAL_PROVIDER') throw cannotBeReset()
}
