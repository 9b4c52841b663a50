import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'

/** `AWS::Lambda::LayerVersionPermission`: a statement in the policy of a layer's version. */
export const layerVersionPermissionType = instantType({
  type: 'AWS::Lambda::LayerVersionPermission',
  replaceOn: ['Action', 'LayerVersionArn', 'OrganizationId', 'Principal'],
  properties: {
    Action: 'recorded',
    LayerVersionArn: 'emulated',
    OrganizationId: 'recorded',
    Principal: 'recorded',
  },

  async create({ LayerVersionArn, ...p }, request) {
    const StatementId = request.generateName({ maxLength: 100 })
    await request.call('lambda', 'AddLayerVersionPermission', { ...versionOf(LayerVersionArn), ...p, StatementId })
    const Id = `${LayerVersionArn}#${StatementId}`
    return { physicalId: Id, attributes: { Id } }
  },

  // Each change replaces.
  update: async (_properties, previous) => previous,

  async remove({ physicalId, properties: { LayerVersionArn } }, { call }) {
    const target = { ...versionOf(LayerVersionArn), StatementId: physicalId.slice(physicalId.indexOf('#') + 1) }
    await ignoring('ResourceNotFoundException', call('lambda', 'RemoveLayerVersionPermission', target))
  },
})

function versionOf(arn: string): { readonly LayerName: string; readonly VersionNumber: number } {
  const at = arn.lastIndexOf(':')
  return { LayerName: arn.slice(0, at), VersionNumber: Number(arn.slice(at + 1)) }
}
