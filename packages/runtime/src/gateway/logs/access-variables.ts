import { logDate } from '../../kernel/dates.ts'
import { plainAddress } from '../../kernel/plain-address.ts'
import { GATEWAY_RESPONSES } from '../rest/gateway-response-types.ts'
import { contextText } from '../rest/variables/context.ts'
import type { AccessVariable } from './access-format.ts'
import type { Answered } from './answered.ts'
import { endedInAuthorizer, failureMessage, integrationProblem } from './outcome.ts'

/** Header of the client's own request id (documented: set-up-access-logging). */
const REQUEST_ID = 'x-amzn-requestid'

/**
 * Variables of access logs alone, and those that most formats name, which so do without the whole `$context`
 * (documented: api-gateway-variables-for-access-logging). That integration variables of a mock, which asks nobody, have no
 * value is inferred, and so is what the authorizer's are for a user pool.
 */
const VARIABLES: ReadonlyMap<string, AccessVariable<Answered>> = new Map<string, AccessVariable<Answered>>([
  ['requestId', requestId],
  ['extendedRequestId', ({ exchange }) => exchange.call.extendedRequestId],
  ['httpMethod', ({ exchange }) => exchange.call.httpMethod],
  ['path', ({ exchange }) => exchange.call.fullPath],
  ['customDomain.basePathMatched', ({ exchange }) => exchange.call.address.mapping?.key],
  ['resourcePath', ({ exchange }) => exchange.matched?.resourcePath],
  ['protocol', () => 'HTTP/1.1'],
  ['identity.sourceIp', ({ exchange }) => plainAddress(exchange.call.request.remoteAddress)],
  ['identity.userAgent', ({ exchange }) => exchange.call.headers['user-agent']],
  ['identity.caller', ({ exchange }) => exchange.signer?.userId],
  ['identity.user', ({ exchange }) => exchange.signer?.userId],
  ['identity.apiKey', ({ exchange }) => exchange.apiKey?.value],
  ['identity.apiKeyId', ({ exchange }) => exchange.apiKey?.id],
  ['requestTime', ({ exchange }) => logDate(exchange.startedAt)],
  ['requestTimeEpoch', ({ exchange }) => String(exchange.startedAt)],
  ['status', ({ response }) => String(response.status)],
  ['responseLength', ({ length }) => String(length)],
  ['responseLatency', ({ exchange, endedAt }) => String(endedAt - exchange.startedAt)],
  ['error.message', failureMessage],
  ['error.messageString', quotedMessage],
  ['error.responseType', ({ exchange }) => exchange.failure?.type],
  ['error.validationErrorString', ({ exchange }) => exchange.failure?.details],
  ['integrationLatency', integrationLatency],
  ['integration.latency', integrationLatency],
  ['integrationStatus', integrationStatus],
  ['integration.status', integrationStatus],
  ['integration.integrationStatus', integrationStatus],
  ['integrationErrorMessage', ({ exchange }) => integrationProblem(exchange)],
  ['integration.error', ({ exchange }) => integrationProblem(exchange)],
  ['awsEndpointRequestId', endpointRequestId],
  ['integration.requestId', endpointRequestId],
  ['authorizer.status', authorizerStatus],
  ['authorizer.latency', authorizerLatency],
  ['authorizer.integrationLatency', authorizerLatency],
  ['authorizer.integrationStatus', ({ exchange }) => (exchange.authorizerCall?.answer ? '200' : undefined)],
  ['authorizer.requestId', ({ exchange }) => exchange.authorizerCall?.answer?.requestId],
  ['authorizer.error', (answered) => (endedInAuthorizer(answered.exchange) ? failureMessage(answered) : undefined)],
])

/** A variable by its name behind `$context.`; those that no call has a value for are none. */
export function accessVariable(name: string): AccessVariable<Answered> {
  return VARIABLES.get(name) ?? (({ exchange }) => contextText(exchange, name))
}

function quotedMessage(answered: Answered): string | undefined {
  return answered.exchange.failure && JSON.stringify(failureMessage(answered) ?? null)
}

/** Replaced by a UUID, an id that is none leaves its mark (documented). */
function requestId({ exchange: { call } }: Answered): string {
  const wanted = call.headers[REQUEST_ID]
  return wanted === undefined || wanted === call.requestId
    ? call.requestId
    : `${call.requestId}_REPLACED_INVALID_REQUEST_ID`
}

function integrationLatency({ exchange: { endpointCall } }: Answered): string | undefined {
  return endpointCall?.endedAt === undefined ? undefined : String(endpointCall.endedAt - endpointCall.startedAt)
}

function integrationStatus({ exchange }: Answered): string | undefined {
  return exchange.endpointCall && exchange.answeredBy?.status
}

function endpointRequestId({ exchange }: Answered): string | undefined {
  const backend = exchange.endpointCall && exchange.answeredBy
  return backend?.header('x-amzn-requestid')[0] ?? backend?.header('x-amz-request-id')[0]
}

/** Of a function that was asked; nothing where its answer was remembered. */
function authorizerLatency({ exchange: { authorizerCall: call } }: Answered): string | undefined {
  return call?.answer && String(call.answer.endedAt - call.startedAt)
}

function authorizerStatus({ exchange }: Answered): string | undefined {
  if (exchange.token || exchange.verdict) return '200'
  const { failure } = exchange
  return failure && endedInAuthorizer(exchange) ? String(GATEWAY_RESPONSES[failure.type].status) : undefined
}
