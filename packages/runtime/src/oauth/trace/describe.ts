import type { JsonObject, JsonValue } from '../../kernel/json.ts'
import { type RequestTrace, skipped, type TraceStep } from '../../kernel/request-trace.ts'
import { OAuthError } from '../oauth-error.ts'
import { adviceFor } from './advice.ts'
import type { KeptTokenRequest } from './kept-token-request.ts'

const STEP_NAMES = ['request', 'client', 'scopes'] as const

/** How a request to a user pool's domain came to its answer, in the order of `oauth/endpoints/token.ts`. */
export function describe(kept: KeptTokenRequest): RequestTrace {
  const { asked, bodies, error } = kept
  const advice = error instanceof OAuthError ? adviceFor(error) : undefined
  return {
    requestId: kept.requestId,
    plane: 'oauth',
    api: asked.domain,
    method: asked.method,
    path: asked.endpoint?.path ?? '(unknown path)',
    status: kept.status,
    startedAt: new Date(kept.startedAt).toISOString(),
    durationMs: kept.endedAt - kept.startedAt,
    steps: stepsOf(kept),
    ...(error instanceof OAuthError && { refusal: error.kind ?? error.error }),
    ...(advice !== undefined && { advice }),
    ...(bodies && { bodies: { request: String(bodies.request), response: bodies.response } }),
  }
}

function stepsOf(kept: KeptTokenRequest): TraceStep[] {
  const looks = [request(kept), client(kept), scopes(kept)]
  const ended = kept.status < 400 ? looks.length : kept.client ? 2 : kept.grantType === undefined ? 0 : 1
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
  return { looked, decided: grantType ?? 'no grant' }
}

function client({ client: found, hasHeader }: KeptTokenRequest): Look {
  const looked = defined({
    credentials: hasHeader ? 'Authorization header' : 'form',
    client: found?.id,
    activeSecrets: found?.secretDigests.length,
  })
  return { looked, decided: `client ${found?.id ?? ''}` }
}

function scopes({ client: found, scope }: KeptTokenRequest): Look {
  const looked = defined({
    grants: found && [...found.grantTypes],
    asked: scope ?? '(all that the client may have)',
    allowed: found && [...found.scopes],
    tokenSeconds: found?.accessTokenSeconds,
  })
  return { looked, decided: 'a token was given out' }
}

function defined(members: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const entries = Object.entries(members).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined)
  return Object.fromEntries(entries)
}
