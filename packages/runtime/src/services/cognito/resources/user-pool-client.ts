import type {
  CreateUserPoolClientRequest,
  UpdateUserPoolClientRequest,
  UserPoolClientType,
} from '../../../generated/cognito-idp.ts'
import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import type { ResourceInstance } from '../../../kernel/resource-type.ts'

/**
 * `AWS::Cognito::UserPoolClient`. An update keeps id and secret. What the schema calls optional and the operations do
 * not, they refuse when it is missing.
 */
export const userPoolClientType = instantType({
  type: 'AWS::Cognito::UserPoolClient',
  properties: {
    AccessTokenValidity: 'emulated',
    AllowedOAuthFlows: 'emulated',
    AllowedOAuthFlowsUserPoolClient: 'emulated',
    AllowedOAuthScopes: 'emulated',
    AnalyticsConfiguration: 'recorded',
    AuthSessionValidity: 'emulated',
    CallbackURLs: 'recorded',
    ClientName: 'emulated',
    DefaultRedirectURI: 'recorded',
    EnablePropagateAdditionalUserContextData: 'recorded',
    EnableTokenRevocation: 'emulated',
    ExplicitAuthFlows: 'emulated',
    GenerateSecret: 'emulated',
    IdTokenValidity: 'emulated',
    LogoutURLs: 'recorded',
    PreventUserExistenceErrors: 'emulated',
    ReadAttributes: 'emulated',
    RefreshTokenRotation: 'emulated',
    RefreshTokenValidity: 'emulated',
    SupportedIdentityProviders: 'emulated',
    TokenValidityUnits: 'emulated',
    UserPoolId: 'emulated',
    WriteAttributes: 'emulated',
  },

  async create(properties, request) {
    const { ClientName = request.generateName({ maxLength: 128 }), ...settings } = properties
    const input = { ...settings, ClientName } as CreateUserPoolClientRequest
    const { UserPoolClient } = await request.call('cognito-idp', 'CreateUserPoolClient', input)
    return instance(UserPoolClient)
  },

  async update(properties, previous, request) {
    const { GenerateSecret, ...settings } = properties
    const input = { ...settings, ClientId: previous.physicalId } as UpdateUserPoolClientRequest
    const { UserPoolClient } = await request.call('cognito-idp', 'UpdateUserPoolClient', input)
    return instance(UserPoolClient)
  },

  async remove(previous, request) {
    const { UserPoolId } = previous.properties
    const input = { UserPoolId, ClientId: previous.physicalId }
    await ignoring('ResourceNotFoundException', request.call('cognito-idp', 'DeleteUserPoolClient', input))
  },
})

function instance({ ClientId = '', ClientName = '', ClientSecret }: UserPoolClientType = {}): ResourceInstance {
  const attributes = { ClientId, Name: ClientName }
  return { physicalId: ClientId, attributes: ClientSecret === undefined ? attributes : { ...attributes, ClientSecret } }
}
