import type { InstantType } from '../../../kernel/resource-type.ts'
import { accountType } from './account.ts'
import { authorizerType } from './authorizer.ts'
import { deploymentType } from './deployment.ts'
import { gatewayResponseType } from './gateway-response.ts'
import { methodType } from './method.ts'
import { modelType } from './model.ts'
import { requestValidatorType } from './request-validator.ts'
import { resourceType } from './resource.ts'
import { restApiType } from './rest-api.ts'
import { stageType } from './stage.ts'

export const resourceTypes: readonly InstantType[] = [
  accountType,
  authorizerType,
  deploymentType,
  gatewayResponseType,
  methodType,
  modelType,
  requestValidatorType,
  resourceType,
  restApiType,
  stageType,
]
