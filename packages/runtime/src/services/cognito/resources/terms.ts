import type { CreateTermsRequest } from '../../../generated/cognito-idp.ts'
import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'

/** `AWS::Cognito::Terms`. `Ref` is their id. */
export const termsType = instantType({
  type: 'AWS::Cognito::Terms',
  properties: {
    ClientId: 'emulated',
    Enforcement: 'recorded',
    Links: 'recorded',
    TermsName: 'recorded',
    TermsSource: 'recorded',
    UserPoolId: 'emulated',
  },

  /** Without a client the operation refuses them. */
  async create(properties, request) {
    const { Terms } = await request.call('cognito-idp', 'CreateTerms', properties as CreateTermsRequest)
    return instance(Terms?.TermsId)
  },

  async update({ ClientId, ...properties }, previous, request) {
    await request.call('cognito-idp', 'UpdateTerms', { ...properties, TermsId: previous.physicalId })
    return instance(previous.physicalId)
  },

  async remove(previous, request) {
    const input = { UserPoolId: previous.properties.UserPoolId, TermsId: previous.physicalId }
    await ignoring('ResourceNotFoundException', request.call('cognito-idp', 'DeleteTerms', input))
  },
})

function instance(TermsId = '') {
  return { physicalId: TermsId, attributes: { TermsId } }
}
