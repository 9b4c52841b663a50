import type { Place } from '../../../kernel/place.ts'
import type { ResourceType } from '../../../kernel/resource-type.ts'
import { userPoolType } from './user-pool.ts'
import { userPoolClientType } from './user-pool-client.ts'
import { userPoolDomainType } from './user-pool-domain.ts'
import { userPoolResourceServerType } from './user-pool-resource-server.ts'

export function createResourceTypes(deps: {
  issuerOf: (place: Place, poolId: string) => string
}): readonly ResourceType[] {
  return [userPoolType(deps.issuerOf), userPoolClientType, userPoolDomainType, userPoolResourceServerType]
}
