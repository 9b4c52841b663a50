import { own } from '../../kernel/own.ts'
import type { Call } from '../call.ts'
import { callHeaders } from '../functions/call-headers.ts'
import type { Verdict } from '../rest/authorizers/lambda/answer.ts'
import { readIdentitySources } from '../rest/authorizers/lambda/identity.ts'
import type { AuthorizerDefinition } from '../rest/definition.ts'
import type { AuthorizerCall, Exchange } from '../rest/exchange.ts'
import { GATEWAY_RESPONSES } from '../rest/gateway-response-types.ts'
import { invocationUrl } from '../rest/integrations/aws/invocation-url.ts'
import { bodyText, mapText, masked } from './execution-text.ts'
import { endedInAuthorizer } from './outcome.ts'
import type { Told } from './told.ts'

type RefusedByAuthorizer = Pick<Exchange, 'failure'> & { readonly call: Pick<Call, 'requestId'> }

/** What an execution log tells of a method's authorizer (texts observed in logs of the field). */
export function* authorizerLines(exchange: Exchange): Generator<Told> {
  const { authorizerCall, matched, startedAt, verdict } = exchange
  if (matched?.definition.authorizerId === undefined) return
  yield* start(exchange)
  // The event holds the caller's credentials, and is therefore not shown (AWS cuts it short; inferred).
  if (authorizerCall) yield* answered(authorizerCall)
  const at = authorizerCall?.answer?.endedAt ?? startedAt
  if (endedInAuthorizer(exchange)) {
    yield authorizerRefusal(exchange, at)
    return
  }
  if (verdict) {
    yield validPolicy(verdict, at)
    yield { kind: 'data', at, text: () => `Authorizer policy: ${JSON.stringify(verdict.policyDocument)}` }
  }
  yield completion(at)
}

/** What the caller of a test is told, the event too: the credentials in it are the caller's own (observed). */
export function* authorizerTestLines(exchange: Exchange, endedAt: number): Generator<Told> {
  const { authorizerCall, failure, verdict } = exchange
  yield* start(exchange)
  if (authorizerCall) {
    yield* endpointRequest(exchange, authorizerCall)
    yield* answered(authorizerCall)
  }
  if (failure) {
    yield authorizerRefusal(exchange, endedAt)
    const name = failure.type === 'UNAUTHORIZED' ? 'Unauthorized' : GATEWAY_RESPONSES[failure.type].errorType
    yield { kind: 'error', at: endedAt, text: () => name }
    return
  }
  if (verdict) yield validPolicy(verdict, endedAt)
  yield completion(endedAt)
}

/** Headers, in lower case, that tell who calls: no log shows them. */
export function identityHeaders(exchange: Exchange): string[] {
  const sources = (authorizerOf(exchange)?.identitySource ?? '').split(',')
  return sources.flatMap((source) => /^method\.request\.header\.(.+)$/.exec(source.trim())?.[1]?.toLowerCase() ?? [])
}

function authorizerOf({ api, matched }: Exchange): AuthorizerDefinition | undefined {
  return own(api.snapshot.definition.authorizers, matched?.definition.authorizerId ?? '')
}

function* start(exchange: Exchange): Generator<Told> {
  const { call, matched, startedAt: at } = exchange
  const id = matched?.definition.authorizerId
  yield { kind: 'info', at, text: () => `Starting authorizer: ${id} for request: ${call.requestId}` }
  const identity = identityText(exchange)
  if (identity !== undefined) yield { kind: 'data', at, text: () => `Incoming identity: ${identity}` }
}

/** By name for a `REQUEST` authorizer (observed; that what is missing is left out is inferred). */
function identityText(exchange: Exchange): string | undefined {
  const { identitySource = '', type } = authorizerOf(exchange) ?? {}
  if (type !== 'REQUEST') {
    const [header] = identityHeaders(exchange)
    return header === undefined ? undefined : masked(exchange.call.headers[header] ?? '')
  }
  const sources = readIdentitySources(identitySource) ?? []
  const given = sources.flatMap(({ text, source }): [string, string][] => {
    const value = source.read(exchange)
    return value === undefined ? [] : [[text, masked(value)]]
  })
  return mapText(given)
}

function* endpointRequest({ call }: Exchange, { event, functionArn, startedAt: at }: AuthorizerCall): Generator<Told> {
  yield { kind: 'data', at, text: () => `Endpoint request URI: ${invocationUrl(functionArn).href}` }
  yield { kind: 'data', at, text: () => `Endpoint request headers: ${mapText(callHeaders(call))}` }
  yield { kind: 'data', at, text: () => `Endpoint request body after transformations: ${bodyText(event)}` }
}

function* answered({ answer, functionArn, startedAt }: AuthorizerCall): Generator<Told> {
  yield { kind: 'info', at: startedAt, text: () => `Sending request to ${invocationUrl(functionArn).href}` }
  if (!answer) return
  const { endedAt, payload } = answer
  yield { kind: 'data', at: endedAt, text: () => `Authorizer result body before parsing: ${bodyText(payload)}` }
}

/** The line with which an authorizer ends a call. */
export function authorizerRefusal({ call, failure }: RefusedByAuthorizer, at: number): Told {
  switch (failure?.type) {
    case 'AUTHORIZER_CONFIGURATION_ERROR':
      return { kind: 'error', at, text: () => `Execution failed due to configuration error: ${failure.reason}` }
    case 'ACCESS_DENIED':
      return { kind: 'error', at, text: () => 'The client is not authorized to perform this operation.' }
    default:
      return { kind: 'error', at, text: () => `Unauthorized request: ${call.requestId}` }
  }
}

function validPolicy({ principalId }: Verdict, at: number): Told {
  return { kind: 'info', at, text: () => `Using valid authorizer policy for principal: ${masked(principalId)}` }
}

function completion(at: number): Told {
  return { kind: 'info', at, text: () => 'Successfully completed authorizer execution' }
}
