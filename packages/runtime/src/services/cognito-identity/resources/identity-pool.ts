import type { CreateIdentityPoolInput } from '../../../generated/cognito-identity.ts'
import type { ResourceProperties } from '../../../generated/resource-properties.ts'
import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'

type Properties = ResourceProperties['AWS::Cognito::IdentityPool']

/** `AWS::Cognito::IdentityPool`. `Ref` is its id, `{region}:{uuid}`. */
export const identityPoolType = instantType({
  type: 'AWS::Cognito::IdentityPool',
  properties: {
    AllowClassicFlow: 'recorded',
    AllowUnauthenticatedIdentities: 'emulated',
    // Of Cognito Sync, which AWS has replaced.
    CognitoEvents: 'recorded',
    CognitoIdentityProviders: 'emulated',
    CognitoStreams: 'recorded',
    DeveloperProviderName: 'recorded',
    IdentityPoolName: 'emulated',
    IdentityPoolTags: 'emulated',
    OpenIdConnectProviderARNs: 'recorded',
    PushSync: 'recorded',
    SamlProviderARNs: 'recorded',
    SupportedLoginProviders: 'recorded',
  },

  async create(properties, request) {
    const IdentityPoolName = properties.IdentityPoolName ?? request.generateName({ maxLength: 128 })
    const pool = await request.call('cognito-identity', 'CreateIdentityPool', settingsOf(properties, IdentityPoolName))
    return instance(pool.IdentityPoolId, IdentityPoolName)
  },

  async update(properties, previous, request) {
    const IdentityPoolId = previous.physicalId
    const IdentityPoolName = properties.IdentityPoolName ?? String(previous.attributes.Name)
    const input = { ...settingsOf(properties, IdentityPoolName), IdentityPoolId }
    await request.call('cognito-identity', 'UpdateIdentityPool', input)
    return instance(IdentityPoolId, IdentityPoolName)
  },

  async remove(previous, request) {
    const input = { IdentityPoolId: previous.physicalId }
    await ignoring('ResourceNotFoundException', request.call('cognito-identity', 'DeleteIdentityPool', input))
  },
})

function instance(id: string, Name: string) {
  return { physicalId: id, attributes: { Id: id, Name } }
}

function settingsOf(properties: Properties, IdentityPoolName: string): CreateIdentityPoolInput {
  const { CognitoEvents, CognitoStreams, PushSync, IdentityPoolTags = [], ...settings } = properties
  return {
    ...(settings as Omit<CreateIdentityPoolInput, 'IdentityPoolName'>),
    IdentityPoolName,
    IdentityPoolTags: Object.fromEntries(IdentityPoolTags.map(({ Key, Value }) => [Key, Value])),
  }
}
