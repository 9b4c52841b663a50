import type { LogConfigurationType } from '../../../generated/cognito-idp.ts'
import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import type { ResourceInstance, ResourceRequest } from '../../../kernel/resource-type.ts'

/** `AWS::Cognito::LogDeliveryConfiguration`. `Ref` is the pool's id. */
export const logDeliveryConfigurationType = instantType({
  type: 'AWS::Cognito::LogDeliveryConfiguration',
  properties: { LogConfigurations: 'recorded', UserPoolId: 'emulated' },

  create: ({ UserPoolId, LogConfigurations }, request) => set(UserPoolId, LogConfigurations, request),

  update: ({ UserPoolId, LogConfigurations }, _previous, request) => set(UserPoolId, LogConfigurations, request),

  async remove(previous, request) {
    await ignoring('ResourceNotFoundException', set(previous.physicalId, [], request))
  },
})

/** What the schema calls optional and the operation does not, that refuses when it is missing. */
async function set(
  UserPoolId: string,
  configurations: readonly unknown[] | undefined,
  request: ResourceRequest,
): Promise<ResourceInstance> {
  const LogConfigurations = (configurations ?? []) as readonly LogConfigurationType[]
  await request.call('cognito-idp', 'SetLogDeliveryConfiguration', { UserPoolId, LogConfigurations })
  return { physicalId: UserPoolId, attributes: { Id: UserPoolId } }
}
