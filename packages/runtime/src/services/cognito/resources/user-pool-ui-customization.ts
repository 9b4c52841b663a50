import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import type { ResourceInstance } from '../../../kernel/resource-type.ts'

/** `AWS::Cognito::UserPoolUICustomizationAttachment`. What belongs to it cannot be deleted, only emptied. */
export const userPoolUiCustomizationType = instantType({
  type: 'AWS::Cognito::UserPoolUICustomizationAttachment',
  properties: { ClientId: 'emulated', CSS: 'recorded', UserPoolId: 'emulated' },

  async create(properties, request) {
    await request.call('cognito-idp', 'SetUICustomization', properties)
    return instance(properties)
  },

  async update({ CSS = '', ...properties }, _previous, request) {
    await request.call('cognito-idp', 'SetUICustomization', { ...properties, CSS })
    return instance(properties)
  },

  /** The domain may be gone by then: without one there is nothing to be emptied. */
  async remove({ properties: { UserPoolId, ClientId } }, request) {
    const emptied = request.call('cognito-idp', 'SetUICustomization', { UserPoolId, ClientId, CSS: '' })
    await ignoring('InvalidParameterException', ignoring('ResourceNotFoundException', emptied))
  },
})

function instance({ UserPoolId, ClientId }: { UserPoolId: string; ClientId: string }): ResourceInstance {
  return { physicalId: `UserPoolUICustomizationAttachment-${UserPoolId}-${ClientId}`, attributes: {} }
}
