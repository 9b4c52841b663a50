import type { Place } from '../../../kernel/place.ts'
import type { InstantType } from '../../../kernel/resource-type.ts'
import type { KeyPairSource } from '../keys/key-pair-source.ts'
import { userPoolType } from './user-pool.ts'
import { userPoolClientType } from './user-pool-client.ts'
import { userPoolDomainType } from './user-pool-domain.ts'
import { userPoolResourceServerType } from './user-pool-resource-server.ts'

export function createResourceTypes(deps: {
  readonly issuerOf: (place: Place, poolId: string) => string
  readonly keyPairs: KeyPairSource
}): readonly InstantType[] {
  return [userPoolType(deps), userPoolClientType, userPoolDomainType, userPoolResourceServerType]
}
