import type * as api from '../../generated/apigateway.ts'
import type {
  DeploymentRecord,
  IntegrationRecord,
  MethodRecord,
  ModelRecord,
  ResourceRecord,
  RestApiRecord,
  StageRecord,
} from './records.ts'
import { shownPolicy } from './resource-policy.ts'
import { clusterStatus } from './stage-cache.ts'

/** API Gateway's dates have no fraction of a second. */
export function wholeSeconds(ms: number): Date {
  return new Date(Math.floor(ms / 1000) * 1000)
}

export const unlessEmpty = <T extends object>(value: T | undefined): T | undefined =>
  value === undefined || Object.keys(value).length === 0 ? undefined : value

/** `tags` is shown empty by Get and Update, and left out when empty by Create and the list (recorded on AWS). */
export function restApiToWire(record: RestApiRecord, showEmptyTags: boolean): api.RestApi {
  return {
    id: record.id,
    name: record.name,
    description: record.description,
    createdDate: wholeSeconds(record.createdAt),
    version: record.version,
    binaryMediaTypes: unlessEmpty(record.binaryMediaTypes),
    minimumCompressionSize: record.minimumCompressionSize,
    apiKeySource: record.apiKeySource,
    endpointConfiguration: {
      types: record.endpointTypes,
      ipAddressType: record.ipAddressType,
      vpcEndpointIds: unlessEmpty(record.vpcEndpointIds),
    },
    tags: showEmptyTags ? record.tags : unlessEmpty(record.tags),
    disableExecuteApiEndpoint: record.disableExecuteApiEndpoint,
    rootResourceId: record.rootResourceId,
    securityPolicy: record.securityPolicy,
    endpointAccessMode: record.endpointAccessMode,
    policy: shownPolicy(record.policy),
  }
}

/** Methods are shown by name only, or whole when `embed=methods` was asked for. */
export function resourceToWire(record: ResourceRecord, embedMethods = false): api.Resource {
  const methods = Object.values(record.methods).map((method) => [
    method.httpMethod,
    embedMethods ? methodToWire(method) : {},
  ])
  return {
    id: record.id,
    parentId: record.parentId,
    pathPart: record.pathPart,
    path: record.path,
    resourceMethods: methods.length > 0 ? Object.fromEntries(methods) : undefined,
  }
}

export function methodToWire(record: MethodRecord): api.Method {
  const { integration, methodResponses, ...method } = record
  const responses = Object.entries(methodResponses).map(([statusCode, rest]) => [statusCode, { statusCode, ...rest }])
  return {
    ...method,
    methodResponses: unlessEmpty(Object.fromEntries(responses)),
    methodIntegration: integration && integrationToWire(integration),
  }
}

export function integrationToWire(record: IntegrationRecord): api.Integration {
  const { requestTemplates, integrationResponses, ...rest } = record
  const responses = Object.entries(integrationResponses).map(([status, response]) => [
    status,
    integrationResponseToWire(response),
  ])
  return {
    ...rest,
    requestTemplates: templatesToWire(requestTemplates),
    integrationResponses: unlessEmpty(Object.fromEntries(responses)),
  }
}

export function integrationResponseToWire(
  record: IntegrationRecord['integrationResponses'][string],
): api.IntegrationResponse {
  return { ...record, responseTemplates: templatesToWire(record.responseTemplates) }
}

/** An empty template is stored, and shown, as JSON null; the generated types do not know of that. */
function templatesToWire(
  templates: Readonly<Record<string, string | null>> | undefined,
): Readonly<Record<string, string>> | undefined {
  return templates as Readonly<Record<string, string>> | undefined
}

export function modelToWire(record: ModelRecord): api.Model {
  const { id, name, description, schema, contentType } = record
  return { id, name, description, schema, contentType }
}

export function deploymentToWire(record: DeploymentRecord): api.Deployment {
  return { id: record.id, description: record.description, createdDate: wholeSeconds(record.createdAt) }
}

/** `status`: of its cache, as the answer to a change tells it. */
export function stageToWire(record: StageRecord, status = clusterStatus(record)): api.Stage {
  return {
    stageName: record.stageName,
    deploymentId: record.deploymentId,
    description: record.description,
    documentationVersion: record.documentationVersion,
    clientCertificateId: record.clientCertificateId,
    cacheClusterEnabled: record.cacheClusterEnabled,
    cacheClusterSize: record.cacheClusterSize,
    cacheClusterStatus: status,
    methodSettings: record.methodSettings,
    accessLogSettings: record.accessLogSettings,
    tracingEnabled: record.tracingEnabled,
    canarySettings: record.canarySettings,
    variables: unlessEmpty(record.variables),
    tags: unlessEmpty(record.tags),
    createdDate: wholeSeconds(record.createdAt),
    lastUpdatedDate: wholeSeconds(record.updatedAt),
  }
}
