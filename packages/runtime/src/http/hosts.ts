import { type PublishedService, SERVICES } from '../generated/services.ts'
import { awsDomainOf } from '../kernel/aws-domains.ts'
import { type Forwards, forwardedAt, NO_FORWARDS } from '../kernel/forwards.ts'
import type { ServiceName } from '../kernel/operation.ts'

/** What a host name stands for here. */
export type HostClass =
  | { readonly kind: 'loopback' }
  /** Named by the user (`--allow-host`): served like loopback. */
  | { readonly kind: 'configured' }
  | { readonly kind: 'execute-api'; readonly apiId: string; readonly region: string }
  | { readonly kind: 'user-pool-domain'; readonly domain: string; readonly region: string }
  | { readonly kind: 'function-url'; readonly id: string; readonly region: string }
  /** `region` is undefined for global names such as `iam.amazonaws.com`. */
  | { readonly kind: 'service'; readonly service: ServiceName; readonly region: string | undefined }
  /** Of a service that another emulator answers for. */
  | { readonly kind: 'forwarded'; readonly service: string; readonly region: string }
  /** A custom domain name of an API: known because somebody has made it here. */
  | { readonly kind: 'api-domain' }
  | { readonly kind: 's3-bucket'; readonly bucket: string; readonly region: string | undefined }
  | { readonly kind: 'foreign' }

export type HostClassifier = (host: string) => HostClass

const LOOPBACK: HostClass = { kind: 'loopback' }
const CONFIGURED: HostClass = { kind: 'configured' }
const FOREIGN: HostClass = { kind: 'foreign' }
const API_DOMAIN: HostClass = { kind: 'api-domain' }

const PUBLISHED = Object.entries(SERVICES) as [ServiceName, PublishedService][]

/** By the first labels of the regional host names, which are not always the services' own names. */
const BY_LABEL: ReadonlyMap<string, ServiceName> = new Map([
  // Of services that share a host name the first: the path tells them apart later.
  ...PUBLISHED.toReversed().map(([name, { endpointPrefix }]) => [endpointPrefix, name] as const),
  ['cognito-idp-fips', 'cognito-idp'],
  // Where pools with the updated issuer configuration publish their keys.
  ['issuer-cognito-idp', 'cognito-idp'],
  // Where SDKs wait for an express workflow.
  ['sync-states', 'states'],
])

/** Services that also answer under a name without a region. */
const GLOBAL: ReadonlySet<string> = new Set(
  PUBLISHED.flatMap(([, { globalHost }]) => (globalHost ? [globalHost.slice(0, -'.amazonaws.com'.length)] : [])),
)

const REGION = /^[a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2}$/
const IPV4_LOOPBACK = /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/

/** `name` lower case, without port; IPv6 addresses in brackets or bare. */
export function isLoopbackName(name: string): boolean {
  return (
    name === '127.0.0.1' ||
    name === 'localhost' ||
    name === '[::1]' ||
    name === '::1' ||
    name.endsWith('.localhost') ||
    IPV4_LOOPBACK.test(name)
  )
}

/** What AWS means by a host name, of the names that are emulated. */
export function classifyHost(host: string): HostClass {
  if (isLoopbackName(host)) return LOOPBACK
  if (host.endsWith('.amazoncognito.com')) return classifyCognitoDomain(host.slice(0, -'.amazoncognito.com'.length))
  if (host.endsWith('.amazonaws.com')) return classifyAwsName(host.slice(0, -'.amazonaws.com'.length))
  if (host.endsWith('.amazonaws.com.cn')) return classifyAwsName(host.slice(0, -'.amazonaws.com.cn'.length))
  if (host.endsWith('.on.aws')) return classifyFunctionUrl(host.slice(0, -'.on.aws'.length))
  return FOREIGN
}

/** `{id}.lambda-url.{region}` */
function classifyFunctionUrl(name: string): HostClass {
  const [id, label, region, ...rest] = name.split('.')
  if (!id || rest.length > 0 || label !== 'lambda-url' || !isRegion(region)) return FOREIGN
  return { kind: 'function-url', id, region }
}

/** `{prefix}.auth.{region}` or, for FIPS endpoints, `{prefix}.auth-fips.{region}`. */
function classifyCognitoDomain(name: string): HostClass {
  const [domain, auth, region, ...rest] = name.split('.')
  if (!domain || rest.length > 0 || (auth !== 'auth' && auth !== 'auth-fips') || !isRegion(region)) return FOREIGN
  return { kind: 'user-pool-domain', domain, region }
}

