import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'

/** `AWS::Cognito::UserPoolIdentityProvider`. `Ref` is the name. */
export const userPoolIdentityProviderType = instantType({
  type: 'AWS::Cognito::UserPoolIdentityProvider',
  // Clients may name it by a text.
  neededByName: true,
  properties: {
    AttributeMapping: 'emulated',
    IdpIdentifiers: 'emulated',
    ProviderDetails: 'emulated',
    ProviderName: 'emulated',
    ProviderType: 'emulated',
    UserPoolId: 'emulated',
  },

  async create(properties, request) {
    await request.call('cognito-idp', 'CreateIdentityProvider', properties)
    return { physicalId: properties.ProviderName, attributes: {} }
  },

  /** The operation keeps what a request leaves out: what the template has dropped is emptied by name. */
  async update({ ProviderType, AttributeMapping = {}, IdpIdentifiers = [], ...others }, previous, request) {
    const input = { ...others, AttributeMapping, IdpIdentifiers }
    await request.call('cognito-idp', 'UpdateIdentityProvider', input)
    return { physicalId: previous.physicalId, attributes: {} }
  },

  async remove(previous, request) {
    const input = { UserPoolId: previous.properties.UserPoolId, ProviderName: previous.physicalId }
    await ignoring('ResourceNotFoundException', request.call('cognito-idp', 'DeleteIdentityProvider', input))
  },
})
