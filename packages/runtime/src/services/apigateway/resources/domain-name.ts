import type { DomainName } from '../../../generated/apigateway.ts'
import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import type { ResourceInstance } from '../../../kernel/resource-type.ts'
import { patchOrRemove, patchText, patchWithDefault } from './patches.ts'
import { apiArn, retag, tagMap } from './tags.ts'

/** `AWS::ApiGateway::DomainName`. Any certificate is taken: clients are shown one of Sallyport's own authority. */
export const domainNameType = instantType({
  type: 'AWS::ApiGateway::DomainName',
  properties: {
    CertificateArn: 'recorded',
    DomainName: 'emulated',
    EndpointAccessMode: 'recorded',
    EndpointConfiguration: 'emulated',
    'EndpointConfiguration.IpAddressType': 'recorded',
    OwnershipVerificationCertificateArn: 'recorded',
    RegionalCertificateArn: 'recorded',
    RoutingMode: 'emulated',
    SecurityPolicy: 'recorded',
    Tags: 'emulated',
  },
  nameProperty: 'DomainName',

  async create(p, { call }) {
    const made = await call('apigateway', 'CreateDomainName', {
      domainName: p.DomainName ?? '',
      certificateArn: p.CertificateArn,
      regionalCertificateArn: p.RegionalCertificateArn,
      endpointAccessMode: p.EndpointAccessMode,
      endpointConfiguration: p.EndpointConfiguration && {
        types: p.EndpointConfiguration.Types,
        ipAddressType: p.EndpointConfiguration.IpAddressType,
      },
      ownershipVerificationCertificateArn: p.OwnershipVerificationCertificateArn,
      routingMode: p.RoutingMode,
      securityPolicy: p.SecurityPolicy,
      tags: tagMap(p.Tags),
    })
    return instanceOf(made)
  },

  async update(p, { physicalId: domainName, properties: old }, request) {
    const [oldEndpoint, endpoint] = [old.EndpointConfiguration, p.EndpointConfiguration]
    const [oldType, type] = [oldEndpoint?.Types?.[0], endpoint?.Types?.[0]]
    const made = await request.call('apigateway', 'UpdateDomainName', {
      domainName,
      patchOperations: [
        ...(oldType === type ? [] : [{ op: 'add', path: '/endpointConfiguration/types', value: type }]),
        ...patchOrRemove('/certificateArn', old.CertificateArn, p.CertificateArn),
        ...patchOrRemove('/regionalCertificateArn', old.RegionalCertificateArn, p.RegionalCertificateArn),
        ...patchOrRemove(
          '/ownershipVerificationCertificateArn',
          old.OwnershipVerificationCertificateArn,
          p.OwnershipVerificationCertificateArn,
        ),
        ...patchText('/endpointAccessMode', old.EndpointAccessMode, p.EndpointAccessMode),
        ...patchWithDefault(
          '/endpointConfiguration/ipAddressType',
          oldEndpoint?.IpAddressType,
          endpoint?.IpAddressType,
          'ipv4',
        ),
        ...patchWithDefault('/routingMode', old.RoutingMode, p.RoutingMode, 'BASE_PATH_MAPPING_ONLY'),
        ...patchWithDefault('/securityPolicy', old.SecurityPolicy, p.SecurityPolicy, 'TLS_1_2'),
      ],
    })
    await retag(apiArn(request, `/domainnames/${domainName}`), old.Tags, p.Tags, request)
    return instanceOf(made)
  },

  async remove({ physicalId: domainName }, { call }) {
    await ignoring('NotFoundException', call('apigateway', 'DeleteDomainName', { domainName }))
  },
})

function instanceOf(made: DomainName): ResourceInstance {
  const attributes = {
    DistributionDomainName: made.distributionDomainName,
    DistributionHostedZoneId: made.distributionHostedZoneId,
    DomainNameArn: made.domainNameArn,
    RegionalDomainName: made.regionalDomainName,
    RegionalHostedZoneId: made.regionalHostedZoneId,
  }
  // A domain has those of its endpoint type only.
  const given = Object.entries(attributes).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  return { physicalId: made.domainName ?? '', attributes: Object.fromEntries(given) }
}
