import type { Clock } from '../kernel/clock.ts'
import type { Logger } from '../kernel/logger.ts'
import { isPreflight } from '../kernel/preflight.ts'
import type { Random } from '../kernel/random.ts'
import type { RequestKeeper } from '../kernel/request-trace.ts'
import type { Soon } from '../kernel/soon.ts'
import type { WireRequest, WireResponse } from '../kernel/wire.ts'
import { cookiesOf } from './browser/cookies.ts'
import type { Endpoint } from './endpoints/endpoint.ts'
import { createEndpoints } from './endpoints/index.ts'
import type { AdmitsToken } from './endpoints/token.ts'
import { errorBody, OAuthError } from './oauth-error.ts'
import type { Realm, RealmDirectory } from './ports.ts'
import { Reply } from './reply.ts'
import { KeptTokenRequest } from './trace/kept-token-request.ts'

export interface OAuthPlaneDeps {
  readonly realms: RealmDirectory
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  /** Left out: as many tokens as are asked for. */
  readonly admitsToken?: AdmitsToken | undefined
  /** Undefined: no request is to be explained later. */
  readonly requests?: RequestKeeper | undefined
}

/** Serves a user pool's domain: `domain` is its prefix or custom name, `region` what the host name says of it. */
export type OAuthPlane = (request: WireRequest, domain: string, region: string | undefined) => Soon<WireResponse>

export function createOAuthPlane(deps: OAuthPlaneDeps): OAuthPlane {
  const { clock, realms, random, logger, requests } = deps
  const endpoints = createEndpoints({ ...deps, site: realms.site })

  const logFault = ({ requestId }: Reply, error: unknown): void => {
    logger.log('error', 'a request to an OAuth endpoint failed', { requestId, error })
  }

  const failed = (error: unknown, endpoint: Endpoint | undefined, reply: Reply): WireResponse => {
    if (error instanceof OAuthError) {
      if (error.error === 'server_error') logFault(reply, error.cause)
      return endpoint?.refuse?.(error, reply) ?? reply.json(400, errorBody(error), error.message)
    }
    // A fault of ours; AWS's own body for it is not known.
    logFault(reply, error)
    return reply.json(500, '{"error":"server_error"}', 'internal fault')
  }

  return (wire, domain, region) => {
    const basePath = basePathOf(wire.path, domain)
    const endpoint = endpoints.get(wire.path.slice(basePath.length) || '/')
    const { method, scheme } = wire
    const reply = new Reply(random, { domain, region, method, basePath, scheme, endpoint }, antiForgeryOf(wire))
    const serve = (realm: Realm | 'unknown-domain' | 'ambiguous-domain') => {
      if (typeof realm === 'string') return noRealm(realm, domain, region, reply)
      pool = realm.id
      if (endpoint?.crossOrigin && isPreflight(wire)) return preflight(endpoint, wire, reply)
      if (!endpoint?.methods.includes(wire.method)) return noHandler(wire.method, endpoint, reply)
      return endpoint.handle({ realm, wire, reply })
    }
    /** Of a name that leads to none there may be any number. */
    let pool = '-'
    const startedAt = requests ? clock.now() : 0
    const kept = (response: WireResponse, error?: unknown): WireResponse => {
      if (endpoint?.path === TOKEN_PATH) {
        requests?.metrics?.asked(pool, reply.client?.id ?? claimedBy(error) ?? '-', refusalOf(response, error))
      }
      if (requests?.wants(response.status, startedAt)) {
        const endedAt = clock.now()
        requests.keep(new KeptTokenRequest({ reply, wire, response, error, startedAt, endedAt }, requests))
      }
      return response
    }
    const refused = (error: unknown) => kept(failed(error, endpoint, reply), error)
    try {
      const realm = realms.findRealm(domain, region)
      const response = realm instanceof Promise ? realm.then(serve) : serve(realm)
      return response instanceof Promise ? response.then((answer) => kept(answer), refused) : kept(response)
    } catch (error) {
      return refused(error)
    }
  }
}

const TOKEN_PATH = '/oauth2/token'

/** Whose secret was wrong or missing. */
const claimedBy = (error: unknown) => (error instanceof OAuthError ? error.clientId : undefined)

/** In a word that metrics count under. */
function refusalOf({ status }: WireResponse, error: unknown): string | undefined {
  if (error instanceof OAuthError) return error.kind ?? error.error
  return status < 400 ? undefined : String(status)
}

/** Of the path form, `/_aws/cognito/{domain}/…`, if that is how the request came. */
function basePathOf(path: string, domain: string): string {
  const start = `/_aws/cognito/${domain}`
  return path.startsWith(start) ? start : ''
}

const TOKEN = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/

/** What the browser has from an answer before. */
function antiForgeryOf(wire: WireRequest): string | undefined {
  const token = wire.headers.cookie === undefined ? undefined : cookiesOf(wire).get('XSRF-TOKEN')
  return token !== undefined && TOKEN.test(token) ? token : undefined
}

/** Scripts of any page may ask these endpoints (documented), with an `Authorization` header of their own. */
function preflight({ methods }: Endpoint, { headers }: WireRequest, reply: Reply): WireResponse {
  return reply.empty(204, undefined, [
    ['Access-Control-Allow-Methods', methods.join(', ')],
    ['Access-Control-Allow-Headers', headers['access-control-request-headers'] ?? '*'],
  ])
}

/** On AWS a host name without a domain does not resolve. Here it leads to this server, which answers that (a local choice). */
function noRealm(
  why: 'unknown-domain' | 'ambiguous-domain',
  domain: string,
  region: string | undefined,
  reply: Reply,
): WireResponse {
  const text =
    why === 'unknown-domain'
      ? `No user pool has the domain ${domain}${region ? ` in ${region}` : ''}.\n`
      : `User pools of several regions have the domain ${domain}: use its host name, which names the region.\n`
  return reply.text(404, text, why)
}

/** Observed for a POST to a path that only answers GET: an empty 405 with `allow`. Unknown paths are inferred. */
function noHandler(method: string, endpoint: Endpoint | undefined, reply: Reply): WireResponse {
  if (endpoint) return reply.empty(405, `no ${method} here`, [['Allow', endpoint.methods.join(', ')]])
  if (method === 'GET' || method === 'HEAD') return reply.empty(404, 'no such path')
  return reply.empty(405, 'no such path', [['Allow', 'GET']])
}
