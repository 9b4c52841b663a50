import { javaDate } from '../../kernel/dates.ts'
import { own } from '../../kernel/own.ts'
import type { Call } from '../call.ts'
import type { ExecutionLogSetting, LogLine } from '../ports.ts'
import type { Exchange } from '../rest/exchange.ts'
import type { GatewayError } from '../rest/gateway-error.ts'
import { GATEWAY_RESPONSES } from '../rest/gateway-response-types.ts'
import { mediaTypeOf } from '../rest/mapping/media-type.ts'
import type { Answered } from './answered.ts'
import { authorizerLines, authorizerRefusal, authorizerTestLines, identityHeaders } from './authorizer-lines.ts'
import { bodyText, cut, mapText, masked, pairsOf } from './execution-text.ts'
import { endedInAuthorizer, integrationProblem } from './outcome.ts'
import type { Told } from './told.ts'

const ADMISSION: ReadonlySet<string> = new Set(['INVALID_API_KEY', 'QUOTA_EXCEEDED', 'THROTTLED'])

/**
 * The lines for a call, in AWS's order and words, each behind the request's id. They are as recorded from logs in the field
 * and from `TestInvokeMethod`; which of them need data tracing is inferred from what the console says of it.
 */
export function executionLines(answered: Answered, { level, dataTrace }: ExecutionLogSetting): LogLine[] {
  const { call, failure } = answered.exchange
  const { requestId } = call
  if (level === 'ERROR' && !failure) return []
  const lines: LogLine[] = []
  for (const { kind, at, text } of story(answered)) {
    if (kind !== 'error' && (level !== 'INFO' || (kind === 'data' && !dataTrace))) continue
    lines.push({ timestamp: at, message: `(${requestId}) ${cut(text())}` })
  }
  return lines
}

/** What `TestInvokeMethod` tells of its call: all of it, and nothing of what a test goes past (recorded). */
export function testLog(answered: Answered): string {
  return toldToCaller(answered.exchange, execution(answered))
}

/** What `TestInvokeAuthorizer` tells of its call (observed in tests made from the console). */
export function authorizerTestLog(exchange: Exchange, endedAt: number): string {
  return toldToCaller(exchange, authorizerTestLines(exchange, endedAt))
}

function toldToCaller({ call }: Exchange, story: Iterable<Told>): string {
  const lines = [`Execution log for request ${call.requestId}`]
  for (const { at, text } of story) lines.push(`${javaDate(at)} : ${cut(text())}`)
  return `${lines.join('\n')}\n`
}

function* story(answered: Answered): Generator<Told> {
  const { exchange } = answered
  const { call, failure, startedAt } = exchange
  yield { kind: 'info', at: startedAt, text: () => `Extended Request Id: ${call.extendedRequestId}` }
  yield* authorizerLines(exchange)
  if (endedInAuthorizer(exchange)) return
  yield* usagePlan(exchange)
  if (endedInAdmission(failure)) return
  yield* execution(answered)
}

/** Of a method: from the request, as it passed the authorizer, to the answer. */
function* execution(answered: Answered): Generator<Told> {
  const { exchange, response, endedAt } = answered
  const { failure } = exchange
  yield* methodRequest(exchange)
  yield* cache(exchange)
  yield* endpoint(exchange)
  if (failure) yield* failed(answered)
  else yield* methodResponse(answered)
  const kind = failure ? 'error' : 'info'
  yield { kind, at: endedAt, text: () => `Method completed with status: ${response.status}` }
}

/** By a key, a plan or a throttle. */
function endedInAdmission(failure: GatewayError | undefined): boolean {
  return failure !== undefined && ADMISSION.has(failure.type)
}

