import type { InstantType } from '../../../kernel/resource-type.ts'
import { apiType } from './api.ts'
import { apiMappingType } from './api-mapping.ts'
import { authorizerType } from './authorizer.ts'
import { deploymentType } from './deployment.ts'
import { domainNameType } from './domain-name.ts'
import { integrationType } from './integration.ts'
import { routeType } from './route.ts'
import { stageType } from './stage.ts'
import { vpcLinkType } from './vpc-link.ts'

export const resourceTypes: readonly InstantType[] = [
  apiMappingType,
  apiType,
  authorizerType,
  deploymentType,
  domainNameType,
  integrationType,
  routeType,
  stageType,
  vpcLinkType,
]
