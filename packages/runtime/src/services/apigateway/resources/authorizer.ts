import { ignoring } from '../../../kernel/errors.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import type { InstantType } from '../../../kernel/resource-type.ts'
import { patchList, patchOrRemove, patchText } from './patches.ts'

interface Properties {
  readonly AuthType?: string
  readonly AuthorizerCredentials?: string
  readonly AuthorizerResultTtlInSeconds?: number
  readonly AuthorizerUri?: string
  readonly IdentitySource?: string
  readonly IdentityValidationExpression?: string
  readonly Name: string
  readonly ProviderARNs?: readonly string[]
  readonly RestApiId: string
  readonly Type: string
}

/** `AWS::ApiGateway::Authorizer` of type `COGNITO_USER_POOLS`; the others are refused by name, or recorded. */
export const authorizer: InstantType = {
  type: 'AWS::ApiGateway::Authorizer',
  properties: {
    AuthType: 'recorded',
    AuthorizerCredentials: 'recorded',
    AuthorizerResultTtlInSeconds: 'recorded',
    AuthorizerUri: 'recorded',
    IdentitySource: 'emulated',
    IdentityValidationExpression: 'emulated',
    Name: 'emulated',
    ProviderARNs: 'emulated',
    RestApiId: 'emulated',
    Type: 'emulated',
  },

  async create(properties, { call }) {
    const p = read(properties)
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

  async update(properties, { physicalId, attributes, properties: before }, { call }) {
    const [old, p] = [read(before), read(properties)]
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
    const { RestApiId: restApiId } = read(properties)
    await ignoring('NotFoundException', call('apigateway', 'DeleteAuthorizer', { restApiId, authorizerId: physicalId }))
  },
}

/** What there is where nothing is said. */
function authTypeOf({ AuthType, Type }: Properties): string {
  return AuthType ?? (Type === 'COGNITO_USER_POOLS' ? 'cognito_user_pools' : 'custom')
}

function read(properties: JsonObject): Properties {
  return properties as unknown as Properties
}
