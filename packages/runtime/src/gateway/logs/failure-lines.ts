import { own } from '../../kernel/own.ts'
import type { Exchange } from '../rest/exchange.ts'
import type { GatewayError } from '../rest/gateway-error.ts'
import { GATEWAY_RESPONSES } from '../rest/gateway-response-types.ts'
import { mediaTypeOf } from '../rest/mapping/media-type.ts'
import type { Answered } from './answered.ts'
import { authorizerRefusal } from './authorizer-lines.ts'
import { bodyText, cut, mapText } from './execution-text.ts'
import { endedInAuthorizer, integrationProblem } from './outcome.ts'
import type { Told } from './told.ts'
import { endedInAdmission, type FailedCall, usagePlanLines } from './usage-plan-lines.ts'

/** Headers that AWS adds after what the log tells of, and after what a test answers. */
export const ADDED: ReadonlySet<string> = new Set(['content-length', 'x-amzn-requestid', 'x-amz-apigw-id'])

/** What an execution log tells of the end of a call that has failed. */
export function* failureLines({ exchange, response, endedAt: at }: Answered): Generator<Told> {
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

/** The line that says why a call has failed, as a stage that logs would write it; none tells of a path without a method. */
export function failureLine(exchange: FailedCall): string | undefined {
  const { call, failure, matched, startedAt } = exchange
  if (!failure || !matched) return undefined
  const told = endedInAuthorizer(exchange)
    ? authorizerRefusal(exchange, startedAt)
    : endedInAdmission(failure)
      ? [...usagePlanLines(exchange)].find(({ kind }) => kind === 'error')
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
