import { preAuthentication } from '../../triggers/sign-in.ts'
import { wrongPassword } from '../../users/errors.ts'
import { nobodyOf } from '../../users/nobody.ts'
import type { UserRecord } from '../../users/records.ts'
import { requireUser } from '../../users/repository.ts'
import { type Attempt, type Outcome, required } from '../attempt.ts'
import { checkSecretHash } from '../client-access.ts'
import { decided } from '../complete.ts'
import { firstFactorDone } from '../first-factor-done.ts'
import { knownUser } from '../known-user.ts'
import { migrateUser } from '../migrate-user.ts'
import { checkState, provePassword } from '../prove-password.ts'
import type { AuthFlow } from './flow.ts'

const begin =
  (flow: string): AuthFlow['begin'] =>
  async (attempt, parameters) => {
    const name = required(parameters, 'USERNAME')
    const password = required(parameters, 'PASSWORD')
    checkSecretHash(attempt.client, attempt.deps.vault, name, parameters.SECRET_HASH)
    return signInWithPassword(attempt, name, password, flow)
  }

/**
 * The password itself is sent. A wrong one looks like an unknown user, and takes as long (recorded); the pool's function
 * is asked before it is looked at, and of unknown users where the client hides that they are (recorded).
 */
export async function signInWithPassword(
  attempt: Attempt,
  name: string,
  password: string,
  flow: string,
): Promise<Outcome> {
  const { deps, pool } = attempt
  const user = await knownUser(attempt, name, () => migrateUser(attempt, 'Authentication', name, password))
  await preAuthentication(attempt, { name, user })
  await provePassword(attempt, user ?? nobodyOf(deps.vault, pool, name), (credentials) =>
    deps.passwords.matches(credentials.password?.sealed, password),
  )
  if (!user) throw wrongPassword()
  return proven(attempt, user, flow)
}

/** Goes on with somebody who has proven their password. */
export async function proven(attempt: Attempt, user: UserRecord, flow: string): Promise<Outcome> {
  checkState(user)
  return decided(attempt, async (tx) =>
    firstFactorDone(tx, attempt, await requireUser(tx, attempt.place, attempt.pool, user.sub), flow),
  )
}

export const userPasswordFlow: AuthFlow = {
  names: ['USER_PASSWORD_AUTH'],
  isForAdmins: false,
  allowedBy: ['ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH'],
  refusal: 'USER_PASSWORD_AUTH flow not enabled for this client',
  begin: begin('USER_PASSWORD_AUTH'),
}

export const adminPasswordFlow: AuthFlow = {
  names: ['ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'],
  isForAdmins: true,
  allowedBy: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'],
  refusal: 'Auth flow not enabled for this client',
  begin: begin('ADMIN_USER_PASSWORD_AUTH'),
}
