import type { ServiceName } from '../kernel/operation.ts'
import type { WireRequest } from '../kernel/wire.ts'
import { type WireForm, wireFormOf } from './codec.ts'
import { type CredentialsFound, findCredentials, looksSigned } from './credentials.ts'
import { carriesForm, formOf } from './form-request.ts'
import type { ServiceModel } from './model.ts'
import type { Models } from './models.ts'

/** What the host name of a request says; the composition root knows AWS's host names. */
export interface HostMeaning {
  readonly service?: ServiceName
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

/** Where each service's operations are recognized by, besides its name in the signature. */
const TARGET_PREFIXES: Readonly<Record<string, ServiceName>> = {
  AmazonEC2ContainerRegistry_V20150921: 'ecr',
  AmazonSSM: 'ssm',
  AWSCognitoIdentityProviderService: 'cognito-idp',
  secretsmanager: 'secretsmanager',
  TrentService: 'kms',
}

const VERSIONS: Readonly<Record<string, ServiceName>> = {
  '2010-05-08': 'iam',
  '2010-05-15': 'cloudformation',
  '2011-06-15': 'sts',
  '2016-11-15': 'ec2',
}

const SERVICES: ReadonlySet<string> = new Set<ServiceName>([
  'apigateway',
  'cloudformation',
  'cognito-idp',
  'ec2',
  'ecr',
  'iam',
  'kms',
  's3',
  'secretsmanager',
  'ssm',
  'sts',
])

/** Services that Sallyport does not have and that answer in XML (their clients read nothing else). */
const FOREIGN_REST_XML: ReadonlySet<string> = new Set(['cloudfront', 'route53', 's3-outposts', 's3express', 's3tables'])

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

/** By the signature's service, else the target's prefix, else the form's version, else the host. Never throws. */
export function addressOf(request: WireRequest, host: HostMeaning, models: Models): Addressed {
  const credentials = findCredentials(request)
  const name = signedService(credentials) ?? unsignedService(request, host)
  if (isServiceName(name)) {
    const model = models.of(name)
    return { form: wireFormOf(model), model, service: name, credentials, host }
  }
  return { form: formOfForeign(request, name), model: undefined, service: name ?? 'unknown service', credentials, host }
}

function isServiceName(name: string | undefined): name is ServiceName {
  return name !== undefined && SERVICES.has(name)
}

function signedService(found: CredentialsFound): string | undefined {
  if (found.kind === 'signed') return found.credentials.service
  return found.kind === 'incomplete' ? found.service : undefined
}

function unsignedService(request: WireRequest, host: HostMeaning): string | undefined {
  if (host.service) return host.service
  if (host.bucket !== undefined) return 's3'
  const target = request.headers['x-amz-target']
  if (target !== undefined) {
    const prefix = target.slice(0, target.lastIndexOf('.'))
    return Object.hasOwn(TARGET_PREFIXES, prefix) ? TARGET_PREFIXES[prefix] : prefix || target
  }
  const version = formOf(request)?.get('Version')
  if (version !== undefined) return Object.hasOwn(VERSIONS, version) ? VERSIONS[version] : undefined
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
