import type { Clock } from '../../../kernel/clock.ts'
import type { Place } from '../../../kernel/place.ts'
import type { ResourceType } from '../../../kernel/resource-type.ts'
import type { KeyPairSource } from '../keys/key-pair-source.ts'
import { logDeliveryConfigurationType } from './log-delivery-configuration.ts'
import { managedLoginBrandingType } from './managed-login-branding.ts'
import { termsType } from './terms.ts'
import { userPoolType } from './user-pool.ts'
import { userPoolClientType } from './user-pool-client.ts'
import { userPoolDomainType } from './user-pool-domain.ts'
import { userPoolGroupType } from './user-pool-group.ts'
import { userPoolIdentityProviderType } from './user-pool-identity-provider.ts'
import { userPoolResourceServerType } from './user-pool-resource-server.ts'
import { userPoolRiskConfigurationType } from './user-pool-risk-configuration.ts'
import { userPoolUiCustomizationType } from './user-pool-ui-customization.ts'
import { userPoolUserType } from './user-pool-user.ts'
import { userPoolUserToGroupType } from './user-pool-user-to-group.ts'

export function createResourceTypes(deps: {
  readonly issuerOf: (place: Place, poolId: string) => string
  readonly keyPairs: KeyPairSource
  readonly clock: Clock
}): readonly ResourceType[] {
  return [
    logDeliveryConfigurationType,
    managedLoginBrandingType,
    termsType,
    userPoolType(deps),
    userPoolClientType,
    userPoolDomainType,
    userPoolGroupType,
    userPoolIdentityProviderType,
    userPoolResourceServerType,
    userPoolRiskConfigurationType,
    userPoolUiCustomizationType,
    userPoolUserType(deps),
    userPoolUserToGroupType,
  ]
}
