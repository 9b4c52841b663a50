import type * as api from '../../generated/apigateway.ts'
import type { Place } from '../../kernel/place.ts'
import { domainArn, targetOf } from '../../store/api-domains/domains.ts'
import type { DomainRecord, MappingRecord } from '../../store/api-domains/records.ts'
import { unlessEmpty, wholeSeconds } from './wire.ts'

/** How a base path, or a stage, is written that is none (documented: CreateBasePathMapping). */
export const NONE = '(none)'

export function domainToWire(record: DomainRecord, place: Place): api.DomainName {
  return {
    domainName: record.domainName,
    domainNameArn: domainArn(record, place),
    certificateUploadDate: wholeSeconds(record.certificateUploadedAt),
    ...endpointMembers(record, place),
    endpointConfiguration: { types: [record.endpointType], ipAddressType: record.ipAddressType },
    domainNameStatus: 'AVAILABLE',
    securityPolicy: record.securityPolicy,
    endpointAccessMode: record.endpointAccessMode,
    ownershipVerificationCertificateArn: record.ownershipVerificationCertificateArn,
    routingMode: 'BASE_PATH_MAPPING_ONLY',
    tags: unlessEmpty(record.tags),
  }
}

function endpointMembers(record: DomainRecord, place: Place): api.DomainName {
  const { name, hostedZoneId } = targetOf(record, place)
  const { certificateArn, certificateName } = record
  if (record.endpointType === 'EDGE') {
    return { certificateArn, certificateName, distributionDomainName: name, distributionHostedZoneId: hostedZoneId }
  }
  return {
    regionalCertificateArn: certificateArn,
    regionalCertificateName: certificateName,
    regionalDomainName: name,
    regionalHostedZoneId: hostedZoneId,
  }
}

export function mappingToWire({ key, apiId, stage }: MappingRecord): api.BasePathMapping {
  return { basePath: key === '' ? NONE : key, restApiId: apiId, stage }
}
