import { wrongPassword } from '../../users/errors.ts'
import { passwordIdentity } from '../../users/new-password.ts'
import { closeSession } from '../auth-sessions.ts'
import { decided } from '../complete.ts'
import { CUSTOM_FLOW, passwordProven } from '../custom/next-step.ts'
import { firstFactorDone } from '../first-factor-done.ts'
import { userOf } from '../known-user.ts'
import { checkState, provePassword } from '../prove-password.ts'
import { isProof, proofIn } from '../srp-exchange.ts'
import type { Challenge } from './challenge.ts'

export const passwordVerifier: Challenge = {
  name: 'PASSWORD_VERIFIER',
  sessionIn: 'PASSWORD_CLAIM_SECRET_BLOCK',
  async answer(attempt, { id, state }, responses) {
    const { deps, pool, reader, place } = attempt
    const proof = proofIn(responses, passwordIdentity(pool.id, state.username))
    const isProven = isProof(state.data, proof, deps.clock.now())
    // One guess for each exchange: the next one begins anew.
    if (state.userKey === undefined || !isProven) await attempt.transact((tx) => closeSession(tx, place, id))
    if (state.userKey === undefined) throw wrongPassword()
    const user = await userOf(reader, attempt, state)
    await provePassword(attempt, user, async () => isProven)
    checkState(user)
    if (state.flow === CUSTOM_FLOW) return passwordProven(attempt, id, state, user)
    return decided(attempt, async (tx) => {
      await closeSession(tx, place, id)
      return firstFactorDone(tx, attempt, await userOf(tx, attempt, state), state.flow)
    })
  },
}
