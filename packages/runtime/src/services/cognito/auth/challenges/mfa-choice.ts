import { invalidParameter, notAuthorized } from '../../errors.ts'
import type { MfaMethod } from '../../users/records.ts'
import { required } from '../attempt.ts'
import { closeSession } from '../auth-sessions.ts'
import { decided, granted } from '../complete.ts'
import { askForFactor } from '../first-factor-done.ts'
import { userOf } from '../known-user.ts'
import type { Challenge } from './challenge.ts'

/** Which of several second factors it is to be; AWS's documents name the one by email in two ways. */
export const selectMfaType: Challenge = {
  name: 'SELECT_MFA_TYPE',
  answer(attempt, { id, state }, responses) {
    const answer = required(responses, 'ANSWER')
    const methods = JSON.parse(state.data.methods ?? '[]') as readonly MfaMethod[]
    const method = methods.find((each) => each === (answer === 'EMAIL_MFA' ? 'EMAIL_OTP' : answer))
    // Text inferred.
    if (!method) throw invalidParameter(`Invalid MFA type ${answer}`)
    return decided(attempt, async (tx) => {
      await closeSession(tx, attempt.place, id)
      const user = await userOf(tx, attempt, state)
      return { outcome: await askForFactor(tx, attempt, user, method, state.flow) }
    })
  },
}

/** With the session of VerifySoftwareToken: tokens come directly (observed). */
export const mfaSetup: Challenge = {
  name: 'MFA_SETUP',
  answer(attempt, { id, state }) {
    // Text inferred.
    if (state.data.verified !== 'true') throw notAuthorized('Invalid session for the user.')
    return decided(attempt, async (tx) => {
      await closeSession(tx, attempt.place, id)
      return granted(tx, attempt, await userOf(tx, attempt, state), state.flow)
    })
  },
}
