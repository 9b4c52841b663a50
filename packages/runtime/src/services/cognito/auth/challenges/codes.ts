import { AwsError } from '../../../../kernel/errors.ts'
import { verifiedBy } from '../../users/confirm.ts'
import { type Parameters, required } from '../attempt.ts'
import { closeSession } from '../auth-sessions.ts'
import { decided, granted } from '../complete.ts'
import { userOf } from '../known-user.ts'
import { proveCode } from '../mfa/prove-code.ts'
import { isCode } from '../one-time-code.ts'
import type { Challenge } from './challenge.ts'

/** Recorded for codes by email. */
const wrongCode = () => new AwsError('CodeMismatchException', 'Invalid code or auth state for the user.')

/**
 * A code out of a message, as the first factor or the second. After a wrong one the session stays open, and wrong ones as
 * the first factor lock nobody (recorded). A right one shows that the address is the user's; as a first factor it confirms them, too (documented).
 */
function codeChallenge(name: string, codeIn: (responses: Parameters) => string): Challenge {
  return {
    name,
    async answer(attempt, { id, state }, responses) {
      const { deps, place, pool, reader } = attempt
      const code = codeIn(responses)
      const isRight = state.userKey !== undefined && isCode(deps.vault, state.userKey, state.data, code)
      const isFirst = state.data.isFirst === 'true'
      if (isFirst && !isRight) throw wrongCode()
      if (!isFirst) {
        const asked = await userOf(reader, attempt, state)
        await proveCode(attempt, asked, () => (isRight ? undefined : wrongCode()))
      }
      return decided(attempt, async (tx) => {
        await closeSession(tx, place, id)
        const user = await userOf(tx, attempt, state)
        const status = isFirst && user.status === 'UNCONFIRMED' ? 'CONFIRMED' : user.status
        const { attribute, sentTo: address, address: pending } = state.data
        const proven = { attribute, address, ...(pending !== undefined && { pending }) }
        const verified = await verifiedBy(tx, place, pool, user, proven, { now: deps.clock.now(), status })
        return granted(tx, attempt, verified, state.flow)
      })
    },
  }
}

export const smsMfa = codeChallenge('SMS_MFA', (responses) => required(responses, 'SMS_MFA_CODE'))

export const smsOtp = codeChallenge('SMS_OTP', (responses) => required(responses, 'SMS_OTP_CODE'))

/** AWS's documents name the response in two ways. */
export const emailOtp = codeChallenge(
  'EMAIL_OTP',
  (responses) => responses.EMAIL_MFA_CODE ?? required(responses, 'EMAIL_OTP_CODE'),
)
