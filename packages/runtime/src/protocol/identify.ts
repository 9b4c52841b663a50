import { type PublishedService, SERVICES } from '../generated/services.ts'
import type { ServiceName } from '../kernel/operation.ts'
import type { WireRequest } from '../kernel/wire.ts'
import { type WireForm, wireFormOf } from './codec.ts'
import { type CredentialsFound, findCredentials, looksSigned } from './credentials.ts'
import { carriesForm, formOf } from './form-request.ts'
import type { ServiceModel } from './model.ts'
import type { Models } from './models.ts'

/** What the host name of a request says; the composition root knows AWS's host names. */
export interface HostMeaning {
  readonly service?: string
  readonly region?: string
  /** The bucket of a virtual-hosted S3 request. */
  readonly bucket?: string
}

/** A request of which is known whose it is and how its service speaks, but not yet what it asks for. */
export interface Addressed {
  readonly form: WireForm
  /** Undefined: a service that Sallyport does not know. */
  readonly model: ServiceModel | undefined
  /** The service's name as well as it can be told. */
  readonly service: string
  readonly credentials: CredentialsFound
  readonly host: HostMeaning
}

const PUBLISHED = Object.entries(SERVICES) as [ServiceName, PublishedService][]
/** Of services that share a name in signatures the first: their paths tell them apart. */
const BY_SIGNING_NAME = new Map(PUBLISHED.toReversed().map(([name, { signingName }]) => [signingName, name] as const))
const WITH_PATH_PREFIX = PUBLISHED.flatMap(([name, { signingName, pathPrefix }]) =>
  pathPrefix === undefined ? [] : [{ name, signingName, prefix: `${pathPrefix}/` }],
)
const BY_TARGET_PREFIX = new Map(
  PUBLISHED.flatMap(([name, { targetPrefix }]) => (targetPrefix === undefined ? [] : [[targetPrefix, name] as const])),
)
/** A form names the version of its service; each has one of its own. */
const BY_VERSION = new Map(
  PUBLISHED.flatMap(([name, { protocol, apiVersion }]) =>
    protocol === 'query' || protocol === 'ec2' ? [[apiVersion, name] as const] : [],
  ),
)

/** Services that Sallyport does not have and that answer in XML (their clients read nothing else). */
const FOREIGN_REST_XML: ReadonlySet<string> = new Set(['cloudfront', 's3-outposts', 's3express', 's3tables'])

/** Whether a request to a loopback address has the marks of an AWS API call. */
export function looksLikeApiCall(request: WireRequest): boolean {
  return (
    looksSigned(request) ||
    request.headers['x-amz-target'] !== undefined ||
    request.headers['smithy-protocol'] !== undefined ||
    /(?:^|&)Action=/.test(request.query) ||
    (carriesForm(request) && request.body.includes('Action='))
  )
}

/**
 * By the signature's service, else the target's prefix, else the form's version, else the host; the path tells apart
 * services that share these. Never throws.
 */
export function addressOf(request: WireRequest, host: HostMeaning, models: Models): Addressed {
  const credentials = findCredentials(request)
  const name = atPath(signedService(credentials) ?? unsignedService(request, host), request.path)
  if (isServiceName(name)) {
    const model = models.of(name)
    return { form: wireFormOf(model), model, service: name, credentials, host }
  }
  return { form: formOfForeign(request, name), model: undefined, service: name ?? 'unknown service', credentials, host }
}

function isServiceName(name: string | undefined): name is ServiceName {
  return name !== undefined && Object.hasOwn(SERVICES, name)
}

function signedService(found: CredentialsFound): string | undefined {
  const named =
    found.kind === 'signed' ? found.credentials.service : found.kind === 'incomplete' ? found.service : undefined
  return named === undefined ? undefined : (BY_SIGNING_NAME.get(named) ?? named)
}

/** API Gateway is two services under one name: all of the second's paths begin with `/v2`, none of the first's. */
function atPath(name: string | undefined, path: string): string | undefined {
  if (!isServiceName(name)) return name
  const { signingName } = SERVICES[name]
  const found = WITH_PATH_PREFIX.find((each) => each.signingName === signingName && path.startsWith(each.prefix))
  return found?.name ?? name
}

function unsignedService(request: WireRequest, host: HostMeaning): string | undefined {
  if (host.service) return host.service
  if (host.bucket !== undefined) return 's3'
  const target = request.headers['x-amz-target']
  if (target !== undefined) {
    const prefix = target.slice(0, target.lastIndexOf('.'))
    return BY_TARGET_PREFIX.get(prefix) ?? (prefix || target)
  }
  const version = formOf(request)?.get('Version')
  if (version !== undefined) return BY_VERSION.get(version)
  return /(?:^|&)AWSAccessKeyId=/.test(request.query) || request.headers.authorization?.startsWith('AWS ')
    ? 's3'
    : undefined
}

/** The shape in which the clients of an unknown service expect a refusal. */
function formOfForeign(request: WireRequest, service: string | undefined): WireForm {
  if (request.headers['x-amz-target'] !== undefined) {
    return request.headers['content-type']?.includes('json-1.0') ? 'awsJson1_0' : 'awsJson1_1'
  }
  if (formOf(request)?.has('Action') || carriesForm(request)) return 'awsQuery'
  return service !== undefined && FOREIGN_REST_XML.has(service) ? 'restXml' : 'restJson1'
}
