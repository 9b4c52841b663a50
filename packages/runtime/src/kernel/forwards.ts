/** Services that another emulator answers for: by the names that signatures give them, where it is. */
export type Forwards = ReadonlyMap<string, URL>

export const NO_FORWARDS: Forwards = new Map()

/** What is known of services that are often forwarded, for requests that are made here, or come without a signature. */
interface ForwardableService {
  /** What stands before the operation in `X-Amz-Target`. */
  readonly targetPrefixes?: readonly string[]
  readonly contentType?: string
  /** Of services that take operations in a form. */
  readonly apiVersion?: string
  /** First labels of its host names besides its own. */
  readonly hostLabels?: readonly string[]
}

const JSON_1_0 = 'application/x-amz-json-1.0'
const JSON_1_1 = 'application/x-amz-json-1.1'

/** As published in AWS's service models. */
const FORWARDABLE: Readonly<Record<string, ForwardableService>> = {
  dynamodb: {
    targetPrefixes: ['DynamoDB_20120810', 'DynamoDBStreams_20120810'],
    contentType: JSON_1_0,
    hostLabels: ['ddb', 'streams.dynamodb'],
  },
  events: { targetPrefixes: ['AWSEvents'], contentType: JSON_1_1 },
  firehose: { targetPrefixes: ['Firehose_20150804'], contentType: JSON_1_1 },
  kinesis: { targetPrefixes: ['Kinesis_20131202'], contentType: JSON_1_1 },
  ses: { apiVersion: '2010-12-01', hostLabels: ['email'] },
  sns: { apiVersion: '2010-03-31' },
  sqs: { targetPrefixes: ['AmazonSQS'], contentType: JSON_1_0, apiVersion: '2012-11-05' },
}

const known = (service: string): ForwardableService =>
  (Object.hasOwn(FORWARDABLE, service) ? FORWARDABLE[service] : undefined) ?? {}

/** The forwarded service that a host name's first labels mean: `dynamodb`, or `{account}.ddb` of newer SDKs. */
export function forwardedAt(labels: string, forwards: Forwards): string | undefined {
  for (const service of forwards.keys()) {
    const own = [service, ...(known(service).hostLabels ?? [])]
    if (own.some((label) => labels === label || labels.endsWith(`.${label}`))) return service
  }
  return undefined
}

/** The forwarded service that is meant: by the name in a signature, or by the prefix of a target. */
export function forwardedAs(name: string, forwards: Forwards): string | undefined {
  if (forwards.has(name)) return name
  return [...forwards.keys()].find((service) => known(service).targetPrefixes?.includes(name))
}

/** How an operation of a forwarded service is named in a request; undefined where that is not known. */
export function callOf(service: string): {
  readonly targetPrefix?: string
  readonly contentType: string
  readonly apiVersion: string
} {
  const { targetPrefixes, contentType = JSON_1_1, apiVersion = '' } = known(service)
  return { ...(targetPrefixes?.[0] !== undefined && { targetPrefix: targetPrefixes[0] }), contentType, apiVersion }
}
