import type { Reader } from '../../../kernel/transaction.ts'
import { notAuthorized } from '../errors.ts'
import { within } from '../repository.ts'
import { noUser, wrongPassword } from '../users/errors.ts'
import type { UserRecord } from '../users/records.ts'
import { findUser, users } from '../users/repository.ts'
import type { Attempt } from './attempt.ts'
import type { AuthState } from './auth-sessions.ts'
import { hidesUsers } from './client-access.ts'

/** Undefined: there is nobody of that name, and the client hides it. `otherwise` may still know somebody. */
export async function knownUser(
  { reader, place, pool, client }: Attempt,
  name: string,
  otherwise?: () => Promise<UserRecord | undefined>,
): Promise<UserRecord | undefined> {
  const user = (await findUser(reader, place, pool, name)) ?? (await otherwise?.())
  if (!user && !hidesUsers(client)) throw noUser()
  return user
}

/** The user of a session, as they are now: gone, or shut out, since the last step. */
export async function userOf(reader: Reader, { place }: Attempt, { poolId, userKey }: AuthState): Promise<UserRecord> {
  const user = userKey === undefined ? undefined : await users.find(reader, place, within(poolId, userKey))
  if (!user) throw wrongPassword()
  if (!user.enabled) throw notAuthorized('User is disabled.')
  return user
}
