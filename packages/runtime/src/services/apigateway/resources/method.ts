import type {
  ApiGatewayMethod,
  ApiGatewayMethodIntegration,
  ApiGatewayMethodMethodResponse,
} from '../../../generated/resource-properties.ts'
import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import type { ResourceRequest } from '../../../kernel/resource-type.ts'

/**
 * `AWS::ApiGateway::Method`: one resource of a template, four kinds of calls. An update deletes the method and makes it
 * anew within its step: nothing of the old one remains, what the template lists keeps its order, and a rollback gives
 * exactly what was there. A method has no id that could change by that.
 */
export const methodType = instantType({
  type: 'AWS::ApiGateway::Method',
  properties: {
    ApiKeyRequired: 'emulated',
    AuthorizationScopes: 'emulated',
    AuthorizationType: 'emulated',
    AuthorizerId: 'emulated',
    HttpMethod: 'emulated',
    Integration: 'emulated',
    'Integration.CacheKeyParameters': 'emulated',
    'Integration.CacheNamespace': 'emulated',
    'Integration.ConnectionId': 'recorded',
    'Integration.ConnectionType': 'emulated',
    'Integration.ContentHandling': 'emulated',
    'Integration.Credentials': 'emulated',
    'Integration.IntegrationHttpMethod': 'emulated',
    'Integration.IntegrationResponses.ContentHandling': 'emulated',
    'Integration.IntegrationTarget': 'recorded',
    'Integration.RequestParameters': 'emulated',
    'Integration.ResponseTransferMode': 'emulated',
    'Integration.TimeoutInMillis': 'emulated',
    'Integration.Uri': 'emulated',
    MethodResponses: 'emulated',
    OperationName: 'emulated',
    RequestModels: 'emulated',
    RequestParameters: 'emulated',
    RequestValidatorId: 'emulated',
    ResourceId: 'emulated',
    RestApiId: 'emulated',
  },

  async create(properties, request) {
    await write(properties, request)
    return { physicalId: request.generateName({ maxLength: 64 }), attributes: {} }
  },

  async update(properties, previous, request) {
    await erase(previous.properties, request)
    await write(properties, request)
    return { physicalId: previous.physicalId, attributes: {} }
  },

  async remove(previous, request) {
    await erase(previous.properties, request)
  },
})

async function erase(properties: ApiGatewayMethod, { call }: ResourceRequest): Promise<void> {
  await ignoring('NotFoundException', call('apigateway', 'DeleteMethod', addressOf(properties)))
}

async function write(p: ApiGatewayMethod, request: ResourceRequest): Promise<void> {
  const { call } = request
  const at = addressOf(p)
  await call('apigateway', 'PutMethod', {
    ...at,
    authorizationType: p.AuthorizationType ?? 'NONE',
    authorizerId: p.AuthorizerId,
    authorizationScopes: p.AuthorizationScopes,
    apiKeyRequired: p.ApiKeyRequired,
    operationName: p.OperationName,
    requestParameters: flags(p.RequestParameters),
    requestModels: p.RequestModels,
    requestValidatorId: p.RequestValidatorId,
  })
  for (const response of mergeByStatus(p.MethodResponses)) {
    await call('apigateway', 'PutMethodResponse', {
      ...at,
      statusCode: response.StatusCode,
      responseModels: response.ResponseModels,
      responseParameters: flags(response.ResponseParameters),
    })
  }
  if (p.Integration) await writeIntegration(p.Integration, at, request)
}

async function writeIntegration(
  i: ApiGatewayMethodIntegration,
  at: ReturnType<typeof addressOf>,
  { call }: ResourceRequest,
): Promise<void> {
  await call('apigateway', 'PutIntegration', {
    ...at,
    type: i.Type,
    integrationHttpMethod: i.IntegrationHttpMethod,
    uri: i.Uri,
    connectionType: i.ConnectionType,
    connectionId: i.ConnectionId,
    credentials: i.Credentials,
    requestParameters: i.RequestParameters,
    requestTemplates: i.RequestTemplates,
    passthroughBehavior: i.PassthroughBehavior,
    cacheNamespace: i.CacheNamespace,
    cacheKeyParameters: i.CacheKeyParameters,
    contentHandling: i.ContentHandling,
    timeoutInMillis: i.TimeoutInMillis,
    responseTransferMode: i.ResponseTransferMode,
    integrationTarget: i.IntegrationTarget,
  })
  for (const response of i.IntegrationResponses ?? []) {
    await call('apigateway', 'PutIntegrationResponse', {
      ...at,
      statusCode: response.StatusCode,
      selectionPattern: response.SelectionPattern,
      responseParameters: response.ResponseParameters,
      responseTemplates: response.ResponseTemplates,
      contentHandling: response.ContentHandling,
    })
  }
}

/**
 * A template may list a status twice, which PutMethodResponse refuses and CloudFormation deploys (observed: a snapshot
 * of aws-cdk that its maintainers deploy). That it then declares what both say is inferred.
 */
function mergeByStatus(
  responses: readonly ApiGatewayMethodMethodResponse[] = [],
): Iterable<ApiGatewayMethodMethodResponse> {
  const merged = new Map<string, ApiGatewayMethodMethodResponse>()
  for (const response of responses) {
    const before = merged.get(String(response.StatusCode))
    merged.set(String(response.StatusCode), {
      StatusCode: response.StatusCode,
      ResponseModels: joined(before?.ResponseModels, response.ResponseModels),
      ResponseParameters: joined(before?.ResponseParameters, response.ResponseParameters),
    })
  }
  return merged.values()
}

function joined<T>(
  a: Readonly<Record<string, T>> | undefined,
  b: Readonly<Record<string, T>> | undefined,
): Readonly<Record<string, T>> | undefined {
  return a && b ? { ...a, ...b } : (b ?? a)
}

/** Templates may hold truth values as texts. */
function flags(map: Readonly<Record<string, boolean | string>> | undefined): Record<string, boolean> | undefined {
  if (!map) return undefined
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, value === true || value === 'true']))
}

function addressOf({ RestApiId, ResourceId, HttpMethod }: ApiGatewayMethod) {
  return { restApiId: RestApiId, resourceId: ResourceId, httpMethod: HttpMethod }
}
