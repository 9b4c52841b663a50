import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import { patchText } from './patches.ts'
import { apiArn, retag, tagMap } from './tags.ts'

/** `AWS::ApiGateway::VpcLink`. There is no network behind it: its targets are recorded. */
export const vpcLinkType = instantType({
  type: 'AWS::ApiGateway::VpcLink',
  properties: { Description: 'emulated', Name: 'emulated', Tags: 'emulated', TargetArns: 'recorded' },

  async create(p, { call }) {
    const { id = '' } = await call('apigateway', 'CreateVpcLink', {
      name: p.Name,
      description: p.Description,
      targetArns: p.TargetArns,
      tags: tagMap(p.Tags),
    })
    return { physicalId: id, attributes: { VpcLinkId: id } }
  },

  async update(p, { physicalId: vpcLinkId, attributes, properties: old }, request) {
    await request.call('apigateway', 'UpdateVpcLink', {
      vpcLinkId,
      patchOperations: [
        ...patchText('/name', old.Name, p.Name),
        ...patchText('/description', old.Description, p.Description),
      ],
    })
    await retag(apiArn(request, `/vpclinks/${vpcLinkId}`), old.Tags, p.Tags, request)
    return { physicalId: vpcLinkId, attributes }
  },

  async remove({ physicalId: vpcLinkId }, { call }) {
    await ignoring('NotFoundException', call('apigateway', 'DeleteVpcLink', { vpcLinkId }))
  },
})
