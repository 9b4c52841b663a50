import { type Decision, judge } from '../../../../kernel/policies/evaluate.ts'
import { compileJavaRegex, javaMatches } from '../../../../languages/java-regex/java-regex.ts'
import { dependsOn } from '../../../foreseen.ts'
import { readAwsUri } from '../../../functions/aws-uri.ts'
import { URI_TOO_LONG } from '../../../limits.ts'
import { withStageVariables } from '../../../stage-variables.ts'
import type { AuthorizerDefinition } from '../../definition.ts'
import type { Exchange } from '../../exchange.ts'
import { GatewayError, unauthorized } from '../../gateway-error.ts'
import { methodArnOf } from '../../method-arn.ts'
import type { Ports } from '../../runtime.ts'
import { deniedByResource } from '../access-denied.ts'
import type { Authorize, Authorizer, GuardedMethod } from '../authorizer.ts'
import { deniedByAuthorizer, notAllowedByAuthorizer, policyRequestOf } from '../policy-request.ts'
import { decide } from '../resource-policy.ts'
import type { Verdict } from './answer.ts'
import { type Asked, ask } from './ask.ts'
import { compileRequestEvent, tokenEvent } from './events.ts'
import { cacheKeyOf, identityOf, readIdentitySources } from './identity.ts'
import { checkLambdaAuthorizer, DEFAULT_TTL_SECONDS } from './rules.ts'

/** A function says who calls, and by a policy what that caller may. */
export const lambda: Authorizer = {
  type: 'CUSTOM',
  definitionTypes: ['TOKEN', 'REQUEST'],
  check: checkLambdaAuthorizer,
  compile,
  compileTest,
  foresee: ({ definition }) => dependsOn(`the function of the authorizer ${definition?.name ?? ''} decides`),
  weighsPolicy: true,
}

/**
 * The order of the checks: identity sources, form of the token, what is remembered of this caller, the function. A policy
 * that is remembered is asked anew for each method.
 */
function compile(method: GuardedMethod, ports: Ports): Authorize {
  const { verdicts } = ports
  const { policy } = method
  const { definition, identify, question, sourceCount } = compileQuestion(method, ports)
  const ttlMs = (definition.authorizerResultTtlInSeconds ?? DEFAULT_TTL_SECONDS) * 1000
  const remembers = ttlMs > 0 && sourceCount > 0

  return (exchange) => {
    const resource = decide(policy, exchange)
    if (resource === 'deny') throw deniedByResource(exchange, resource)
    const { identity, ask } = identify(exchange)
    const key = remembers ? cacheKeyOf(exchange, question, identity) : undefined
    const known = key === undefined ? undefined : verdicts.get(key, exchange.startedAt, ttlMs)
    return known ? admit(exchange, known, resource) : asked(exchange, ask(), key, resource)
  }

  async function asked(
    exchange: Exchange,
    answer: Promise<Asked>,
    key: string | undefined,
    resource: Decision | undefined,
  ): Promise<void> {
    const { verdict, size } = await answer
    if (key !== undefined) verdicts.put(key, verdict, exchange.runtime.clock.now(), size)
    admit(exchange, verdict, resource)
  }
}

/** What a test shows of a policy is the policy, and not what it says of a method (observed: a denial is no failure). */
function compileTest(method: GuardedMethod, ports: Ports): Authorize {
  const { identify } = compileQuestion(method, ports)
  return async (exchange) => {
    exchange.verdict = (await identify(exchange).ask()).verdict
  }
}

/** Reads who calls, and can then have the function judge that. */
function compileQuestion({ definition, variables }: GuardedMethod, { functions }: Ports) {
  if (!definition) throw new Error('the method has no authorizer')
  const functionArn = functionOf(definition, variables)
  const sources = sourcesOf(definition)
  const eventOf = eventsOf(definition, variables)
  const checkForm = formOf(definition)
  return {
    definition,
    question: [definition.id, functionArn, ...sources.map(({ text }) => text)].join(),
    sourceCount: sources.length,
    identify(exchange: Exchange) {
      const identity = identityOf(exchange, sources)
      checkForm(identity)
      checkArn(exchange)
      return {
        identity,
        ask: () => ask(functions, definition, functionArn, exchange, eventOf(exchange, identity)),
      }
    },
  }
}

/** One of both policies must allow the call, and none may deny it (documented: apigateway-authorization-flow). */
function admit(exchange: Exchange, verdict: Verdict, resource: Decision | undefined): void {
  const request = policyRequestOf(exchange)
  const judgment = judge(verdict.policy, request)
  const { decision, statement } = judgment
  if (decision === 'deny') throw deniedByAuthorizer(statement)
  if (decision === 'none' && resource !== 'allow') throw notAllowedByAuthorizer()
  exchange.verdict = verdict
  exchange.judgment = judgment
}

function functionOf({ name, authorizerUri = '' }: AuthorizerDefinition, variables: GuardedMethod['variables']): string {
  const target = readAwsUri(withStageVariables(authorizerUri, variables))
  if (target?.kind !== 'function') throw new Error(`authorizer ${name} names no function`)
  return target.functionArn
}

function sourcesOf({ name, type, identitySource = '' }: AuthorizerDefinition) {
  const sources = readIdentitySources(identitySource)
  if (!sources || (type === 'TOKEN' && sources.length !== 1)) {
    throw new Error(`authorizer ${name} has no identity source that can be read`)
  }
  return sources
}

function eventsOf(
  { type }: AuthorizerDefinition,
  variables: GuardedMethod['variables'],
): (exchange: Exchange, identity: readonly string[]) => Buffer {
  if (type === 'TOKEN') return (exchange, [token = '']) => tokenEvent(exchange, token)
  return compileRequestEvent(variables)
}

/** Documented: api-gateway-lambda-authorizer-output. That the answer is the one for other long addresses is inferred. */
const MAX_ARN_BYTES = 1600

function checkArn(exchange: Exchange): void {
  const bytes = Buffer.byteLength(methodArnOf(exchange))
  if (bytes <= MAX_ARN_BYTES) return
  throw new GatewayError('DEFAULT_4XX', `the ARN of the method has ${bytes} bytes, and more than ${MAX_ARN_BYTES}`, {
    plain: URI_TOO_LONG,
  })
}

/** A token that does not match is not worth a call. Of `REQUEST` there is no such check (documented: API_CreateAuthorizer). */
function formOf({ type, identityValidationExpression }: AuthorizerDefinition): (identity: readonly string[]) => void {
  if (type !== 'TOKEN' || !identityValidationExpression) return () => {}
  const pattern = compileJavaRegex(identityValidationExpression)
  return ([token = '']) => {
    if (javaMatches(pattern, token)) return
    throw unauthorized('the token does not match the identity validation expression', 'identity-form')
  }
}
