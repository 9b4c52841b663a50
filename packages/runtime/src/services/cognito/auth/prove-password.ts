import {
  passwordAttemptsExceeded,
  passwordResetRequired,
  temporaryPasswordExpired,
  userDisabled,
  userNotConfirmed,
  wrongPassword,
} from '../users/errors.ts'
import type { CredentialsRecord, UserRecord } from '../users/records.ts'
import { credentialsOf, putCredentials } from '../users/repository.ts'
import type { Attempt } from './attempt.ts'
import { afterFailure, isLocked } from './password-attempts.ts'

type Where = Pick<Attempt, 'deps' | 'place' | 'reader' | 'transact'>

/**
 * Lets whoever proves a user's password go on. The proof is computed outside of transactions; that it counts is decided
 * in one, so that guesses side by side do not get around a lock.
 */
export async function provePassword(
  { deps, place, reader, transact }: Where,
  user: UserRecord,
  isProven: (credentials: CredentialsRecord) => Promise<boolean>,
): Promise<void> {
  const now = () => deps.clock.now()
  const seen = await credentialsOf(reader, place, user)
  if (isLocked(seen.attempts, now())) throw passwordAttemptsExceeded()
  const proven = await isProven(seen)
  if (proven && seen.attempts === undefined) return checkTemporary(seen, now())
  const outcome = await transact(async (tx) => {
    const current = await credentialsOf(tx, place, user)
    if (isLocked(current.attempts, now())) return passwordAttemptsExceeded()
    if (!proven) {
      putCredentials(tx, place, user, { ...current, attempts: afterFailure(current.attempts, now()) })
      return wrongPassword()
    }
    const { attempts: _, ...kept } = current
    putCredentials(tx, place, user, kept)
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
