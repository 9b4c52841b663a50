import type { InstantType } from '../../../kernel/resource-type.ts'
import { accountType } from './account.ts'
import { apiKeyType } from './api-key.ts'
import { authorizerType } from './authorizer.ts'
import { basePathMappingType } from './base-path-mapping.ts'
import { clientCertificateType } from './client-certificate.ts'
import { deploymentType } from './deployment.ts'
import { documentationPartType } from './documentation-part.ts'
import { documentationVersionType } from './documentation-version.ts'
import { domainNameType } from './domain-name.ts'
import { gatewayResponseType } from './gateway-response.ts'
import { methodType } from './method.ts'
import { modelType } from './model.ts'
import { requestValidatorType } from './request-validator.ts'
import { resourceType } from './resource.ts'
import { restApiType } from './rest-api.ts'
import { stageType } from './stage.ts'
import { usagePlanType } from './usage-plan.ts'
import { usagePlanKeyType } from './usage-plan-key.ts'
import { vpcLinkType } from './vpc-link.ts'

export const resourceTypes: readonly InstantType[] = [
  accountType,
  apiKeyType,
  authorizerType,
  basePathMappingType,
  clientCertificateType,
  deploymentType,
  documentationPartType,
  documentationVersionType,
  domainNameType,
  gatewayResponseType,
  methodType,
  modelType,
  requestValidatorType,
  resourceType,
  restApiType,
  stageType,
  usagePlanType,
  usagePlanKeyType,
  vpcLinkType,
]