function* usagePlan({ api, apiKey, call, failure, matched, startedAt: at }: FailedCall): Generator<Told> {
  const stage = `${api.snapshot.apiId}/${api.snapshot.stageName}`
  const given = apiKey?.value ?? call.headers['x-api-key']
  const key = masked(given ?? '')
  const method = `method '${matched?.definition.httpMethod} ${matched?.resourcePath}'`
  yield {
    kind: 'info',
    at,
    text: () => `Verifying Usage Plan for request: ${call.requestId}. API Key: ${key} API Stage: ${stage}`,
  }
  if (failure?.type === 'INVALID_API_KEY') {
    const why = given ? 'No Usage Plan found for key and API Stage' : 'No API Key'
    const text =
      `API Key ${key} not authorized because ${method} requires API Key and API Key is not associated with a Usage Plan ` +
      `for API Stage ${stage}: ${why}`
    yield { kind: 'error', at, text: () => text }
    return
  }
  // That it says why, and these words, are inferred.
  if (failure && endedInAdmission(failure)) {
    yield { kind: 'error', at, text: () => `API Key ${key} may not call API Stage ${stage} now: ${failure.reason}` }
    return
  }
  if (!matched?.definition.apiKeyRequired) {
    const effect = 'Request will not contribute to throttle or quota limits'
    yield {
      kind: 'info',
      at,
      text: () => `API Key ${key} authorized because ${method} does not require API Key. ${effect}`,
    }
  }
  yield { kind: 'info', at, text: () => `Usage Plan check succeeded for API Key ${key} and API Stage ${stage}` }
}

function* methodRequest(exchange: Exchange): Generator<Told> {
  const { call, startedAt: at, values } = exchange
  const secret = new Set(['authorization', 'x-api-key', ...identityHeaders(exchange)])
  yield { kind: 'info', at, text: () => `Starting execution for request: ${call.requestId}` }
  yield { kind: 'info', at, text: () => `HTTP Method: ${call.httpMethod}, Resource Path: ${call.path}` }
  yield { kind: 'data', at, text: () => `Method request path: ${mapText(values.path)}` }
  yield { kind: 'data', at, text: () => `Method request query string: ${mapText(values.querystring)}` }
  yield { kind: 'data', at, text: () => `Method request headers: ${mapText(values.header, secret)}` }
  const body = () => `Method request body before transformations: ${bodyText(call.request.body)}`
  yield { kind: 'data', at, text: body }
}

const ENDPOINT_SECRETS: ReadonlySet<string> = new Set(['authorization', 'x-api-key', 'x-amz-security-token'])

/** That a log tells of the cache, and these words, are inferred. */
function* cache({ cacheUse, startedAt: at }: Exchange): Generator<Told> {
  if (cacheUse) yield { kind: 'info', at, text: () => cacheText(cacheUse) }
}

function cacheText({ ageMs, outcome }: NonNullable<Exchange['cacheUse']>): string {
  switch (outcome) {
    case 'hit':
      return `Cache hit: the response is ${Math.floor(ageMs / 1000)} s old`
    case 'shared':
      return 'Cache hit: the response came for another request at the same time'
    case 'miss':
      return 'Cache miss'
    case 'renewed':
      return 'Cache invalidated by Cache-Control: max-age=0'
  }
}

function* endpoint({ endpointCall, answeredBy: backend }: Exchange): Generator<Told> {
  if (!endpointCall) return
  const { request, startedAt, endedAt } = endpointCall
  yield { kind: 'data', at: startedAt, text: () => `Endpoint request URI: ${request.url.href}` }
  yield {
    kind: 'data',
    at: startedAt,
    text: () => `Endpoint request headers: ${mapText(pairsOf(request.rawHeaders), ENDPOINT_SECRETS)}`,
  }
  const sent = () => `Endpoint request body after transformations: ${bodyText(request.body)}`
  yield { kind: 'data', at: startedAt, text: sent }
  yield { kind: 'info', at: startedAt, text: () => `Sending request to ${request.url.href}` }
  if (!backend || endedAt === undefined) return
  const latency = endedAt - startedAt
  yield {
    kind: 'info',
    at: endedAt,
    text: () => `Received response. Status: ${backend.status}, Integration latency: ${latency} ms`,
  }
  yield { kind: 'data', at: endedAt, text: () => `Endpoint response headers: ${mapText(backend.headers)}` }
  const received = () => `Endpoint response body before transformations: ${bodyText(backend.body)}`
  yield { kind: 'data', at: endedAt, text: received }
}

