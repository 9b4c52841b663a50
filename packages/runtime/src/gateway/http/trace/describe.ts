import { defined } from '../../../kernel/defined.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import { own } from '../../../kernel/own.ts'
import { type RequestSummary, type RequestTrace, skipped, type TraceStep } from '../../../kernel/request-trace.ts'
import type { VerifiedJwt } from '../../tokens/verified-jwt.ts'
import { shownBodies } from '../../trace/kept-bodies.ts'
import { nearest } from '../../trace/nearest.ts'
import { type NamedRoute, otherRoutes } from '../../trace/other-routes.ts'
import { policyWords } from '../../trace/policy-words.ts'
import { summaryOf } from '../../trace/summary.ts'
import type { HttpApiError } from '../http-api-error.ts'
import { STEPS } from '../pipeline.ts'
import type { KeptHttpCall } from './kept-http-call.ts'

/** The steps of the pipeline, in its order. */
const STEP_NAMES = ['route', 'authorizer', 'throttles', 'integration', 'response'] as const

/** How a call of an HTTP API came to its answer. */
export function describe(kept: KeptHttpCall): RequestTrace {
  const { bodies, failure } = kept
  return {
    ...summarize(kept),
    steps: stepsOf(kept),
    ...(failure?.part && { awsLogLine: `$context.${failure.part}.error: ${failure.logged}` }),
    ...(failure && { advice: adviceFor(kept, failure) }),
    ...shownBodies(bodies),
  }
}

/** The same without its steps. */
export function summarize(kept: KeptHttpCall): RequestSummary {
  const { failure, method, stage } = kept
  const { apiId, stageName } = stage.snapshot
  const refusal = failure && { refusal: endedIn(kept), endedIn: endedIn(kept) }
  return summaryOf(kept, { apiId, stageName, method }, refusal)
}

interface Look {
  readonly looked: JsonObject
  readonly decided: string
}

/** Whose limits they are stands in the reason of a refusal. */
const THROTTLES: Look = { looked: {}, decided: 'no throttle is exceeded' }

function stepsOf(kept: KeptHttpCall): TraceStep[] {
  const { failure } = kept
  const looks = [route(kept), authorizer(kept), THROTTLES, integration(kept), response(kept)]
  const ended = failure ? STEP_NAMES.indexOf(endedIn(kept)) : looks.length
  return looks.flatMap((look, at): TraceStep[] => {
    const step = STEP_NAMES[at] ?? ''
    if (at < ended) return [{ step, outcome: 'passed', ...look }]
    if (at > ended || !failure) return skipped([step])
    const outcome = failure.status < 500 ? 'refused' : 'failed'
    return [{ step, outcome, looked: look.looked, decided: failure.reason }]
  })
}

/** The step that a call that failed has ended in. */
function endedIn({ failedIn }: KeptHttpCall): (typeof STEP_NAMES)[number] {
  return stepOf(failedIn)
}

export function stepOf(failedIn: KeptHttpCall['failedIn']): (typeof STEP_NAMES)[number] {
  return STEP_NAMES[failedIn ? STEPS.indexOf(failedIn) : 0] ?? 'route'
}

function route(kept: KeptHttpCall): Look {
  const { matched, method, path, stage } = kept
  const looked = defined({
    method,
    path: path.slice(0, 500),
    deployment: stage.snapshot.deploymentId,
    nearest: matched ? undefined : [...nearestRoutes(kept)],
    others: matched && [...others(kept, matched.definition.routeKey)],
  })
  return { looked, decided: matched?.definition.routeKey ?? 'answered for CORS' }
}

function others({ method, path, stage }: KeptHttpCall, taken: string): readonly string[] {
  const routes = stage.snapshot.definition.routes.map(({ routeKey }) => namedRoute(routeKey))
  return otherRoutes(routes, { method, path }, namedRoute(taken))
}

/** What no other route takes is for `$default`. */
function namedRoute(routeKey: string): NamedRoute {
  const [method = '', path] = routeKey.split(' ')
  return path === undefined ? { method: 'ANY', path: '/{default+}' } : { method, path }
}

function nearestRoutes({ method, path, stage }: KeptHttpCall): readonly string[] {
  const keys = stage.snapshot.definition.routes.map(({ routeKey }) => routeKey)
  return nearest(`${method} ${path}`, keys, 3)
}

function authorizer({ authorizerMs, caller, judgment, matched, stage, token }: KeptHttpCall): Look {
  const { authorizationScopes, authorizationType, authorizerId = '' } = matched?.definition ?? {}
  const guard = own(stage.snapshot.definition.authorizers, authorizerId)
  const looked = defined({
    type: authorizationType ?? 'NONE',
    authorizer: guard?.name,
    identitySource: guard && [...guard.identitySource],
    issuer: guard?.jwtConfiguration?.issuer,
    audience: guard?.jwtConfiguration?.audience && [...guard.jwtConfiguration.audience],
    scopesWanted: authorizationScopes && [...authorizationScopes],
    functionMs: authorizerMs,
    token: token && tokenFacts(token),
    principal: caller?.variable('principalId'),
    policyStatement: judgment && policyWords(judgment),
    signer: caller?.signer?.arn,
  })
  return { looked, decided: caller ? 'let in' : 'the route is open to everybody' }
}

/** What a token says of itself, without its parts that could be used. */
function tokenFacts({ claims, expiresAt, scopes }: VerifiedJwt): JsonObject {
  const { aud, client_id: client, iss, sub } = claims
  return defined({
    issuer: iss,
    client,
    audience: aud,
    subject: sub,
    scopes: [...scopes],
    expiresAt: new Date(Math.min(expiresAt * 1000, 8.64e15)).toISOString(),
  })
}

function integration({ integrationMs, matched, stage, told }: KeptHttpCall): Look {
  const id = (matched?.definition.target ?? '').replace(/^integrations\//, '')
  const { integrationType: type, integrationUri: uri } = own(stage.snapshot.definition.integrations, id) ?? {}
  const looked = defined({ type, uri, latencyMs: integrationMs, status: told })
  return { looked, decided: told === undefined ? 'answered here' : `answered ${told}` }
}

function response({ stage, status }: KeptHttpCall): Look {
  return { looked: { cors: stage.cors !== undefined }, decided: String(status) }
}

/** What to change, in one sentence. */
function adviceFor(kept: KeptHttpCall, { part, reason, status }: HttpApiError): string {
  if (!kept.matched) {
    const [found] = nearestRoutes(kept)
    const near = found === undefined ? 'it has no routes at all' : `nearest: ${found}`
    const { deploymentId = '', stageName } = kept.stage.snapshot
    const asked = `No route ${kept.method} ${kept.path.slice(0, 200)} in stage ${stageName}`
    return `${asked}; ${near}. If you have added it since, deploy again: the stage serves deployment ${deploymentId}.`
  }
  if (part === 'integration') return `See that the integration answers as AWS expects it: ${reason}.`
  if (status >= 500) return `Mend the authorizer or its function: ${reason}.`
  if (status === 429) return `Call less often, or raise the limits: ${reason}.`
  if (status === 401) return `Send what the authorizer asks for, from the issuer that it trusts: ${reason}.`
  return `Ask the token endpoint for a scope of the route, or call as somebody whom the authorizer lets in: ${reason}.`
}
