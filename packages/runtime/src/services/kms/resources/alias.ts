import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'

/** `AWS::KMS::Alias`. */
export const aliasType = instantType({
  type: 'AWS::KMS::Alias',
  nameProperty: 'AliasName',
  properties: { AliasName: 'emulated', TargetKeyId: 'emulated' },

  async create(properties, request) {
    const { AliasName, TargetKeyId } = properties
    await request.call('kms', 'CreateAlias', { AliasName, TargetKeyId })
    return { physicalId: AliasName, attributes: {} }
  },

  async update(properties, previous, request) {
    const { TargetKeyId } = properties
    await request.call('kms', 'UpdateAlias', { AliasName: previous.physicalId, TargetKeyId })
    return { physicalId: previous.physicalId, attributes: {} }
  },

  async remove(previous, request) {
    await ignoring('NotFoundException', request.call('kms', 'DeleteAlias', { AliasName: previous.physicalId }))
  },
})