/** Headers that AWS adds after what the log tells of, and after what a test answers. */
export const ADDED: ReadonlySet<string> = new Set(['content-length', 'x-amzn-requestid', 'x-amz-apigw-id'])

function* methodResponse({ response, endedAt: at }: Answered): Generator<Told> {
  // In the order that was recorded, in which the content type comes last.
  const isType = ([name]: readonly [string, string]) => name.toLowerCase() === 'content-type'
  const told = response.headers.filter(([name]) => !ADDED.has(name.toLowerCase()))
  const headers = [...told.filter((header) => !isType(header)), ...told.filter(isType)]
  const body = () => `Method response body after transformations: ${bodyText(response.body)}`
  yield { kind: 'data', at, text: body }
  yield { kind: 'data', at, text: () => `Method response headers: ${mapText(headers)}` }
  yield { kind: 'info', at, text: () => 'Successfully completed execution' }
}

function* failed({ exchange, response, endedAt: at }: Answered): Generator<Told> {
  const { api, failure } = exchange
  if (!failure) return
  yield failureTold(exchange, failure, at)
  const custom = customizedAs(failure.type, api.snapshot.definition.gatewayResponses)
  if (custom === undefined) return
  const text = () => `Gateway response type: ${custom} with status code: ${response.status}`
  yield { kind: 'error', at, text }
  yield { kind: 'data', at, text: () => `Gateway response body: ${bodyText(response.body)}` }
  const headers = response.headers.filter(([name]) => !ADDED.has(name.toLowerCase()))
  yield { kind: 'data', at, text: () => `Gateway response headers: ${mapText(headers)}` }
}

function failureTold(exchange: FailedCall, failure: GatewayError, at: number): Told {
  const problem = integrationProblem(exchange) ?? refusalText(failure, exchange.call.headers['content-type'])
  return { kind: 'error', at, text: () => problem }
}

/** What a line needs to know of a call that has failed. */
export type FailedCall = Pick<Exchange, 'api' | 'apiKey' | 'failure' | 'matched' | 'startedAt'> & {
  readonly call: Pick<Call, 'headers' | 'requestId'>
}

/** The line that says why a call has failed, as a stage that logs would write it; none tells of a path without a method. */
export function failureLine(exchange: FailedCall): string | undefined {
  const { call, failure, matched, startedAt } = exchange
  if (!failure || !matched) return undefined
  const told = endedInAuthorizer(exchange)
    ? authorizerRefusal(exchange, startedAt)
    : endedInAdmission(failure)
      ? [...usagePlan(exchange)].find(({ kind }) => kind === 'error')
      : failureTold(exchange, failure, startedAt)
  return told && `(${call.requestId}) ${cut(told.text())}`
}

/** The text for a body is observed, the rest is inferred. */
function refusalText({ type, details, reason }: NonNullable<Exchange['failure']>, contentType: string | undefined) {
  if (type !== 'BAD_REQUEST_BODY') return reason
  return `Request body does not match model schema for content type ${mediaTypeOf(contentType)}: ${details ?? ''}`
}

/** The gateway response of the API's own that was given; that AWS names it only then is inferred. */
function customizedAs(
  type: keyof typeof GATEWAY_RESPONSES,
  responses: Readonly<Record<string, unknown>>,
): string | undefined {
  if (own(responses, type)) return type
  const byDefault = GATEWAY_RESPONSES[type].status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX'
  return own(responses, byDefault) ? byDefault : undefined
}
