import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'

/** `AWS::Route53::HostedZone`: a zone that apps deployed later can look up. */
export const hostedZoneType = instantType({
  type: 'AWS::Route53::HostedZone',
  properties: {
    HostedZoneConfig: 'emulated',
    HostedZoneFeatures: 'recorded',
    HostedZoneTags: 'recorded',
    Name: 'emulated',
    QueryLoggingConfig: 'recorded',
    VPCs: 'emulated',
  },

  async create(p, request) {
    const { Name = '', HostedZoneConfig, VPCs } = p
    const { HostedZone, DelegationSet } = await request.call('route53', 'CreateHostedZone', {
      Name,
      // Names one zone and no other; its text is of no account.
      CallerReference: request.generateName({ maxLength: 128 }),
      HostedZoneConfig: HostedZoneConfig && { Comment: HostedZoneConfig.Comment },
      VPC: VPCs?.[0] && { VPCId: VPCs[0].VPCId, VPCRegion: VPCs[0].VPCRegion },
    })
    const Id = HostedZone.Id.replace('/hostedzone/', '')
    const { NameServers } = DelegationSet
    return { physicalId: Id, attributes: { Id, ...(NameServers.length > 0 && { NameServers }) } }
  },

  async update({ HostedZoneConfig }, { physicalId, attributes }, { call }) {
    await call('route53', 'UpdateHostedZoneComment', { Id: physicalId, Comment: HostedZoneConfig?.Comment })
    return { physicalId, attributes }
  },

  async remove({ physicalId: Id }, { call }) {
    await ignoring('NoSuchHostedZone', call('route53', 'DeleteHostedZone', { Id }))
  },
})
