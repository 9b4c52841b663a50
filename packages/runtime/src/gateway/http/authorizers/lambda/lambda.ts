import { createHash } from 'node:crypto'
import { judge as judgePolicy } from '../../../../kernel/policies/evaluate.ts'
import { dependsOn } from '../../../foreseen.ts'
import { readAwsUri } from '../../../functions/aws-uri.ts'
import { invocationOf } from '../../../policy-request.ts'
import { withStageVariables } from '../../../stage-variables.ts'
import { routeArnOf } from '../../arns.ts'
import type { HttpAuthorizerDefinition } from '../../definition.ts'
import { authorizerEvent1 } from '../../events/event-1.ts'
import { authorizerEvent2 } from '../../events/event-2.ts'
import { sentRequest } from '../../events/request-view.ts'
import type { HttpExchange } from '../../exchange.ts'
import { HttpApiError } from '../../http-api-error.ts'
import { compileSelection, type Selection } from '../../mapping/selection.ts'
import type { Ports } from '../../runtime.ts'
import type { Authorize, Authorizer, GuardedRoute } from '../authorizer.ts'
import type { Verdict } from './answer.ts'
import { ask, type Judgment } from './ask.ts'
import { LambdaCaller } from './lambda-caller.ts'

/** A function says who calls, and whether that caller may. */
export const lambda: Authorizer = {
  type: 'CUSTOM',
  definitionType: 'REQUEST',
  check,
  compile,
  foresee: ({ definition }) => dependsOn(`the function of the authorizer ${definition?.name ?? ''} decides`),
}

/** The order of the checks: identity sources, what is remembered of this caller, the function. */
function compile({ definition, variables }: GuardedRoute, { functions, verdicts }: Ports): Authorize {
  if (!definition) throw new Error('the route has no authorizer')
  const functionArn = functionOf(definition, variables)
  const sources = sourcesOf(definition)
  const ttlMs = (definition.authorizerResultTtlInSeconds ?? 0) * 1000
  const remembers = ttlMs > 0 && sources.length > 0
  const question = [definition.authorizerId, functionArn, ...sources.map(({ text }) => text)].join()
  const judge = (exchange: HttpExchange, identity: readonly string[]) =>
    ask(functions, definition, functionArn, exchange, eventOf(exchange, definition, identity))

  return (exchange) => {
    const identity = identityOf(exchange, sources)
    const key = remembers ? cacheKeyOf(exchange, question, identity) : undefined
    const known = key === undefined ? undefined : verdicts.get(key, exchange.startedAt, ttlMs)
    return known ? admit(exchange, known, 0) : asked(exchange, judge(exchange, identity), key)
  }

  async function asked(exchange: HttpExchange, judged: Promise<Judgment>, key: string | undefined): Promise<void> {
    const { verdict, size, latencyMs } = await judged
    if (key !== undefined) verdicts.put(key, verdict, exchange.runtime.clock.now(), size)
    admit(exchange, verdict, latencyMs)
  }
}

/** A policy is asked anew for each route (documented: http-api-lambda-authorizer). */
function admit(exchange: HttpExchange, verdict: Verdict, latencyMs: number): void {
  const refusal = refusalBy(verdict.decision, exchange)
  if (refusal !== undefined) throw new HttpApiError(403, refusal, { part: 'authorizer' })
  exchange.caller = new LambdaCaller(verdict, latencyMs)
}

/** Why the caller is not let in; undefined: the caller is. */
function refusalBy(decision: Verdict['decision'], exchange: HttpExchange): string | undefined {
  if (typeof decision === 'boolean') return decision ? undefined : 'the authorizer does not let the caller in'
  const { call, startedAt } = exchange
  const invocation = invocationOf({ request: call.request, resource: routeArnOf(exchange), nowMs: startedAt })
  exchange.judgment = judgePolicy(decision, invocation)
  if (exchange.judgment.decision === 'allow') return undefined
  return exchange.judgment.decision === 'deny'
    ? `statement ${exchange.judgment.statement} of the authorizer's policy denies this route`
    : "the authorizer's policy does not allow this route"
}

function eventOf(exchange: HttpExchange, definition: HttpAuthorizerDefinition, identity: readonly string[]): Buffer {
  const write = definition.authorizerPayloadFormatVersion === '1.0' ? authorizerEvent1 : authorizerEvent2
  return write(exchange, sentRequest(exchange), routeArnOf(exchange), identity)
}

/**
 * The values, all of which must be there (documented: http-api-lambda-authorizer). That an empty one counts as missing
 * is inferred.
 */
function identityOf(exchange: HttpExchange, sources: readonly Source[]): readonly string[] {
  return sources.map(({ text, selection }) => {
    const value = selection.read(exchange)
    if (value) return value
    throw new HttpApiError(401, `the call has no ${text}, an identity source of the authorizer`, { part: 'authorizer' })
  })
}

/**
 * Under which an answer is kept, for all routes (documented: http-api-lambda-authorizer): for the stage, the authorizer
 * and the identity, which itself is not kept. `question` says who is asked about what: an answer to another one is none
 * to this (inferred).
 */
function cacheKeyOf({ stage }: HttpExchange, question: string, identity: readonly string[]): string {
  const { apiId, authorizersEpoch, stageName } = stage.snapshot
  const hash = createHash('sha256')
  for (const value of identity) hash.update(`${Buffer.byteLength(value)}:`).update(value)
  return `${apiId}/${stageName}/${authorizersEpoch}/${question}/${hash.digest('base64')}`
}

interface Source {
  readonly text: string
  readonly selection: Selection
}

const SOURCE = /^\$(?:request\.(?:header|querystring)|context|stageVariables)\.[^\s,]+$/

function sourcesOf({ name, identitySource }: HttpAuthorizerDefinition): readonly Source[] {
  return identitySource.map((text) => {
    const selection = SOURCE.test(text) ? compileSelection(text, 'request') : undefined
    if (!selection) throw new Error(`authorizer ${name} has an identity source that cannot be read: ${text}`)
    return { text, selection }
  })
}

function functionOf(
  { name, authorizerUri = '' }: HttpAuthorizerDefinition,
  variables: GuardedRoute['variables'],
): string {
  const target = readAwsUri(withStageVariables(authorizerUri, variables))
  if (target?.kind !== 'function') throw new Error(`authorizer ${name} names no function`)
  return target.functionArn
}

/**
 * What is required is documented (apigatewayv2: CreateAuthorizer, http-api-lambda-authorizer), the texts are inferred.
 */
function check(definition: HttpAuthorizerDefinition): string | undefined {
  const { authorizerUri = '', identitySource, authorizerResultTtlInSeconds: ttl = 0 } = definition
  if (readAwsUri(authorizerUri)?.kind !== 'function') {
    return `Invalid Authorizer URI: ${authorizerUri}. Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.`
  }
  if (definition.authorizerPayloadFormatVersion === undefined) {
    return 'AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer'
  }
  if (definition.enableSimpleResponses && definition.authorizerPayloadFormatVersion === '1.0') {
    return 'EnableSimpleResponses is only supported with AuthorizerPayloadFormatVersion 2.0'
  }
  const wrong = identitySource.find((text) => !SOURCE.test(text) || !compileSelection(text, 'request'))
  if (wrong !== undefined) return `Invalid identity source specified: ${wrong}`
  return ttl > 0 && identitySource.length === 0
    ? 'Identity source is required for an authorizer whose results are cached'
    : undefined
}
