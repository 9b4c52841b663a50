import type { AwsError } from '../../../../kernel/errors.ts'
import { within } from '../../repository.ts'
import { passwordAttemptsExceeded, wrongPassword } from '../../users/errors.ts'
import type { CredentialsRecord, UserRecord } from '../../users/records.ts'
import { credentialsOf, putCredentials, users } from '../../users/repository.ts'
import type { Attempt } from '../attempt.ts'
import { afterFailure, isLocked } from '../password-attempts.ts'

/**
 * Wrong codes of a second factor lock a user as wrong passwords do (documented: developer guide, "Adding MFA to a user
 * pool"); the text is inferred from that. A failure is committed although the step is refused.
 */
export async function proveCode(
  { deps, place, transact }: Attempt,
  user: UserRecord,
  faultOf: (credentials: CredentialsRecord) => AwsError | undefined,
): Promise<void> {
  const fault = await transact(async (tx) => {
    if (!(await users.find(tx, place, within(user.poolId, user.key)))) return wrongPassword()
    const { codeAttempts, ...credentials } = await credentialsOf(tx, place, user)
    const now = deps.clock.now()
    if (isLocked(codeAttempts, now)) return passwordAttemptsExceeded()
    const found = faultOf(credentials)
    if (found) {
      putCredentials(tx, place, user, { ...credentials, codeAttempts: afterFailure(codeAttempts, now) })
    } else if (codeAttempts) {
      putCredentials(tx, place, user, credentials)
    }
    return found
  })
  if (fault) throw fault
}
