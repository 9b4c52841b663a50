import { isPreflight } from '../kernel/preflight.ts'
import type { WireRequest, WireResponse } from '../kernel/wire.ts'
import { type BrowserGuard, createBrowserGuard } from './browser-guard.ts'
import { createConsoleGuard } from './console-guard.ts'
import { createHostClassifier, type OwnNames } from './hosts.ts'
import type { ExecuteApiHost, IssuerDocumentName, Planes } from './planes.ts'
import { notEmulatedText, refusal } from './refusal.ts'

export interface RouteOptions extends OwnNames {
  /** Origins whose pages may call the control plane and the admin API. */
  readonly allowOrigins?: readonly string[]
  /** What the console's page shows to be let into the admin API; left out: no page of this server's own is. */
  readonly consoleKey?: string
}

const EXECUTE_API = '/_aws/execute-api/'
const API_DOMAIN = '/_aws/execute-api-domain/'
const COGNITO = '/_aws/cognito/'
const WAIT_CONDITION = '/_aws/wait-condition/'
const CUSTOM_RESOURCE = '/_aws/custom-resource/'
const CUSTOM_RESOURCE_BUCKET = 'cloudformation-custom-resource-response-'
const FUNCTION_CODE = '/_aws/lambda-code/'
const FUNCTION_URL = '/_aws/lambda-url/'
const WAIT_CONDITION_BUCKET = 'cloudformation-waitcondition-'
const ADMIN = '/_sallyport/'
const WELL_KNOWN = '/.well-known/'
const PATH_FORM: ExecuteApiHost = { form: 'path', region: undefined }
const POOL_ID = /^[a-z-]+-\d+_[0-9a-zA-Z]+$/

/** Where a request may lead: to the planes' answers, or to what applies to them. */
export interface Destinations<T> {
  controlPlane(request: WireRequest): T
  recognizes(request: WireRequest): boolean
  oauth(...args: Parameters<Planes['oauth']>): T
  issuerDocuments(...args: Parameters<Planes['issuerDocuments']>): T
  gateway(...args: Parameters<Planes['gateway']>): T
  apiDomains(...args: Parameters<Planes['apiDomains']>): T
  waitConditions(...args: Parameters<Planes['waitConditions']>): T
  customResources(...args: Parameters<Planes['customResources']>): T
  functionCode(...args: Parameters<Planes['functionCode']>): T
  functionUrls(...args: Parameters<Planes['functionUrls']>): T
  admin(request: WireRequest): T
  refuse(response: WireResponse): T
}

/**
 * Picks who answers: by host name, and on loopback by the first letters of the path. A page that rebinds its own name to
 * 127.0.0.1 comes with that name in `Host` and is refused; so is what pages ask of the control plane and the admin API.
 * The data planes answer any origin, as on AWS, where an API decides itself what scripts may read.
 */
