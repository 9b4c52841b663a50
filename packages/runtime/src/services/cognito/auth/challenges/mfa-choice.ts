import { invalidParameter, notAuthorized } from '../../errors.ts'
import { checkChangedAttributes } from '../../users/attributes.ts'
import type { MfaMethod } from '../../users/records.ts'
import { type Attempt, type Outcome, required } from '../attempt.ts'
import { closeSession, type OpenSession } from '../auth-sessions.ts'
import { decided, granted } from '../complete.ts'
import { askForFactor } from '../first-factor-done.ts'
import { userOf } from '../known-user.ts'
import { askForCode } from '../one-time-code.ts'
import type { Challenge } from './challenge.ts'

/** Which of several second factors it is to be; AWS's documents name the one by email in two ways. */
export const selectMfaType: Challenge = {
  name: 'SELECT_MFA_TYPE',
  answer(attempt, { id, state }, responses) {
    const answer = required(responses, 'ANSWER')
    const method = methodsOf({ id, state }).find((each) => each === (answer === 'EMAIL_MFA' ? 'EMAIL_OTP' : answer))
    // Text inferred.
    if (!method) throw invalidParameter(`Invalid MFA type ${answer}`)
    return decided(attempt, async (tx) => {
      await closeSession(tx, attempt.place, id)
      const user = await userOf(tx, attempt, state)
      return { outcome: await askForFactor(tx, attempt, user, method, state.flow) }
    })
  },
}

function methodsOf({ state }: OpenSession): readonly MfaMethod[] {
  return JSON.parse(state.data.methods ?? '[]') as readonly MfaMethod[]
}

/**
 * With the session of VerifySoftwareToken tokens come directly (observed). An address gets a code, which is asked for next
 * (observed: aws-amplify/amplify-js, handleMFASetupChallenge). Users of the API give an email address, and have an
 * administrator add a phone number; pages ask for both (documented: developer guide, "Adding MFA to a user pool").
 */
export const mfaSetup: Challenge = {
  name: 'MFA_SETUP',
  async answer(attempt, session, responses) {
    const { id, state } = session
    const given = ADDRESSES.find(
      ({ response, isOfPages }) => responses[response] !== undefined && (attempt.endsWithPerson || !isOfPages),
    )
    if (given) return setUpAddress(attempt, session, given, required(responses, given.response))
    // Text inferred.
    if (state.data.verified !== 'true') throw notAuthorized('Invalid session for the user.')
    return decided(attempt, async (tx) => {
      await closeSession(tx, attempt.place, id)
      return granted(tx, attempt, await userOf(tx, attempt, state), state.flow)
    })
  },
}

/** How a response names an address: of an email address Amplify's clients have one way, and the developer guide another. */
const ADDRESSES = [
  { response: 'EMAIL', method: 'EMAIL_OTP', attribute: 'email', isOfPages: false },
  { response: 'email', method: 'EMAIL_OTP', attribute: 'email', isOfPages: false },
  { response: 'PHONE_NUMBER', method: 'SMS_MFA', attribute: 'phone_number', isOfPages: true },
] as const

/** The address becomes the user's once the code has come back. Rules and texts inferred: those of any other change. */
function setUpAddress(
  attempt: Attempt,
  session: OpenSession,
  { method: name, attribute }: (typeof ADDRESSES)[number],
  address: string,
): Promise<Outcome> {
  const { id, state } = session
  if (!methodsOf(session).includes(name)) throw invalidParameter(`Invalid MFA type ${name}`)
  checkChangedAttributes(attempt.pool.schema, { [attribute]: address }, 'user')
  return decided(attempt, async (tx) => {
    await closeSession(tx, attempt.place, id)
    const user = await userOf(tx, attempt, state)
    return {
      outcome: await askForCode(tx, attempt, user, { name, attribute, flow: state.flow, isFirst: false, address }),
    }
  })
}
