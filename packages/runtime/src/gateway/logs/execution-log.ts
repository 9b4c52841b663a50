import { javaDate } from '../../kernel/dates.ts'
import type { ExecutionLogSetting, LogLine } from '../ports.ts'
import type { Exchange } from '../rest/exchange.ts'
import type { Answered } from './answered.ts'
import { authorizerLines, authorizerTestLines, identityHeaders } from './authorizer-lines.ts'
import { bodyText, cut, mapText, pairsOf } from './execution-text.ts'
import { ADDED, failureLines } from './failure-lines.ts'
import { endedInAuthorizer } from './outcome.ts'
import type { Told } from './told.ts'
import { endedInAdmission, usagePlanLines } from './usage-plan-lines.ts'

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
  yield* usagePlanLines(exchange)
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
  if (failure) yield* failureLines(answered)
  else yield* methodResponse(answered)
  const kind = failure ? 'error' : 'info'
  yield { kind, at: endedAt, text: () => `Method completed with status: ${response.status}` }
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
