import { notEmulated } from '../../../../kernel/errors.ts'
import { type Attempt, type Outcome, type Parameters, required } from '../attempt.ts'
import { chooseFactor } from '../choice.ts'
import { checkSecretHash } from '../client-access.ts'
import { nameAfterSignUp, signInAfterSignUp } from '../sign-up-session.ts'
import type { AuthFlow } from './flow.ts'

const REFUSED = ['TARGET_ACR_VALUES', 'MAX_AGE', 'ACCESS_TOKEN']

/** Other parameters are ignored (documented), but for what a client proves its secret with. */
async function afterSignUp(attempt: Attempt, parameters: Parameters, session: string): Promise<Outcome> {
  const name = parameters.USERNAME || (await nameAfterSignUp(attempt, session))
  checkSecretHash(attempt.client, attempt.deps.vault, name, parameters.SECRET_HASH)
  return signInAfterSignUp(attempt, session)
}

/** People choose how they prove who they are. */
export const choiceFlow: AuthFlow = {
  names: ['USER_AUTH'],
  isForAdmins: false,
  allowedBy: ['ALLOW_USER_AUTH'],
  refusal: 'USER_AUTH flow not enabled for this client',
  async begin(attempt, parameters, session) {
    for (const name of REFUSED) if (parameters[name]) throw notEmulated(`The parameter ${name} of USER_AUTH`)
    if (session !== undefined) return afterSignUp(attempt, parameters, session)
    const name = required(parameters, 'USERNAME')
    checkSecretHash(attempt.client, attempt.deps.vault, name, parameters.SECRET_HASH)
    if (parameters.PREFERRED_CHALLENGE === 'WEB_AUTHN') throw notEmulated('Signing in with a passkey (WEB_AUTHN)')
    return chooseFactor(attempt, name, parameters.PREFERRED_CHALLENGE, parameters)
  },
}
