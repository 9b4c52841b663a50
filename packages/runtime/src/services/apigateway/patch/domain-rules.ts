import { notEmulated } from '../../../kernel/errors.ts'
import type { DomainRecord } from '../../../store/api-domains/records.ts'
import { plainDialect } from './dialects.ts'
import type { PatchRule, PatchVerb } from './patch.ts'
import { text } from './rules.ts'

const ALL: readonly PatchVerb[] = ['add', 'remove', 'replace']

/** What can be changed of a domain name (documented: patch-operations). */
export function domainRules({ endpointType }: DomainRecord): PatchRule<DomainRecord>[] {
  const [own, other] =
    endpointType === 'EDGE' ? ['certificate', 'regionalCertificate'] : ['regionalCertificate', 'certificate']
  return [
    { ...text<DomainRecord>('certificateArn', ALL), path: `/${own}Arn` },
    { ...text<DomainRecord>('certificateName', ALL), path: `/${own}Name` },
    text('ownershipVerificationCertificateArn', ALL),
    text('securityPolicy'),
    text('endpointAccessMode'),
    { ...text<DomainRecord>('ipAddressType'), path: '/endpointConfiguration/ipAddressType' },
    { path: '/routingMode', verbs: ['replace'], apply: keepRouting },
    // A domain of both types leads from one to the other.
    refused(`/${other}Arn`),
    refused(`/${other}Name`),
    refused('/endpointConfiguration/types'),
    refused('/endpointConfiguration/types/{}'),
    refused('/mutualTlsAuthentication/truststoreUri'),
    refused('/mutualTlsAuthentication/truststoreVersion'),
    refused('/policy'),
    refused('/managementPolicy'),
  ]
}

/** Its words are those of a REST API (inferred). */
export const domainDialect = plainDialect

function keepRouting(domain: DomainRecord, { value }: { readonly value: string | undefined }): DomainRecord {
  if (value === 'BASE_PATH_MAPPING_ONLY') return domain
  throw notEmulated(`routingMode ${value} in UpdateDomainName`)
}

function refused(path: string): PatchRule<DomainRecord> {
  return {
    path,
    verbs: ALL,
    apply: () => {
      throw notEmulated(`${path.replace('/{}', '')} in UpdateDomainName`)
    },
  }
}
