import type { Clock } from '../kernel/clock.ts'
import type { Logger } from '../kernel/logger.ts'
import type { Random } from '../kernel/random.ts'
import type { RequestKeeper } from '../kernel/request-trace.ts'
import type { Soon } from '../kernel/soon.ts'
import type { WireRequest, WireResponse } from '../kernel/wire.ts'
import type { Endpoint } from './endpoints/endpoint.ts'
import { createEndpoints } from './endpoints/index.ts'
import { errorBody, OAuthError } from './oauth-error.ts'
import type { Realm, RealmDirectory } from './ports.ts'
import { Reply } from './reply.ts'
import { KeptTokenRequest } from './trace/kept-token-request.ts'

export interface OAuthPlaneDeps {
  readonly realms: RealmDirectory
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  /** Undefined: no request is to be explained later. */
  readonly requests?: RequestKeeper | undefined
}

/** Serves a user pool's domain: `domain` is its prefix or custom name, `region` what the host name says of it. */
export type OAuthPlane = (request: WireRequest, domain: string, region: string | undefined) => Soon<WireResponse>

export function createOAuthPlane(deps: OAuthPlaneDeps): OAuthPlane {
  const { clock, realms, random, logger, requests } = deps
  const endpoints = createEndpoints(deps)

  const failed = (error: unknown, endpoint: Endpoint | undefined, reply: Reply): WireResponse => {
    if (error instanceof OAuthError) {
      return endpoint?.refuse?.(error, reply) ?? reply.json(400, errorBody(error), error.message)
    }
    // A fault of ours; AWS's own body for it is not known.
    logger.log('error', 'a request to an OAuth endpoint failed', { requestId: reply.requestId, error })
    return reply.json(500, '{"error":"server_error"}', 'internal fault')
  }

  return (wire, domain, region) => {
    const path = pathInDomain(wire.path, domain)
    const endpoint = endpoints.get(path)
    const reply = new Reply(random, { domain, region, method: wire.method, endpoint })
    const serve = (realm: Realm | 'unknown-domain' | 'ambiguous-domain') => {
      if (typeof realm === 'string') return noRealm(realm, domain, region, reply)
      if (!endpoint?.methods.includes(wire.method)) return noHandler(wire.method, endpoint, reply)
      return endpoint.handle({ realm, wire, reply })
    }
    const startedAt = requests ? clock.now() : 0
    const kept = (response: WireResponse, error?: unknown): WireResponse => {
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

/** Without the start of the path form `/_aws/cognito/{domain}/…`, if that is how the request came. */
function pathInDomain(path: string, domain: string): string {
  const start = `/_aws/cognito/${domain}`
  return path.startsWith(start) ? path.slice(start.length) || '/' : path
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
