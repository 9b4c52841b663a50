import type { CreateResourceServerRequest } from '../../../generated/cognito-idp.ts'
import { ignoring } from '../../../kernel/errors.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import type { InstantType } from '../../../kernel/resource-type.ts'

/** `AWS::Cognito::UserPoolResourceServer`. `Ref` is the identifier. */
export const userPoolResourceServerType: InstantType = {
  type: 'AWS::Cognito::UserPoolResourceServer',
  // Scopes of clients name it by texts that CloudFormation does not understand.
  neededByName: true,
  properties: { Identifier: 'emulated', Name: 'emulated', Scopes: 'emulated', UserPoolId: 'emulated' },

  async create(properties, request) {
    await request.call('cognito-idp', 'CreateResourceServer', read(properties))
    return { physicalId: read(properties).Identifier, attributes: {} }
  },

  async update(properties, previous, request) {
    await request.call('cognito-idp', 'UpdateResourceServer', read(properties))
    return { physicalId: previous.physicalId, attributes: {} }
  },

  async remove(previous, request) {
    const { UserPoolId } = read(previous.properties)
    const input = { UserPoolId, Identifier: previous.physicalId }
    await ignoring('ResourceNotFoundException', request.call('cognito-idp', 'DeleteResourceServer', input))
  },
}

function read(properties: JsonObject): CreateResourceServerRequest {
  return properties as unknown as CreateResourceServerRequest
}
