import { poolFactors } from '../auth/mfa/factors.ts'
import { notAuthorized } from '../errors.ts'
import type { UserPoolRecord } from '../records.ts'
import { isVerified, type Verifiable } from './attributes.ts'
import { cannotBeReset, noRecoveryChannel, userDisabled } from './errors.ts'
import type { MfaMethod, UserRecord } from './records.ts'

const ATTRIBUTES: Readonly<Record<string, Verifiable>> = {
  verified_email: 'email',
  verified_phone_number: 'phone_number',
}

/** Where codes may go with which passwords are recovered, the pool's first choice first. */
export function recoveryMedia({ settings }: UserPoolRecord): readonly Verifiable[] {
  const mechanisms = (settings.AccountRecoverySetting?.RecoveryMechanisms ?? []).toSorted(
    (a, b) => (a.Priority ?? 0) - (b.Priority ?? 0),
  )
  // Second-hand. That it does not depend on who is asked for is inferred: it would tell who is there.
  if (mechanisms.some(({ Name }) => Name === 'admin_only')) {
    throw notAuthorized('Contact administrator to reset password.')
  }
  return mechanisms.map(({ Name = '' }) => ATTRIBUTES[Name]).filter((medium) => medium !== undefined)
}

const SECOND_FACTORS: Readonly<Record<Verifiable, MfaMethod>> = { email: 'EMAIL_OTP', phone_number: 'SMS_MFA' }

/**
 * Where such a code goes: the first of them that the user has verified, and has not switched on as a second factor
 * (documented: API reference, CreateUserPool, AccountRecoverySetting). What the pool alone makes a second factor is none
 * that somebody has switched on (inferred).
 */
function findChannel(pool: UserPoolRecord, { attributes, mfa }: UserRecord): Verifiable | undefined {
  const offered = poolFactors(pool)
  const isFactor = (medium: Verifiable) =>
    offered.includes(SECOND_FACTORS[medium]) && (mfa?.enabled.includes(SECOND_FACTORS[medium]) ?? false)
  return recoveryMedia(pool).find((medium) => isVerified(attributes, medium) && !isFactor(medium))
}

export function recoveryChannel(pool: UserPoolRecord, user: UserRecord): Verifiable {
  const attribute = findChannel(pool, user)
  if (!attribute) throw noRecoveryChannel()
  return attribute
}

/** Somebody whom clients that hide users must not tell apart from nobody (documented, but for who has come through a provider). */
export function looksLikeNobody(pool: UserPoolRecord, user: UserRecord): boolean {
  return !user.enabled || user.status === 'EXTERNAL_PROVIDER' || findChannel(pool, user) === undefined
}

/**
 * Whether somebody's password may be replaced by way of a code: a temporary one is replaced at a sign-in (recorded), and
 * whoever comes through a provider has none (what AWS says of that is inferred). An administrator may give them one.
 */
export function checkCanBeReset({ enabled, status }: Pick<UserRecord, 'enabled' | 'status'>): void {
  if (!enabled) throw userDisabled()
  if (status === 'FORCE_CHANGE_PASSWORD' || status === 'EXTERNAL_PROVIDER') throw cannotBeReset()
}
