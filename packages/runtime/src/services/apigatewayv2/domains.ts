import type * as v2 from '../../generated/apigatewayv2.ts'
import type { Place } from '../../kernel/place.ts'
import type { Reader } from '../../kernel/transaction.ts'
import { domainArn, requireDomain, targetOf } from '../../store/api-domains/domains.ts'
import type { DomainRecord, MappingRecord } from '../../store/api-domains/records.ts'
import { badRequest } from './errors.ts'
import { wholeSeconds } from './wire.ts'

type Managed = { readonly endpointType: string; readonly securityPolicy: string }

export function isManaged({ endpointType, securityPolicy }: Managed): boolean {
  return endpointType === 'REGIONAL' && securityPolicy !== 'TLS_1_0'
}

/** Observed: amplify-education/serverless-domain-manager#381. */
export function checkManaged(domain: Managed): void {
  if (isManaged(domain)) return
  throw badRequest(
    'Only REGIONAL domain names with a security policy of TLS 1.2 can be managed through the API Gateway V2 API. For ' +
      'TLS 1.0 domain names, please use the API Gateway V1 API to upgrade your security policy to TLS 1.2. Currently, ' +
      'only REST APIs can be attached to a domain name with a security policy of TLS 1.0.',
  )
}

export async function requireManagedDomain(reader: Reader, place: Place, name: string): Promise<DomainRecord> {
  const domain = await requireDomain(reader, place, name)
  checkManaged(domain)
  return domain
}

export function domainToWire(record: DomainRecord, place: Place): v2.DomainName {
  const { name, hostedZoneId } = targetOf(record, place)
  return {
    ApiMappingSelectionExpression: '$request.basepath',
    DomainName: record.domainName,
    DomainNameArn: domainArn(record, place),
    DomainNameConfigurations: [
      {
        ApiGatewayDomainName: name,
        CertificateArn: record.certificateArn,
        CertificateName: record.certificateName,
        CertificateUploadDate: wholeSeconds(record.certificateUploadedAt),
        DomainNameStatus: 'AVAILABLE',
        EndpointType: record.endpointType,
        HostedZoneId: hostedZoneId,
        IpAddressType: record.ipAddressType,
        OwnershipVerificationCertificateArn: record.ownershipVerificationCertificateArn,
        SecurityPolicy: record.securityPolicy,
      },
    ],
    RoutingMode: 'API_MAPPING_ONLY',
    Tags: record.tags,
  }
}

/** One that the other service has made may name no stage. */
export function mappingToWire({ id, key, apiId, stage }: MappingRecord): v2.ApiMapping {
  return { ApiId: apiId, ApiMappingId: id, ApiMappingKey: key, Stage: stage ?? '' }
}
