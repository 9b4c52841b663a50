import type { ClientTokens } from '../ports.ts'
import { authorizationCode } from './authorization-code.ts'
import { clientCredentials } from './client-credentials.ts'
import type { Grant } from './grant.ts'
import { refreshToken } from './refresh-token.ts'

/** Every grant of the token endpoint by its `grant_type`; any other is `unsupported_grant_type`. */
export function createGrants(tokens: ClientTokens): ReadonlyMap<string, Grant> {
  const grants = [authorizationCode, clientCredentials(tokens), refreshToken]
  return new Map(grants.map((grant) => [grant.grantType, grant]))
}
