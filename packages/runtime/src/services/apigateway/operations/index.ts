import type { Operation } from '../../../kernel/operation.ts'
import type { ApiGatewayDeps } from '../deps.ts'
import * as accessAssociations from './access-associations.ts'
import * as account from './account.ts'
import * as apiKeys from './api-keys.ts'
import * as authorizers from './authorizers.ts'
import * as basePathMappings from './base-path-mappings.ts'
import * as clientCertificates from './client-certificates.ts'
import * as deployments from './deployments.ts'
import * as documentationParts from './documentation-parts.ts'
import * as documentationVersions from './documentation-versions.ts'
import * as domainNames from './domain-names.ts'
import * as exports from './exports.ts'
import * as gatewayResponses from './gateway-responses.ts'
import * as importApiKeys from './import-api-keys.ts'
import * as importDocumentationParts from './import-documentation-parts.ts'
import * as importRestApis from './import-rest-api.ts'
import * as integrationResponses from './integration-responses.ts'
import * as integrations from './integrations.ts'
import * as methodResponses from './method-responses.ts'
import * as methods from './methods.ts'
import * as models from './models.ts'
import * as requestValidators from './request-validators.ts'
import * as resources from './resources.ts'
import * as restApis from './rest-apis.ts'
import * as stages from './stages.ts'
import * as tags from './tags.ts'
import * as testInvokeAuthorizer from './test-invoke-authorizer.ts'
import * as testInvokeMethod from './test-invoke-method.ts'
import * as usage from './usage.ts'
import * as usagePlanKeys from './usage-plan-keys.ts'
import * as usagePlans from './usage-plans.ts'
import * as vpcLinks from './vpc-links.ts'

/** Every operation of API Gateway that is emulated; the others are refused by name. A file exports operations only. */
export const operations: readonly Operation<ApiGatewayDeps>[] = [
  accessAssociations,
  account,
  apiKeys,
  authorizers,
  basePathMappings,
  clientCertificates,
  deployments,
  documentationParts,
  documentationVersions,
  domainNames,
  exports,
  gatewayResponses,
  importApiKeys,
  importDocumentationParts,
  importRestApis,
  integrationResponses,
  integrations,
  methodResponses,
  methods,
  models,
  requestValidators,
  resources,
  restApis,
  stages,
  tags,
  testInvokeAuthorizer,
  testInvokeMethod,
  usage,
  usagePlanKeys,
  usagePlans,
  vpcLinks,
].flatMap((family) => Object.values<Operation<ApiGatewayDeps>>(family))
