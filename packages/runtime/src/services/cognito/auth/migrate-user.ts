import { AwsError, isAwsError } from '../../../kernel/errors.ts'
import { invitationMedia, invite } from '../messages/invite.ts'
import { sending } from '../messages/message-transaction.ts'
import { type Migrant, userMigration } from '../triggers/user-migration.ts'
import { checkNewAttributes, withChanges } from '../users/attributes.ts'
import { addressTaken, aliasTaken, usernameTaken } from '../users/errors.ts'
import { newSub, newUserKey } from '../users/identity.ts'
import { folded, foldedAttributes, readUsername, type SignInName } from '../users/names.ts'
import { newPassword } from '../users/new-password.ts'
import type { UserRecord } from '../users/records.ts'
import { addUser, findUser, putCredentials } from '../users/repository.ts'
import type { Attempt } from './attempt.ts'
import { hidesUsers } from './client-access.ts'

type Where = Omit<Attempt, 'deviceKey'>

/** Stands in a welcome message for the password, which is the user's own and not ours to tell (inferred). */
const OWN_PASSWORD = '********'

const taken = ({ from }: SignInName) => {
  if (from === 'username' || from === 'sub') return usernameTaken()
  return from === 'preferred_username' ? aliasTaken(from) : addressTaken(from)
}

/** Somebody whom nobody here knows, and the pool's function does: they are written down as it says. */
export async function migrateUser(
  where: Where,
  source: 'Authentication' | 'ForgotPassword',
  name: string,
  password?: string,
): Promise<UserRecord | undefined> {
  const migrant = await known(where, () => userMigration(where, source, name, password))
  return migrant && settle(where, name, migrant, password)
}

/** A function that fails knows nobody; clients that hide who exists hide that, too (text observed). */
async function known({ client }: Where, look: () => Promise<Migrant | undefined>): Promise<Migrant | undefined> {
  try {
    return await look()
  } catch (error) {
    if (!isAwsError(error, 'UserLambdaValidationException')) throw error
    if (hidesUsers(client)) return undefined
    throw new AwsError('UserNotFoundException', `Exception migrating user in app client ${client.id}`)
  }
}

/** The password is taken as it is, whatever the pool's policy (documented). */
async function settle(where: Where, name: string, migrant: Migrant, text: string | undefined): Promise<UserRecord> {
  const { deps, place, pool } = where
  const { username: ownName, sub: _, ...given } = migrant.attributes
  const asked = folded(pool, ownName ?? name)
  const { address } = readUsername(pool, asked)
  const whole = foldedAttributes(pool, { ...given, ...(address && { [address]: asked }) })
  checkNewAttributes(pool.schema, whole, { required: true })
  const now = deps.clock.now()
  const sub = newSub(deps.random)
  const user: UserRecord = {
    key: newUserKey(now, sub),
    poolId: pool.id,
    username: address ? sub : asked,
    sub,
    createdAt: now,
    modifiedAt: now,
    enabled: true,
    status: migrant.isConfirmed ? 'CONFIRMED' : 'RESET_REQUIRED',
    attributes: withChanges({}, whole),
    ...(migrant.needsSms && { mfa: { enabled: ['SMS_MFA'], preferred: 'SMS_MFA' } }),
  }
  const password = text === undefined ? undefined : await newPassword(deps, pool, user.username, text)
  const media = invitationMedia(migrant.media, user.attributes)
  return sending(where, async (tx) => {
    // Somebody may have done it meanwhile.
    const present = await findUser(tx, place, pool, name)
    if (present) return present
    await addUser(tx, place, pool, user, { refuse: taken, movesAliases: migrant.movesAliases })
    putCredentials(tx, place, user, password ? { password } : {})
    if (migrant.isWelcomed) await invite(tx, deps, place, { pool, user, media, password: OWN_PASSWORD })
    return user
  })
}
