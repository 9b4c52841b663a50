import type { ApiGatewayV2Api } from '../../../generated/resource-properties.ts'
import { ignoring, notEmulated } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import { partitionOf } from '../../../kernel/place.ts'
import type { ResourceInstance, ResourceRequest } from '../../../kernel/resource-type.ts'
import { asksForAnotherImport, hasDocument, importAgain, importNew } from './api-import.ts'
import { retag, text, withDefault } from './changes.ts'

/**
 * `AWS::ApiGatewayV2::Api`. With a document it is imported, and the properties hold above what it says; `BasePath` and
 * `FailOnWarnings` are about an import, so that without one they change nothing. A WebSocket API is refused by the operation.
 */
export const apiType = instantType({
  type: 'AWS::ApiGatewayV2::Api',
  properties: {
    ApiKeySelectionExpression: 'recorded',
    BasePath: 'emulated',
    Body: 'emulated',
    BodyS3Location: 'emulated',
    'BodyS3Location.Etag': 'recorded',
    CorsConfiguration: 'emulated',
    CredentialsArn: 'emulated',
    Description: 'emulated',
    DisableExecuteApiEndpoint: 'emulated',
    DisableSchemaValidation: 'emulated',
    FailOnWarnings: 'emulated',
    IpAddressType: 'recorded',
    Name: 'emulated',
    ProtocolType: 'emulated',
    RouteKey: 'emulated',
    RouteSelectionExpression: 'emulated',
    Tags: 'emulated',
    Target: 'emulated',
    Version: 'recorded',
  },

  async create(p, request) {
    if (hasDocument(p)) {
      const api = await importNew(p, request)
      return instanceOf(api.ApiId ?? '', api.ApiEndpoint ?? '', request)
    }
    const { ApiId = '', ApiEndpoint = '' } = await request.call('apigatewayv2', 'CreateApi', {
      ...membersOf(p),
      // Without one, what the operation says of an empty name is said.
      Name: p.Name ?? '',
      ProtocolType: p.ProtocolType ?? 'HTTP',
      CorsConfiguration: p.CorsConfiguration,
      Tags: p.Tags,
    })
    return instanceOf(ApiId, ApiEndpoint, request)
  },

  async update(p, { physicalId: ApiId, properties: old }, request) {
    const { call } = request
    if (hasDocument(p) && asksForAnotherImport(old, p)) {
      const { ApiEndpoint = '' } = await importAgain(ApiId, p, request)
      await retag(`/apis/${ApiId}`, old.Tags, p.Tags, request)
      return instanceOf(ApiId, ApiEndpoint, request)
    }
    for (const name of ['Target', 'RouteKey', 'CredentialsArn'] as const) {
      if (old[name] !== undefined && p[name] === undefined) throw notEmulated(`Taking the ${name} from an API`)
    }
    if (old.CorsConfiguration && !p.CorsConfiguration) await call('apigatewayv2', 'DeleteCorsConfiguration', { ApiId })
    const { ApiEndpoint = '' } = await call('apigatewayv2', 'UpdateApi', {
      ...membersOf(p),
      ApiId,
      Name: p.Name,
      Description: text(old.Description, p.Description),
      Version: text(old.Version, p.Version),
      DisableExecuteApiEndpoint: withDefault(old.DisableExecuteApiEndpoint, p.DisableExecuteApiEndpoint, false),
      IpAddressType: withDefault(old.IpAddressType, p.IpAddressType, 'ipv4'),
      CorsConfiguration: p.CorsConfiguration,
    })
    await retag(`/apis/${ApiId}`, old.Tags, p.Tags, request)
    return instanceOf(ApiId, ApiEndpoint, request)
  },

  async remove({ physicalId: ApiId }, { call }) {
    await ignoring('NotFoundException', call('apigatewayv2', 'DeleteApi', { ApiId }))
  },
})

function membersOf(p: ApiGatewayV2Api) {
  return {
    ApiKeySelectionExpression: p.ApiKeySelectionExpression,
    CredentialsArn: p.CredentialsArn,
    Description: p.Description,
    DisableExecuteApiEndpoint: p.DisableExecuteApiEndpoint,
    DisableSchemaValidation: p.DisableSchemaValidation,
    IpAddressType: p.IpAddressType,
    RouteKey: p.RouteKey,
    RouteSelectionExpression: p.RouteSelectionExpression,
    Target: p.Target,
    Version: p.Version,
  }
}

function instanceOf(
  apiId: string,
  endpoint: string,
  { place: { account, region } }: ResourceRequest,
): ResourceInstance {
  const arn = `arn:${partitionOf(region)}:execute-api:${region}:${account}:${apiId}`
  return { physicalId: apiId, attributes: { ApiEndpoint: endpoint, ApiId: apiId, ExecuteApiArn: arn } }
}
