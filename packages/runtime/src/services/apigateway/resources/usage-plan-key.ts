import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'

/** Every change replaces it. */
export const usagePlanKeyType = instantType({
  type: 'AWS::ApiGateway::UsagePlanKey',
  properties: { KeyId: 'emulated', KeyType: 'emulated', UsagePlanId: 'emulated' },

  async create({ KeyId: keyId, KeyType: keyType, UsagePlanId: usagePlanId }, { call }) {
    await call('apigateway', 'CreateUsagePlanKey', { keyId, keyType, usagePlanId })
    const physicalId = `${keyId}:${usagePlanId}`
    return { physicalId, attributes: { Id: physicalId } }
  },

  async update(_properties, { physicalId, attributes }) {
    return { physicalId, attributes }
  },

  async remove({ properties }, { call }) {
    const { KeyId: keyId, UsagePlanId: usagePlanId } = properties
    await ignoring('NotFoundException', call('apigateway', 'DeleteUsagePlanKey', { keyId, usagePlanId }))
  },
})
