import {
  passwordAttemptsExceeded,
  passwordResetRequired,
  temporaryPasswordExpired,
  userDisabled,
  userNotConfirmed,
  wrongPassword,
} from '../users/errors.ts'
import { forgetNobodies, isThere } from '../users/nobody.ts'
import type { CredentialsRecord, UserRecord } from '../users/records.ts'
import { credentialsOf, putCredentials } from '../users/repository.ts'
import type { Attempt } from './attempt.ts'
import { afterFailure, isLocked } from './password-attempts.ts'

type Where = Pick<Attempt, 'deps' | 'place' | 'reader' | 'transact'>

/**
 * Lets whoever proves a user's password go on. The proof is computed outside of transactions; that it counts is decided
 * in one, also of a right one: many guesses that began before the first of them failed do not get around a lock, and a
 * password that was replaced while it was judged proves nothing. Of nobody there is nothing to prove, and a guess counts
 * all the same.
 */
export async function provePassword(
  { deps, place, reader, transact }: Where,
  user: Pick<UserRecord, 'poolId' | 'key'>,
  isProven: (credentials: CredentialsRecord) => Promise<boolean>,
): Promise<void> {
  const now = () => deps.clock.now()
  const seen = await credentialsOf(reader, place, user)
  if (isLocked(seen.attempts, now())) throw passwordAttemptsExceeded()
  const proven = await isProven(seen)
  const outcome = await transact(async (tx) => {
    if (!(await isThere(tx, place, user))) return wrongPassword()
    const current = await credentialsOf(tx, place, user)
    if (isLocked(current.attempts, now())) return passwordAttemptsExceeded()
    if (!proven || current.password?.sealed !== seen.password?.sealed) {
      await forgetNobodies(tx, place, user.poolId, now())
      putCredentials(tx, place, user, { ...current, attempts: afterFailure(current.attempts, now()) })
      return wrongPassword()
    }
    const { attempts, ...kept } = current
    if (attempts) putCredentials(tx, place, user, kept)
    return undefined
  })
  if (outcome) throw outcome
  checkTemporary(seen, now())
}

function checkTemporary({ password }: CredentialsRecord, now: number): void {
  if (password?.expiresAt !== undefined && now >= password.expiresAt) throw temporaryPasswordExpired()
}

/** What keeps somebody out who has proven who they are (order inferred). */
export function checkState({ enabled, status }: UserRecord): void {
  if (!enabled) throw userDisabled()
  if (status === 'UNCONFIRMED') throw userNotConfirmed()
  if (status === 'RESET_REQUIRED') throw passwordResetRequired()
}
