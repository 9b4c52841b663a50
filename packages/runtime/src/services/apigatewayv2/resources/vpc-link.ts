import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import { retag } from './changes.ts'

/** `AWS::ApiGatewayV2::VpcLink`. There is no network behind it: subnets and security groups are recorded. */
export const vpcLinkType = instantType({
  type: 'AWS::ApiGatewayV2::VpcLink',
  properties: { Name: 'emulated', SecurityGroupIds: 'recorded', SubnetIds: 'recorded', Tags: 'emulated' },

  async create({ Name, SecurityGroupIds, SubnetIds, Tags }, { call }) {
    const input = { Name, SecurityGroupIds, SubnetIds, Tags }
    const { VpcLinkId = '' } = await call('apigatewayv2', 'CreateVpcLink', input)
    return { physicalId: VpcLinkId, attributes: { VpcLinkId } }
  },

  async update(p, { physicalId: VpcLinkId, attributes, properties: old }, request) {
    await request.call('apigatewayv2', 'UpdateVpcLink', { VpcLinkId, Name: p.Name })
    await retag(`/vpclinks/${VpcLinkId}`, old.Tags, p.Tags, request)
    return { physicalId: VpcLinkId, attributes }
  },

  async remove({ physicalId: VpcLinkId }, { call }) {
    await ignoring('NotFoundException', call('apigatewayv2', 'DeleteVpcLink', { VpcLinkId }))
  },
})
