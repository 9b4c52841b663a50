import type { JsonObject, JsonValue } from '../../kernel/json.ts'
import { type RequestSummary, type RequestTrace, skipped, type TraceStep } from '../../kernel/request-trace.ts'
import { OAuthError } from '../oauth-error.ts'
import { adviceFor } from './advice.ts'
import { blankedForm } from './blanked-form.ts'
import type { KeptTokenRequest } from './kept-token-request.ts'

const STEP_NAMES = ['request', 'client', 'scopes'] as const

/** How a request to a user pool's domain came to its answer, in the order of `oauth/endpoints/token.ts`. */
export function describe(kept: KeptTokenRequest): RequestTrace {
  const { bodies, error } = kept
  const advice = error instanceof OAuthError ? adviceFor(error) : undefined
  return {
    ...summarize(kept),
    steps: stepsOf(kept),
    ...(advice !== undefined && { advice }),
    ...(bodies && { bodies: { request: blankedForm(String(bodies.request)), response: bodies.response } }),
  }
}

/** The same without its steps. */
export function summarize(kept: KeptTokenRequest): RequestSummary {
  const { asked, client: found, error } = kept
  const endedIn = STEP_NAMES[endOf(kept)]
  return {
    requestId: kept.requestId,
    plane: 'oauth',
    api: asked.domain,
    method: asked.method,
    path: asked.endpoint?.path ?? '(unknown path)',
    status: kept.status,
    startedAt: new Date(kept.startedAt).toISOString(),
    durationMs: kept.endedAt - kept.startedAt,
    ...(found && { client: found.id }),
    ...(error instanceof OAuthError && { refusal: error.kind ?? error.error }),
    ...(endedIn !== undefined && { endedIn }),
  }
}

/** Where a request that was refused has ended: browsers are told so with a redirect. */
function endOf({ client: found, grantType, status, error, asked }: KeptTokenRequest): number {
  if (status < 400 && error === undefined) return STEP_NAMES.length
  if (found) return 2
  return grantType === undefined && isOfClients(asked) ? 0 : 1
}

/** The endpoints that clients ask; others are for browsers, and have a client's name in their query. */
function isOfClients({ endpoint }: KeptTokenRequest['asked']): boolean {
  return endpoint === undefined || endpoint.crossOrigin
}

function stepsOf(kept: KeptTokenRequest): TraceStep[] {
  const looks = [request(kept), client(kept), scopes(kept)]
  const ended = endOf(kept)
  return looks.flatMap((look, at) => {
    const step = STEP_NAMES[at] ?? ''
    if (at < ended) return [{ step, outcome: 'passed' as const, ...look }]
    return at === ended ? [endedIn(step, look.looked, kept)] : skipped([step])
  })
}

function endedIn(step: string, looked: JsonObject, { error, reason = '', status }: KeptTokenRequest): TraceStep {
  const decided = error instanceof OAuthError ? error.message : reason
  return { step, outcome: status < 500 ? 'refused' : 'failed', looked, decided }
}

interface Look {
  readonly looked: JsonObject
  readonly decided: string
}

function request({ asked, grantType }: KeptTokenRequest): Look {
  const looked = defined({ domain: asked.domain, region: asked.region, grantType })
  return { looked, decided: grantType ?? (isOfClients(asked) ? 'no grant' : 'a browser asks') }
}

function client({ asked, client: found, hasHeader }: KeptTokenRequest): Look {
  const looked = defined({
    credentials: !isOfClients(asked) ? 'none: the query names it' : hasHeader ? 'Authorization header' : 'form',
    client: found?.id,
    activeSecrets: found?.secretDigests.length,
  })
  return { looked, decided: `client ${found?.id ?? ''}` }
}

function scopes({ asked, client: found, reason, scope }: KeptTokenRequest): Look {
  const looked = defined({
    grants: found && [...found.grantTypes],
    asked: scope ?? '(all that the client may have)',
    allowed: found && [...found.scopes],
    tokenSeconds: found?.accessTokenSeconds,
  })
  return { looked, decided: isOfClients(asked) ? 'a token was given out' : (reason ?? 'a page was shown') }
}

function defined(members: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const entries = Object.entries(members).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined)
  return Object.fromEntries(entries)
}
