import type { Clock } from '../../kernel/clock.ts'
import type { Random } from '../../kernel/random.ts'
import { createGrants } from '../grants/index.ts'
import { createClientTokens } from '../tokens/client-token.ts'
import type { Endpoint } from './endpoint.ts'
import { revokeEndpoint } from './revoke.ts'
import { tokenEndpoint } from './token.ts'
import { unbuiltEndpoints } from './unbuilt.ts'
import { userInfoEndpoint } from './user-info.ts'

/** Everything a user pool's domain serves, by path. */
export function createEndpoints(deps: { clock: Clock; random: Random }): ReadonlyMap<string, Endpoint> {
  const endpoints = [
    tokenEndpoint(createGrants(createClientTokens(deps))),
    revokeEndpoint,
    userInfoEndpoint(deps.clock),
    ...unbuiltEndpoints,
  ]
  return new Map(endpoints.map((endpoint) => [endpoint.path, endpoint]))
}
