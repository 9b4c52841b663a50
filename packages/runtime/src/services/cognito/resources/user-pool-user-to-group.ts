import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'

/** `AWS::Cognito::UserPoolUserToGroupAttachment`. Every change replaces it. */
export const userPoolUserToGroupType = instantType({
  type: 'AWS::Cognito::UserPoolUserToGroupAttachment',
  properties: { GroupName: 'emulated', UserPoolId: 'emulated', Username: 'emulated' },

  async create(properties, request) {
    await request.call('cognito-idp', 'AdminAddUserToGroup', properties)
    return { physicalId: `UserToGroupAttachment-${request.generateName({ maxLength: 100 })}`, attributes: {} }
  },

  async update(_properties, previous) {
    return previous
  },

  async remove(previous, request) {
    const removal = request.call('cognito-idp', 'AdminRemoveUserFromGroup', previous.properties)
    await ignoring('ResourceNotFoundException', ignoring('UserNotFoundException', removal))
  },
})
