import { invalidParameter } from '../../errors.ts'
import { required } from '../attempt.ts'
import { rotates } from '../issue-tokens.ts'
import { refreshedResult } from '../refresh.ts'
import { checkRefreshHash } from '../refresh-hash.ts'
import type { AuthFlow } from './flow.ts'

/** Not where refresh tokens rotate (documented; how it is refused is inferred). */
export const refreshFlow: AuthFlow = {
  names: ['REFRESH_TOKEN_AUTH', 'REFRESH_TOKEN'],
  isForAdmins: false,
  allowedBy: ['ALLOW_REFRESH_TOKEN_AUTH', 'ADMIN_NO_SRP_AUTH', 'CUSTOM_AUTH_FLOW_ONLY', 'USER_PASSWORD_AUTH'],
  refusal: 'REFRESH_TOKEN_AUTH flow not enabled for this client',
  async begin(attempt, parameters) {
    if (rotates(attempt.client)) throw invalidParameter('REFRESH_TOKEN_AUTH flow not enabled for this client')
    const token = required(parameters, 'REFRESH_TOKEN')
    await checkRefreshHash(attempt, token, parameters.SECRET_HASH)
    return { AuthenticationResult: await refreshedResult(attempt, token), ChallengeParameters: {} }
  },
}
