import type { CreateUserPoolClientRequest, UserPoolClientType } from '../../../generated/cognito-idp.ts'
import { ignoring } from '../../../kernel/errors.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import type { InstantType, ResourceInstance } from '../../../kernel/resource-type.ts'

interface UserPoolClientProperties extends Omit<CreateUserPoolClientRequest, 'ClientName'> {
  readonly ClientName?: string
}

/** `AWS::Cognito::UserPoolClient`. An update keeps id and secret. */
export const userPoolClientType: InstantType = {
  type: 'AWS::Cognito::UserPoolClient',
  properties: {
    AccessTokenValidity: 'emulated',
    AllowedOAuthFlows: 'emulated',
    AllowedOAuthFlowsUserPoolClient: 'emulated',
    AllowedOAuthScopes: 'emulated',
    AnalyticsConfiguration: 'recorded',
    AuthSessionValidity: 'recorded',
    CallbackURLs: 'recorded',
    ClientName: 'emulated',
    DefaultRedirectURI: 'recorded',
    EnablePropagateAdditionalUserContextData: 'recorded',
    EnableTokenRevocation: 'emulated',
    ExplicitAuthFlows: 'emulated',
    GenerateSecret: 'emulated',
    IdTokenValidity: 'recorded',
    LogoutURLs: 'recorded',
    PreventUserExistenceErrors: 'recorded',
    ReadAttributes: 'recorded',
    RefreshTokenRotation: 'recorded',
    RefreshTokenValidity: 'recorded',
    SupportedIdentityProviders: 'recorded',
    TokenValidityUnits: 'emulated',
    UserPoolId: 'emulated',
    WriteAttributes: 'recorded',
  },

  async create(properties, request) {
    const { ClientName = request.generateName({ maxLength: 128 }), ...settings } = read(properties)
    const input = { ...settings, ClientName }
    const { UserPoolClient } = await request.call('cognito-idp', 'CreateUserPoolClient', input)
    return instance(UserPoolClient)
  },

  async update(properties, previous, request) {
    const { GenerateSecret, ...settings } = read(properties)
    const input = { ...settings, ClientId: previous.physicalId }
    const { UserPoolClient } = await request.call('cognito-idp', 'UpdateUserPoolClient', input)
    return instance(UserPoolClient)
  },

  async remove(previous, request) {
    const { UserPoolId } = read(previous.properties)
    const input = { UserPoolId, ClientId: previous.physicalId }
    await ignoring('ResourceNotFoundException', request.call('cognito-idp', 'DeleteUserPoolClient', input))
  },
}

function read(properties: JsonObject): UserPoolClientProperties {
  return properties as unknown as UserPoolClientProperties
}

function instance({ ClientId = '', ClientName = '', ClientSecret }: UserPoolClientType = {}): ResourceInstance {
  const attributes = { ClientId, Name: ClientName }
  return { physicalId: ClientId, attributes: ClientSecret === undefined ? attributes : { ...attributes, ClientSecret } }
}
