import { notEmulated } from '../../../../kernel/errors.ts'
import { required } from '../attempt.ts'
import { closeSession } from '../auth-sessions.ts'
import { chooseFactor } from '../choice.ts'
import { signInWithPassword } from '../flows/password.ts'
import type { Challenge } from './challenge.ts'

/** Which first factor it is to be, with what it takes where that is known already. */
export const selectChallenge: Challenge = {
  name: 'SELECT_CHALLENGE',
  async answer(attempt, { id, state }, responses) {
    const answer = required(responses, 'ANSWER')
    if (answer === 'WEB_AUTHN') throw notEmulated('Signing in with a passkey (WEB_AUTHN)')
    await attempt.transact((tx) => closeSession(tx, attempt.place, id))
    return chooseFactor(attempt, state.username, answer, responses)
  },
}

export const passwordChallenge: Challenge = {
  name: 'PASSWORD',
  async answer(attempt, { id, state }, responses) {
    const password = required(responses, 'PASSWORD')
    await attempt.transact((tx) => closeSession(tx, attempt.place, id))
    return signInWithPassword(attempt, state.username, password, state.flow)
  },
}
