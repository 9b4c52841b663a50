import { preAuthentication } from '../../triggers/sign-in.ts'
import { required } from '../attempt.ts'
import { checkSecretHash } from '../client-access.ts'
import { knownUser } from '../known-user.ts'
import { checkPublicValue, offerProof } from '../srp-exchange.ts'
import type { AuthFlow } from './flow.ts'

/** The password is proven, never sent. Flows of the older kind come besides this one (observed: moto's tests against AWS). */
export const srpFlow: AuthFlow = {
  names: ['USER_SRP_AUTH'],
  isForAdmins: false,
  allowedBy: ['ALLOW_USER_SRP_AUTH', 'ADMIN_NO_SRP_AUTH', 'USER_PASSWORD_AUTH'],
  refusal: 'USER_SRP_AUTH is not enabled for the client.',
  async begin(attempt, parameters) {
    const name = required(parameters, 'USERNAME')
    const publicA = checkPublicValue(required(parameters, 'SRP_A'))
    checkSecretHash(attempt.client, attempt.deps.vault, name, parameters.SECRET_HASH)
    const user = await knownUser(attempt, name)
    await preAuthentication(attempt, { name, user })
    return attempt.transact((tx) => offerProof(tx, attempt, name, user, publicA, 'USER_SRP_AUTH'))
  },
}
