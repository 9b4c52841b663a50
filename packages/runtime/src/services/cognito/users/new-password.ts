import type { Clock } from '../../../kernel/clock.ts'
import type { PasswordHasher } from '../passwords/hasher.ts'
import { brokenRule } from '../passwords/policy.ts'
import type { UserPoolRecord } from '../records.ts'
import { passwordUsedBefore, weakPassword } from './errors.ts'
import type { CredentialsRecord, PasswordRecord } from './records.ts'

const DAY_MS = 86_400_000

interface Deps {
  readonly clock: Clock
  readonly passwords: PasswordHasher
}

/** Whose password it is, in the words of the protocol: the pool's short name and the user's. */
export function passwordIdentity(poolId: string, username: string): string {
  return `${poolId.slice(poolId.indexOf('_') + 1)}${username}`
}

export function checkPolicy({ settings }: UserPoolRecord, password: string, wording?: 'password policy'): void {
  const broken = brokenRule(password, settings.Policies?.PasswordPolicy ?? {})
  if (broken !== undefined) throw weakPassword(broken, wording)
}

/** Refuses a password that the pool remembers, the present one included (documented: PasswordHistorySize). */
export async function checkHistory(
  { passwords }: Deps,
  { settings }: UserPoolRecord,
  { password: present, history = [] }: CredentialsRecord,
  password: string,
): Promise<void> {
  const size = settings.Policies?.PasswordPolicy?.PasswordHistorySize ?? 0
  if (size === 0) return
  const remembered = [...(present ? [present.sealed] : []), ...history].slice(0, size)
  for (const sealed of remembered) {
    if (await passwords.matches(sealed, password)) throw passwordUsedBefore()
  }
}

/** Digests a password: outside of the transaction that stores it. */
export async function newPassword(
  { clock, passwords }: Deps,
  pool: UserPoolRecord,
  username: string,
  password: string,
  { temporary = false } = {},
): Promise<PasswordRecord> {
  const sealed = await passwords.seal(passwordIdentity(pool.id, username), password)
  const setAt = clock.now()
  return temporary ? { sealed, setAt, expiresAt: setAt + temporaryDays(pool) * DAY_MS } : { sealed, setAt }
}

const DEFAULT_TEMPORARY_DAYS = 7

/** Zero stands for the default (documented: PasswordPolicyType). */
export function temporaryDays({ settings }: UserPoolRecord): number {
  return settings.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays || DEFAULT_TEMPORARY_DAYS
}

const LONGEST_HISTORY = 24

/** With a new password: the old one goes into the history, and a code to replace it is no longer needed. */
export function withPassword(before: CredentialsRecord, password: PasswordRecord): CredentialsRecord {
  const { attempts: _, ...kept } = before
  const { reset: __, ...codes } = before.codes ?? {}
  const history = [...(before.password ? [before.password.sealed] : []), ...(before.history ?? [])]
  return { ...kept, codes, password, history: history.slice(0, LONGEST_HISTORY) }
}
