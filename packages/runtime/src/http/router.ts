import type { WireHandler, WireRequest, WireResponse } from '../kernel/wire.ts'
import { createBrowserGuard } from './browser-guard.ts'
import { preflightAnswer, withCors } from './cross-origin.ts'
import { createHostClassifier } from './hosts.ts'
import type { ExecuteApiHost, IssuerDocumentName, Planes } from './planes.ts'
import { notEmulatedText, refusal } from './refusal.ts'

export interface RouterOptions {
  /** Host names served besides loopback and AWS's. */
  readonly allowHosts?: readonly string[]
  /** Origins whose pages may call the control plane and the admin API. */
  readonly allowOrigins?: readonly string[]
}

type Soon<T> = T | Promise<T>

const EXECUTE_API = '/_aws/execute-api/'
const COGNITO = '/_aws/cognito/'
const ADMIN = '/_sallyport/'
const WELL_KNOWN = '/.well-known/'
const PATH_FORM: ExecuteApiHost = { form: 'path', region: undefined }
const POOL_ID = /^[a-z-]+-\d+_[0-9a-zA-Z]+$/

/**
 * Picks who answers: by host name, and on loopback by the first letters of the path. A page that rebinds its own name to
 * 127.0.0.1 comes with that name in `Host` and is refused; so is what pages ask of the control plane and the admin API.
 * The data planes answer any origin, as on AWS, where an API decides itself what scripts may read.
 */
export function createRouter(planes: Planes, options: RouterOptions = {}): WireHandler {
  const classify = createHostClassifier(options.allowHosts)
  const objectionTo = createBrowserGuard(options.allowOrigins)

  const guarded = (handle: WireHandler, request: WireRequest): Soon<WireResponse> => {
    const objection = objectionTo(request)
    if (objection) return refusal(403, objection.type, objection.message)
    const { origin } = request.headers
    if (origin === undefined) return handle(request)
    if (isPreflight(request)) return preflightAnswer(request, origin)
    const response = handle(request)
    return response instanceof Promise
      ? response.then((answer) => withCors(answer, origin))
      : withCors(response, origin)
  }

  const byPath = (request: WireRequest): Soon<WireResponse> => {
    const { path } = request
    if (path.charCodeAt(1) === 95 /* _ */) {
      if (path.startsWith(EXECUTE_API)) {
        const end = path.indexOf('/', EXECUTE_API.length)
        const apiId = path.slice(EXECUTE_API.length, end < 0 ? undefined : end)
        return planes.gateway(request, apiId, end < 0 ? '/' : path.slice(end), PATH_FORM)
      }
      if (path.startsWith(COGNITO)) {
        const end = path.indexOf('/', COGNITO.length)
        const domain = path.slice(COGNITO.length, end < 0 ? undefined : end)
        if (domain !== '') return planes.oauth(request, domain, undefined)
      }
      if (path.startsWith(ADMIN) || path === '/_sallyport') return guarded(planes.admin, request)
    }
    return issuerDocument(planes, request, undefined) ?? controlPlane(request)
  }

  const controlPlane = (request: WireRequest): Soon<WireResponse> =>
    planes.controlPlane.recognizes(request) || isPreflight(request)
      ? guarded(planes.controlPlane.handle, request)
      : notFound(request)

  return (request) => {
    const host = classify(request.host)
    switch (host.kind) {
      case 'loopback':
        return byPath(request)
      case 'execute-api':
        return planes.gateway(request, host.apiId, request.path, { form: 'host', region: host.region })
      case 'user-pool-domain':
        return planes.oauth(request, host.domain, host.region)
      case 'service': {
        const document = host.service === 'cognito-idp' ? issuerDocument(planes, request, host.region) : undefined
        return document ?? guarded(planes.controlPlane.handle, request)
      }
      case 's3-bucket':
        return guarded(planes.controlPlane.handle, request)
      case 'configured':
        // A name of the user's own may be a pool's custom domain.
        return request.path.startsWith('/oauth2/') ? planes.oauth(request, request.host, undefined) : byPath(request)
      case 'foreign':
        return refusal(403, 'HostNotEmulated', foreignText(request.host))
    }
  }
}

/** A browser's question whether it may ask: it bears no signature, so it cannot be told by one. */
function isPreflight({ method, headers }: WireRequest): boolean {
  return method === 'OPTIONS' && headers.origin !== undefined && headers['access-control-request-method'] !== undefined
}

/** `/{poolId}/.well-known/{document}`: where an issuer's keys and metadata are. */
function issuerDocument(
  planes: Planes,
  request: WireRequest,
  region: string | undefined,
): Soon<WireResponse> | undefined {
  const { path } = request
  const at = path.indexOf(WELL_KNOWN)
  if (at < 1) return undefined
  const document = path.slice(at + WELL_KNOWN.length)
  const poolId = path.slice(1, at)
  if (!isIssuerDocument(document) || !POOL_ID.test(poolId)) return undefined
  return planes.issuerDocuments(request, poolId, document, region)
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
    'X-Amz-Target, or Action), /_aws/execute-api/{apiId}/{stage}/…, /_aws/cognito/{domainPrefix}/oauth2/token, ' +
    '/{poolId}/.well-known/jwks.json and /_sallyport/….'
  return refusal(404, 'NotFound', message)
}

/** Text from outside, short enough for a message. */
function shown(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
