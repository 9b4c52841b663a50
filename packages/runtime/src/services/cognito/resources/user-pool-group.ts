import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'

/** `AWS::Cognito::UserPoolGroup`. `Ref` is the name. */
export const userPoolGroupType = instantType({
  type: 'AWS::Cognito::UserPoolGroup',
  // Attachments may name it by a text.
  neededByName: true,
  properties: {
    Description: 'emulated',
    GroupName: 'emulated',
    Precedence: 'emulated',
    RoleArn: 'emulated',
    UserPoolId: 'emulated',
  },

  async create(properties, request) {
    const { GroupName = request.generateName({ maxLength: 128 }), ...settings } = properties
    await request.call('cognito-idp', 'CreateGroup', { ...settings, GroupName })
    return { physicalId: GroupName, attributes: {} }
  },

  async update(properties, previous, request) {
    await request.call('cognito-idp', 'UpdateGroup', { ...properties, GroupName: previous.physicalId })
    return { physicalId: previous.physicalId, attributes: {} }
  },

  async remove(previous, request) {
    const input = { UserPoolId: previous.properties.UserPoolId, GroupName: previous.physicalId }
    await ignoring('ResourceNotFoundException', request.call('cognito-idp', 'DeleteGroup', input))
  },
})
