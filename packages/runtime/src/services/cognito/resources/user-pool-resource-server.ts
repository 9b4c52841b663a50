import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'

/** `AWS::Cognito::UserPoolResourceServer`. `Ref` is the identifier. */
export const userPoolResourceServerType = instantType({
  type: 'AWS::Cognito::UserPoolResourceServer',
  // Scopes of clients name it by texts that CloudFormation does not understand.
  neededByName: true,
  properties: { Identifier: 'emulated', Name: 'emulated', Scopes: 'emulated', UserPoolId: 'emulated' },

  async create(properties, request) {
    await request.call('cognito-idp', 'CreateResourceServer', properties)
    return { physicalId: properties.Identifier, attributes: {} }
  },

  async update(properties, previous, request) {
    await request.call('cognito-idp', 'UpdateResourceServer', properties)
    return { physicalId: previous.physicalId, attributes: {} }
  },

  async remove(previous, request) {
    const { UserPoolId } = previous.properties
    const input = { UserPoolId, Identifier: previous.physicalId }
    await ignoring('ResourceNotFoundException', request.call('cognito-idp', 'DeleteResourceServer', input))
  },
})
