import type { CognitoDeps } from '../../deps.ts'
import { within } from '../../repository.ts'
import { wrongPassword } from '../../users/errors.ts'
import { passwordIdentity } from '../../users/new-password.ts'
import type { PasswordRecord } from '../../users/records.ts'
import { users } from '../../users/repository.ts'
import { type AuthState, closeSession } from '../auth-sessions.ts'
import { decided } from '../complete.ts'
import { CUSTOM_FLOW, passwordProven } from '../custom/next-step.ts'
import { firstFactorDone } from '../first-factor-done.ts'
import { userOf } from '../known-user.ts'
import { checkState, provePassword } from '../prove-password.ts'
import { ASKED, isProof, proofIn } from '../srp-exchange.ts'
import type { Challenge } from './challenge.ts'

export const passwordVerifier: Challenge = {
  name: 'PASSWORD_VERIFIER',
  sessionIn: 'PASSWORD_CLAIM_SECRET_BLOCK',
  async answer(attempt, { id, state }, responses) {
    const { deps, pool, reader, place } = attempt
    const proof = proofIn(responses, passwordIdentity(pool.id, state.username))
    const isProven = isProof(state.data, proof, deps.clock.now()) && state.userKey !== undefined
    const key = state.userKey ?? state.data[ASKED] ?? ''
    try {
      await provePassword(
        attempt,
        { poolId: pool.id, key },
        async ({ password }) => isProven && isVerifierOf(password, state.data, deps),
      )
    } catch (error) {
      // One guess for each exchange: the next one begins anew. It has been counted before, whatever comes of that.
      if (!isProven) await attempt.transact((tx) => closeSession(tx, place, id))
      throw error
    }
    const user = await users.find(reader, place, within(pool.id, key))
    if (!user) throw wrongPassword()
    checkState(user)
    if (state.flow === CUSTOM_FLOW) return passwordProven(attempt, id, state, user)
    return decided(attempt, async (tx) => {
      await closeSession(tx, place, id)
      return firstFactorDone(tx, attempt, await userOf(tx, attempt, state), state.flow)
    })
  },
}

/** The exchange goes on with what the password was when it began: one that has been replaced since proves nothing. */
function isVerifierOf(
  password: PasswordRecord | undefined,
  { verifier }: AuthState['data'],
  { passwords }: Pick<CognitoDeps, 'passwords'>,
): boolean {
  return password !== undefined && passwords.verifierIn(password.sealed).verifier === verifier
}
