import type { ApiKind } from '../api-index.ts'
import { collection } from '../collection.ts'
import { partsOfApis } from '../parts.ts'

/** A custom domain name: one for REST and HTTP APIs, whichever service has made it (documented: how-to-custom-domains). */
export interface DomainRecord {
  /** Lower case; may begin with `*.`. */
  readonly domainName: string
  readonly endpointType: 'EDGE' | 'REGIONAL'
  /** Where a DNS record is to point: the first label of the name, unique. */
  readonly target: string
  readonly certificateArn?: string
  readonly certificateName?: string
  readonly certificateUploadedAt: number
  readonly ownershipVerificationCertificateArn?: string
  readonly endpointAccessMode?: string
  readonly ipAddressType: string
  readonly securityPolicy: string
  readonly tags: Readonly<Record<string, string>>
}

/** What a base path of a domain leads to. REST calls it a base path mapping, HTTP an API mapping; it is one thing. */
export interface MappingRecord {
  readonly id: string
  /** Empty: whatever no other key fits. */
  readonly key: string
  readonly apiId: string
  readonly kind: ApiKind
  /** Left out: callers name the stage behind the base path. */
  readonly stage?: string
}

/** By name. */
export const domains = collection<DomainRecord>('apigateway/domain')
/** Parts of a domain, as other parts are of an API. */
export const mappings = partsOfApis<MappingRecord>('apigateway/domain-mapping')

/** One per domain, under `global`, by `{name}/{region}`: a name is unique in its region among all accounts (documented). */
export const domainIndex = collection<{ readonly account: string }>('apigateway/domain-index')

export function indexId(domainName: string, region: string): string {
  return `${domainName}/${region}`
}
