import type { SetRiskConfigurationRequest } from '../../../generated/cognito-idp.ts'
import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import type { ResourceInstance } from '../../../kernel/resource-type.ts'

/** `AWS::Cognito::UserPoolRiskConfigurationAttachment`. What belongs to it cannot be deleted, only emptied. */
export const userPoolRiskConfigurationType = instantType({
  type: 'AWS::Cognito::UserPoolRiskConfigurationAttachment',
  properties: {
    AccountTakeoverRiskConfiguration: 'recorded',
    ClientId: 'emulated',
    CompromisedCredentialsRiskConfiguration: 'recorded',
    RiskExceptionConfiguration: 'recorded',
    UserPoolId: 'emulated',
  },

  async create(properties, request) {
    await request.call('cognito-idp', 'SetRiskConfiguration', properties as SetRiskConfigurationRequest)
    return instance(properties)
  },

  async update(properties, _previous, request) {
    await request.call('cognito-idp', 'SetRiskConfiguration', properties as SetRiskConfigurationRequest)
    return instance(properties)
  },

  /** The pool may have lost its protection, or be gone. */
  async remove({ properties: { UserPoolId, ClientId } }, request) {
    const emptied = request.call('cognito-idp', 'SetRiskConfiguration', { UserPoolId, ClientId })
    const done = ignoring('ResourceNotFoundException', ignoring('UserPoolAddOnNotEnabledException', emptied))
    await ignoring('FeatureUnavailableInTierException', done)
  },
})

function instance({ UserPoolId, ClientId }: { UserPoolId: string; ClientId: string }): ResourceInstance {
  return { physicalId: `UserPoolRiskConfigurationAttachment-${UserPoolId}-${ClientId}`, attributes: {} }
}
