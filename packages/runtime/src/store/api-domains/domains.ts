import { parseArn } from '../../kernel/arn.ts'
import { awsDomainOf } from '../../kernel/aws-domains.ts'
import { AwsError } from '../../kernel/errors.ts'
import { LOWER_ALPHANUMERIC, randomText } from '../../kernel/ids.ts'
import { type Place, partitionOf, urlSuffixOf } from '../../kernel/place.ts'
import type { Random } from '../../kernel/random.ts'
import type { Reader, Transaction } from '../../kernel/transaction.ts'
import { deleteParts } from '../parts.ts'
import { EDGE_ZONE, regionalZone } from './hosted-zones.ts'
import { type DomainRecord, domainIndex, domains, indexId, mappings } from './records.ts'

/** What a new domain is given; the rest is its own. */
export type NewDomain = Omit<DomainRecord, 'target'>

/** Where a domain's DNS record is to point. */
export interface DomainTarget {
  readonly name: string
  readonly hostedZoneId: string
}

/** Two labels at least, the last of them no number; a star stands for the first (documented: wildcard custom domains). */
const NAME = /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/
const MAX_NAME = 253
const EDGE_REGION = 'us-east-1'

const badRequest = (message: string) => new AwsError('BadRequestException', message)

/** Observed: amplify-education/serverless-domain-manager#210. */
export const noDomain = () =>
  new AwsError('NotFoundException', 'Invalid domain name identifier specified', { status: 404 })

export async function requireDomain(reader: Reader, place: Place, domainName: string): Promise<DomainRecord> {
  const domain = await domains.find(reader, place, domainName.toLowerCase())
  if (!domain) throw noDomain()
  return domain
}

/** The text for a name that is taken is observed (aws-cloudformation/cloudformation-coverage-roadmap#1151). */
export async function createDomain(tx: Transaction, place: Place, random: Random, given: NewDomain) {
  const domainName = checkedName(given.domainName)
  checkCertificate(place, given)
  const index = indexId(domainName, place.region)
  if (await domainIndex.find(tx, 'global', index)) throw badRequest('The domain name you provided already exists.')
  const length = given.endpointType === 'EDGE' ? 13 : 10
  const made: DomainRecord = { ...given, domainName, target: randomText(random, length, LOWER_ALPHANUMERIC) }
  domainIndex.put(tx, 'global', index, { account: place.account })
  domains.put(tx, place, domainName, made)
  return made
}

export function putDomain(tx: Transaction, place: Place, domain: DomainRecord): void {
  checkCertificate(place, domain)
  domains.put(tx, place, domain.domainName, domain)
}

/** Its mappings go with it (observed: aws/chalice#1898). */
export async function deleteDomain(tx: Transaction, place: Place, name: string): Promise<void> {
  const { domainName } = await requireDomain(tx, place, name)
  await deleteParts(tx, place, domainName, [mappings])
  domains.delete(tx, place, domainName)
  domainIndex.delete(tx, 'global', indexId(domainName, place.region))
}

export function targetOf({ endpointType, target }: DomainRecord, { region }: Place): DomainTarget {
  if (endpointType === 'EDGE') return { name: `d${target}.cloudfront.net`, hostedZoneId: EDGE_ZONE }
  const name = `d-${target}.execute-api.${region}.${urlSuffixOf(region)}`
  return { name, hostedZoneId: regionalZone(region) }
}

export function domainArn({ domainName }: DomainRecord, { region }: Place): string {
  return `arn:${partitionOf(region)}:apigateway:${region}::/domainnames/${domainName}`
}

/** That AWS's own names are refused is inferred, as is the text. */
function checkedName(given: string): string {
  const name = given.toLowerCase()
  if (name.length > MAX_NAME || !NAME.test(name) || awsDomainOf(name)) {
    throw badRequest(`Invalid domain name specified: ${given}`)
  }
  return name
}

/** Any certificate does: no client is shown it. Where it must be is documented (how-to-custom-domains); the texts are inferred. */
function checkCertificate({ region }: Place, { certificateArn, endpointType }: Omit<DomainRecord, 'target'>): void {
  if (certificateArn === undefined) throw badRequest('A certificate ARN must be provided')
  const arn = parseArn(certificateArn)
  const isCertificate =
    arn?.service === 'acm' ? arn.resource.startsWith('certificate/') : arn?.service === 'iam' && arn.region === ''
  if (!isCertificate) throw badRequest(`Invalid certificate ARN: ${certificateArn}`)
  const wanted = endpointType === 'EDGE' ? EDGE_REGION : region
  if (arn?.service === 'acm' && arn.region !== wanted) {
    throw badRequest(`Invalid certificate ARN: ${certificateArn}. Certificate must be in '${wanted}'.`)
  }
}
