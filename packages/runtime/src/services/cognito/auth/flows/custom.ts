import { requireCustomAuth } from '../../triggers/custom-challenge.ts'
import { required } from '../attempt.ts'
import { checkSecretHash } from '../client-access.ts'
import { beginCustom, CUSTOM_FLOW } from '../custom/next-step.ts'
import { knownUser } from '../known-user.ts'
import { checkPublicValue } from '../srp-exchange.ts'
import type { AuthFlow } from './flow.ts'

/**
 * The pool's own functions say what somebody has to prove, and may begin with the password (documented: developer guide,
 * "Custom authentication challenge Lambda triggers"). `PreAuthentication` is not among them (observed:
 * aws-amplify/amplify-js#5318).
 */
export const customFlow: AuthFlow = {
  names: [CUSTOM_FLOW],
  isForAdmins: false,
  allowedBy: ['ALLOW_CUSTOM_AUTH', 'CUSTOM_AUTH_FLOW_ONLY'],
  refusal: 'CUSTOM_AUTH is not enabled for the client.',
  async begin(attempt, parameters) {
    const name = required(parameters, 'USERNAME')
    checkSecretHash(attempt.client, attempt.deps.vault, name, parameters.SECRET_HASH)
    requireCustomAuth(attempt)
    const publicA = parameters.CHALLENGE_NAME === 'SRP_A' ? checkPublicValue(required(parameters, 'SRP_A')) : undefined
    return beginCustom(attempt, { name, user: await knownUser(attempt, name) }, publicA)
  },
}