export function createRoute<T>(to: Destinations<T>, options: RouteOptions): (request: WireRequest) => T {
  const classify = createHostClassifier(options)
  const objectionTo = createBrowserGuard(options.allowOrigins)
  const objectionToAdmin =
    options.consoleKey === undefined ? objectionTo : createConsoleGuard(options.consoleKey, objectionTo)

  const guarded = (handle: (request: WireRequest) => T, request: WireRequest, guard: BrowserGuard = objectionTo): T => {
    const objection = guard(request)
    return objection ? to.refuse(refusal(403, objection.type, objection.message)) : handle(request)
  }

  const byPath = (request: WireRequest): T => {
    const { path } = request
    if (path.charCodeAt(1) === 95 /* _ */) {
      if (request.headers['service-worker'] !== undefined) return to.refuse(NO_WORKER)
      if (path.startsWith(EXECUTE_API)) {
        const [apiId, rest] = firstSegment(path, EXECUTE_API.length)
        return to.gateway(request, apiId, rest, PATH_FORM)
      }
      if (path.startsWith(API_DOMAIN)) {
        const [domain, rest] = firstSegment(path, API_DOMAIN.length)
        return to.apiDomains(request, domain.toLowerCase(), rest)
      }
      if (path.startsWith(FUNCTION_URL)) {
        const [id, rest] = firstSegment(path, FUNCTION_URL.length)
        return to.functionUrls(request, id, rest, undefined)
      }
      if (path.startsWith(COGNITO)) {
        const [domain] = firstSegment(path, COGNITO.length)
        if (domain !== '') return to.oauth(request, domain, undefined)
      }
      if (path.startsWith(CUSTOM_RESOURCE)) return to.customResources(request, path.slice(CUSTOM_RESOURCE.length))
      if (path.startsWith(WAIT_CONDITION)) return to.waitConditions(request, path.slice(WAIT_CONDITION.length))
      if (path.startsWith(FUNCTION_CODE)) return to.functionCode(request, path.slice(FUNCTION_CODE.length))
      if (path.startsWith(ADMIN) || path === '/_sallyport') return guarded(to.admin, request, objectionToAdmin)
    }
    return issuerDocument(to, request, undefined) ?? controlPlane(request)
  }

  const controlPlane = (request: WireRequest): T =>
    to.recognizes(request) || isPreflight(request) ? guarded(to.controlPlane, request) : to.refuse(notFound(request))

  return (request) => {
    const host = classify(request.host)
    switch (host.kind) {
      case 'loopback':
        return byPath(request)
      case 'execute-api':
        return to.gateway(request, host.apiId, request.path, { form: 'host', region: host.region })
      case 'api-domain':
        return to.apiDomains(request, request.host, request.path)
      case 'function-url':
        return to.functionUrls(request, host.id, request.path, host.region)
      case 'user-pool-domain':
        return to.oauth(request, host.domain, host.region)
      case 'service': {
        if (host.service === 'lambda' && request.path.startsWith(FUNCTION_CODE)) {
          return to.functionCode(request, request.path.slice(FUNCTION_CODE.length))
        }
        const document = host.service === 'cognito-idp' ? issuerDocument(to, request, host.region) : undefined
        return document ?? guarded(to.controlPlane, request)
      }
      case 'forwarded':
        return guarded(to.controlPlane, request)
      case 's3-bucket':
        if (host.bucket.startsWith(CUSTOM_RESOURCE_BUCKET)) return to.customResources(request, request.path.slice(1))
        if (host.bucket.startsWith(WAIT_CONDITION_BUCKET)) return to.waitConditions(request, request.path.slice(1))
        return guarded(to.controlPlane, request)
      case 'configured':
        // A name of the user's own may be a pool's custom domain.
        return isOfPoolDomain(request) ? to.oauth(request, request.host, undefined) : byPath(request)
      case 'foreign':
        return to.refuse(refusal(403, 'HostNotEmulated', foreignText(request.host)))
    }
  }
}

const OF_POOL_DOMAIN = /^\/(?:(?:oauth2|saml2|passkeys|assets|login)\/|[a-zA-Z]+$)/

/** What a pool's domain serves: endpoints, pages and their parts. Calls of AWS's APIs whose paths are like that are signed. */
function isOfPoolDomain({ path, headers }: WireRequest): boolean {
  return OF_POOL_DOMAIN.test(path) && (path.startsWith('/oauth2/') || headers.authorization === undefined)
}

/**
 * A worker that a deployed API gives to a browser, which says with each script of one what it is for (Service Workers,
 * section 4.4), could answer for all of this server's origin, the console among it. APIs under names of AWS may.
 */
const NO_WORKER = refusal(
  403,
  'ServiceWorkerNotAllowed',
  'No service worker is given out under an address of this server.',
)

/** What stands in a path from `start` to the next slash, and all from there on. */
function firstSegment(path: string, start: number): [segment: string, rest: string] {
  const end = path.indexOf('/', start)
  return end < 0 ? [path.slice(start), '/'] : [path.slice(start, end), path.slice(end)]
}

/** `/{poolId}/.well-known/{document}`: where an issuer's keys and metadata are. */
function issuerDocument<T>(to: Destinations<T>, request: WireRequest, region: string | undefined): T | undefined {
  const { path } = request
  const at = path.indexOf(WELL_KNOWN)
  if (at < 1) return undefined
  const document = path.slice(at + WELL_KNOWN.length)
  const poolId = path.slice(1, at)
  if (!isIssuerDocument(document) || !POOL_ID.test(poolId)) return undefined
  return to.issuerDocuments(request, poolId, document, region)
}

function isIssuerDocument(name: string): name is IssuerDocumentName {
  return name === 'jwks.json' || name === 'openid-configuration'
}

function foreignText(host: string): string {
  return `${notEmulatedText(shown(host))} If it is a name of this server, start it with --allow-host ${shown(host)}.`
}

function notFound(request: WireRequest): WireResponse {
  const message =
    `Nothing answers ${request.method} ${shown(request.path)} here. Looked for: an AWS API call (a signature, ` +
    'X-Amz-Target, or Action), /_aws/execute-api/{apiId}/{stage}/…, /_aws/lambda-url/{id}/…, ' +
    '/_aws/cognito/{domainPrefix}/oauth2/token, /{poolId}/.well-known/jwks.json and /_sallyport/….'
  return refusal(404, 'NotFound', message)
}

/** Text from outside, short enough for a message. */
function shown(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
