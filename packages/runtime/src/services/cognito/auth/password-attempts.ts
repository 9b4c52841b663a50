import type { AttemptsRecord } from '../users/records.ts'

/** Documented: developer guide, "Lockout behavior for failed sign-in attempts". */
const FREE_FAILURES = 5
const LONGEST_LOCK_MS = 15 * 60_000
const SECOND_MS = 1000

/** After five wrong passwords in a row a user is locked for a second, and for twice as long after each further one. */
export function afterFailure(before: AttemptsRecord | undefined, now: number): AttemptsRecord {
  const isFresh = !before || now - before.lastAt >= LONGEST_LOCK_MS
  const failures = isFresh ? 1 : before.failures + 1
  const lock = failures < FREE_FAILURES ? 0 : Math.min(SECOND_MS * 2 ** (failures - FREE_FAILURES), LONGEST_LOCK_MS)
  return { failures, lastAt: now, lockedUntil: now + lock }
}

/** Attempts during a lock fail and do not prolong it (documented). */
export function isLocked(attempts: AttemptsRecord | undefined, now: number): boolean {
  return attempts !== undefined && now < attempts.lockedUntil
}
