import type { InstantType } from '../../../kernel/resource-type.ts'
import { apiType } from './api.ts'
import { authorizerType } from './authorizer.ts'
import { deploymentType } from './deployment.ts'
import { integrationType } from './integration.ts'
import { routeType } from './route.ts'
import { stageType } from './stage.ts'

export const resourceTypes: readonly InstantType[] = [
  apiType,
  authorizerType,
  deploymentType,
  integrationType,
  routeType,
  stageType,
]