/** What stands before `.amazonaws.com`. */
function classifyAwsName(name: string): HostClass {
  if (GLOBAL.has(name)) return service(name, undefined)
  const labels = name.split('.')
  const last = labels.at(-1)
  // `{bucket}.s3`: a bucket's name may itself contain dots.
  if (last === 's3') return bucket(name.slice(0, -'.s3'.length), undefined)
  if (!isRegion(last)) return FOREIGN
  const before = name.slice(0, -last.length - 1)
  if (BY_LABEL.has(before)) return service(before, last)
  if (before.endsWith('.execute-api') && labels.length === 3) {
    // Callers of a private API put the endpoint's id behind the API's: `{api}-{vpce}`.
    return { kind: 'execute-api', apiId: (labels[0] as string).split('-', 1)[0] as string, region: last }
  }
  if (before.endsWith('.s3')) return bucket(before.slice(0, -'.s3'.length), last)
  return FOREIGN
}

function service(label: string, region: string | undefined): HostClass {
  const name = BY_LABEL.get(label)
  return name ? { kind: 'service', service: name, region } : FOREIGN
}

function bucket(name: string, region: string | undefined): HostClass {
  return name === '' ? FOREIGN : { kind: 's3-bucket', bucket: name, region }
}

export function isRegion(label: string | undefined): label is string {
  return label !== undefined && REGION.test(label)
}

/** Enough for the names of any real stack; a client that sends random names must not fill the memory. */
const REMEMBERED = 1024

/** Names that mean something besides loopback and AWS's. */
export interface OwnNames {
  /** Names of the user's own (`--allow-host`). */
  readonly allowHosts?: readonly string[]
  /** Whether an API has this custom domain name now. */
  readonly isApiDomain?: (host: string) => boolean
  /** Whose names of AWS's are another emulator's. */
  readonly forwards?: Forwards
}

/** As {@link classifyHost} with names of the user's own, remembering its answers: every request asks. */
export function createHostClassifier({
  allowHosts = [],
  isApiDomain = () => false,
  forwards = NO_FORWARDS,
}: OwnNames = {}): HostClassifier {
  const configured = new Set(allowHosts.map((host) => host.toLowerCase()))
  const known = new Map<string, HostClass>()
  const classify = (host: string): HostClass => {
    const found = configured.has(host) ? CONFIGURED : (forwardedHost(host, forwards) ?? classifyHost(host))
    if (known.size >= REMEMBERED) known.clear()
    known.set(host, found)
    return found
  }
  return (host) => {
    const found = known.get(host) ?? classify(host)
    // Domains come and go, so that is not remembered.
    return mayBeDomain(host, found) && isApiDomain(host) ? API_DOMAIN : found
  }
}

const REGIONAL_NAME = /^(.+)\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/

function forwardedHost(host: string, forwards: Forwards): HostClass | undefined {
  if (forwards.size === 0) return undefined
  const [, labels, region] = REGIONAL_NAME.exec(host) ?? []
  const service = labels === undefined || !isRegion(region) ? undefined : forwardedAt(labels, forwards)
  return service === undefined ? undefined : { kind: 'forwarded', service, region: region as string }
}

/** Neither this machine's own names nor AWS's. */
function mayBeDomain(host: string, { kind }: HostClass): boolean {
  if (kind === 'foreign') return awsDomainOf(host) === undefined
  return kind === 'configured' || (kind === 'loopback' && host.endsWith('.localhost'))
}

export interface Authority {
  /** Lower case, without a trailing dot; IPv6 addresses in brackets. */
  readonly host: string
  readonly port: number | undefined
}

const AUTHORITY = /^(\[[0-9a-fA-F:.]+\]|[^:/?#@[\]\s]+)(?::(\d{1,5}))?$/

/** Reads `host[:port]`. Undefined when it is neither a name nor an address. */
export function parseAuthority(text: string): Authority | undefined {
  const match = AUTHORITY.exec(text)
  if (!match?.[1]) return undefined
  const port = match[2] === undefined ? undefined : Number(match[2])
  if (port !== undefined && (port < 1 || port > 65_535)) return undefined
  const host = match[1].toLowerCase()
  return { host: host.length > 1 && host.endsWith('.') ? host.slice(0, -1) : host, port }
}
