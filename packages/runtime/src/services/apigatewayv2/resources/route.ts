import type { ApiGatewayV2Route } from '../../../generated/resource-properties.ts'
import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import { text } from './changes.ts'

/**
 * `AWS::ApiGatewayV2::Route`. A template that no longer names an `AuthorizationType` leaves the route's authorizer as it is
 * (observed: https://github.com/aws/aws-cdk/issues/20695): only `NONE` takes it away.
 */
export const routeType = instantType({
  type: 'AWS::ApiGatewayV2::Route',
  properties: {
    ApiId: 'emulated',
    ApiKeyRequired: 'emulated',
    AuthorizationScopes: 'emulated',
    AuthorizationType: 'emulated',
    AuthorizerId: 'emulated',
    ModelSelectionExpression: 'emulated',
    OperationName: 'emulated',
    RequestModels: 'emulated',
    RequestParameters: 'emulated',
    RouteKey: 'emulated',
    RouteResponseSelectionExpression: 'emulated',
    Target: 'emulated',
  },

  async create(p, { call }) {
    const { RouteId = '' } = await call('apigatewayv2', 'CreateRoute', membersOf(p))
    return { physicalId: RouteId, attributes: { RouteId } }
  },

  async update(p, { physicalId: RouteId, attributes, properties: old }, { call }) {
    await call('apigatewayv2', 'UpdateRoute', {
      ...membersOf(p),
      RouteId,
      AuthorizationScopes: p.AuthorizationScopes ?? [],
      OperationName: text(old.OperationName, p.OperationName),
      Target: text(old.Target, p.Target),
    })
    return { physicalId: RouteId, attributes }
  },

  async remove({ physicalId: RouteId, properties: { ApiId } }, { call }) {
    await ignoring('NotFoundException', call('apigatewayv2', 'DeleteRoute', { ApiId, RouteId }))
  },
})

function membersOf(p: ApiGatewayV2Route) {
  return {
    ApiId: p.ApiId,
    ApiKeyRequired: p.ApiKeyRequired,
    AuthorizationScopes: p.AuthorizationScopes,
    AuthorizationType: p.AuthorizationType,
    AuthorizerId: p.AuthorizerId,
    ModelSelectionExpression: p.ModelSelectionExpression,
    OperationName: p.OperationName,
    // What they hold is refused, whatever it is.
    RequestModels: p.RequestModels as Readonly<Record<string, string>> | undefined,
    RequestParameters: p.RequestParameters as Readonly<Record<string, { readonly Required?: boolean }>> | undefined,
    RouteKey: p.RouteKey,
    RouteResponseSelectionExpression: p.RouteResponseSelectionExpression,
    Target: p.Target,
  }
}
