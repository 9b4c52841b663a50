import { invalidParameter, notAuthorized } from '../../errors.ts'
import type { MessageTransaction } from '../../messages/message-transaction.ts'
import { checkChangedAttributes, missingAttributes, withChanges } from '../../users/attributes.ts'
import { changingClaim } from '../../users/claims.ts'
import { checkHistory, checkPolicy, newPassword, withPassword } from '../../users/new-password.ts'
import { changeUser, credentialsOf, putCredentials } from '../../users/repository.ts'
import { type Parameters, required } from '../attempt.ts'
import { checkWritable } from '../attribute-rights.ts'
import { closeSession } from '../auth-sessions.ts'
import { decided } from '../complete.ts'
import { secondFactorOrTokens, temporaryIn } from '../first-factor-done.ts'
import { userOf } from '../known-user.ts'
import type { Challenge } from './challenge.ts'

/** A temporary password is replaced, together with what the pool requires to be known of everybody. */
export const newPasswordRequired: Challenge = {
  name: 'NEW_PASSWORD_REQUIRED',
  async answer(attempt, { id, state }, responses) {
    const { deps, pool, client, reader, place } = attempt
    const text = required(responses, 'NEW_PASSWORD')
    const changes = attributesIn(responses)
    const seen = await userOf(reader, attempt, state)
    checkWritable(client, Object.keys(changes))
    checkChangedAttributes(pool.schema, changes, 'user')
    const [missing] = missingAttributes(pool.schema, withChanges(seen.attributes, changes))
    if (missing !== undefined) throw invalidParameter(`Invalid attributes given, ${missing} is missing`)
    checkPolicy(pool, text)
    await checkHistory(deps, pool, await credentialsOf(reader, place, seen), text)
    const password = await newPassword(deps, pool, seen.username, text)
    const step = async (tx: MessageTransaction) => {
      await closeSession(tx, place, id)
      const before = await userOf(tx, attempt, state)
      const credentials = await credentialsOf(tx, place, before)
      // An administrator may have set another one meanwhile (text inferred).
      if (temporaryIn(credentials) !== state.data.temporary) throw notAuthorized('Invalid session for the user.')
      const attributes = withChanges(before.attributes, changes)
      const user = { ...before, attributes, status: 'CONFIRMED' as const, modifiedAt: deps.clock.now() }
      await changeUser(tx, place, pool, before, user, changingClaim)
      putCredentials(tx, place, user, withPassword(credentials, password))
      return secondFactorOrTokens(tx, attempt, user, state.flow)
    }
    return decided(attempt, step, 'NewPasswordChallenge')
  },
}

const PREFIX = 'userAttributes.'

function attributesIn(responses: Parameters): Record<string, string> {
  const given = Object.entries(responses).filter(([name]) => name.startsWith(PREFIX))
  return Object.fromEntries(given.map(([name, value]) => [name.slice(PREFIX.length), value]))
}
