import type { ApiGatewayV2Authorizer } from '../../../generated/resource-properties.ts'
import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import { text, withDefault } from './changes.ts'

export const authorizerType = instantType({
  type: 'AWS::ApiGatewayV2::Authorizer',
  properties: {
    ApiId: 'emulated',
    AuthorizerCredentialsArn: 'emulated',
    AuthorizerPayloadFormatVersion: 'emulated',
    AuthorizerResultTtlInSeconds: 'emulated',
    AuthorizerType: 'emulated',
    AuthorizerUri: 'emulated',
    EnableSimpleResponses: 'emulated',
    IdentitySource: 'emulated',
    IdentityValidationExpression: 'recorded',
    JwtConfiguration: 'emulated',
    Name: 'emulated',
  },

  async create(p, { call }) {
    const { AuthorizerId = '' } = await call('apigatewayv2', 'CreateAuthorizer', membersOf(p))
    return { physicalId: AuthorizerId, attributes: { AuthorizerId } }
  },

  async update(p, { physicalId: AuthorizerId, attributes, properties: old }, { call }) {
    await call('apigatewayv2', 'UpdateAuthorizer', {
      ...membersOf(p),
      AuthorizerId,
      AuthorizerCredentialsArn: text(old.AuthorizerCredentialsArn, p.AuthorizerCredentialsArn),
      EnableSimpleResponses: withDefault(old.EnableSimpleResponses, p.EnableSimpleResponses, false),
      IdentityValidationExpression: text(old.IdentityValidationExpression, p.IdentityValidationExpression),
    })
    return { physicalId: AuthorizerId, attributes }
  },

  async remove({ physicalId: AuthorizerId, properties: { ApiId } }, { call }) {
    await ignoring('NotFoundException', call('apigatewayv2', 'DeleteAuthorizer', { ApiId, AuthorizerId }))
  },
})

function membersOf(p: ApiGatewayV2Authorizer) {
  return {
    ApiId: p.ApiId,
    AuthorizerCredentialsArn: p.AuthorizerCredentialsArn,
    AuthorizerPayloadFormatVersion: p.AuthorizerPayloadFormatVersion,
    AuthorizerResultTtlInSeconds: p.AuthorizerResultTtlInSeconds,
    AuthorizerType: p.AuthorizerType,
    AuthorizerUri: p.AuthorizerUri,
    EnableSimpleResponses: p.EnableSimpleResponses,
    IdentitySource: p.IdentitySource ?? [],
    IdentityValidationExpression: p.IdentityValidationExpression,
    JwtConfiguration: p.JwtConfiguration,
    Name: p.Name,
  }
}
