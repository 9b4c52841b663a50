import type { ApiGatewayAuthorizer } from '../../../generated/resource-properties.ts'
import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import { patchList, patchOrRemove, patchText } from './patches.ts'

export const authorizerType = instantType({
  type: 'AWS::ApiGateway::Authorizer',
  properties: {
    AuthType: 'recorded',
    AuthorizerCredentials: 'emulated',
    AuthorizerResultTtlInSeconds: 'emulated',
    AuthorizerUri: 'emulated',
    IdentitySource: 'emulated',
    IdentityValidationExpression: 'emulated',
    Name: 'emulated',
    ProviderARNs: 'emulated',
    RestApiId: 'emulated',
    Type: 'emulated',
  },

  async create(p, { call }) {
    const { id = '' } = await call('apigateway', 'CreateAuthorizer', {
      restApiId: p.RestApiId,
      name: p.Name,
      type: p.Type,
      providerARNs: p.ProviderARNs,
      authType: p.AuthType,
      authorizerUri: p.AuthorizerUri,
      authorizerCredentials: p.AuthorizerCredentials,
      identitySource: p.IdentitySource,
      identityValidationExpression: p.IdentityValidationExpression,
      authorizerResultTtlInSeconds: p.AuthorizerResultTtlInSeconds,
    })
    return { physicalId: id, attributes: { AuthorizerId: id } }
  },

  async update(p, { physicalId, attributes, properties: old }, { call }) {
    await call('apigateway', 'UpdateAuthorizer', {
      restApiId: p.RestApiId,
      authorizerId: physicalId,
      patchOperations: [
        ...patchText('/name', old.Name, p.Name),
        ...patchText('/type', old.Type, p.Type),
        ...patchText('/authType', authTypeOf(old), authTypeOf(p)),
        ...patchText('/authorizerUri', old.AuthorizerUri, p.AuthorizerUri),
        ...patchText('/authorizerCredentials', old.AuthorizerCredentials, p.AuthorizerCredentials),
        ...patchOrRemove('/identitySource', old.IdentitySource, p.IdentitySource),
        ...patchText('/identityValidationExpression', old.IdentityValidationExpression, p.IdentityValidationExpression),
        ...patchText('/authorizerResultTtlInSeconds', old.AuthorizerResultTtlInSeconds, p.AuthorizerResultTtlInSeconds),
        ...patchList('/providerARNs', old.ProviderARNs, p.ProviderARNs),
      ],
    })
    return { physicalId, attributes }
  },

  async remove({ physicalId, properties }, { call }) {
    const { RestApiId: restApiId } = properties
    await ignoring('NotFoundException', call('apigateway', 'DeleteAuthorizer', { restApiId, authorizerId: physicalId }))
  },
})

/** What there is where nothing is said. */
function authTypeOf({ AuthType, Type }: ApiGatewayAuthorizer): string {
  return AuthType ?? (Type === 'COGNITO_USER_POOLS' ? 'cognito_user_pools' : 'custom')
}
