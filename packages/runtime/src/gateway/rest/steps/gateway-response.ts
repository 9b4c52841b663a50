import type { WireResponse } from '../../../kernel/wire.ts'
import { refusal } from '../../limits.ts'
import { Reply } from '../../reply.ts'
import type { Exchange } from '../exchange.ts'
import type { GatewayError } from '../gateway-error.ts'
import { builtInBody, GATEWAY_RESPONSES, type GatewayResponseDefaults } from '../gateway-response-types.ts'
import { applyHeaders } from '../mapping/response-headers.ts'

/** Any error ends here: the API's own response for its type, or the built-in one. Never throws. */
export function gatewayResponse(exchange: Exchange, error: GatewayError): WireResponse {
  exchange.failure = error
  if (error.plain) return refusal(exchange.call, error.plain)
  try {
    return customized(exchange, error) ?? builtIn(exchange, error)
  } catch (cause) {
    const { requestId, subject } = exchange.call
    const text = cause instanceof Error ? cause.message : String(cause)
    exchange.runtime.logger.log('warn', `the gateway response ${error.type} cannot be made`, {
      requestId,
      subject,
      error: text,
    })
    return builtIn(exchange, error)
  }
}

function builtIn(exchange: Exchange, error: GatewayError): WireResponse {
  const { type, publicMessage, reason } = error
  const defaults = GATEWAY_RESPONSES[type]
  const reply = replyTo(exchange, error, defaults.status)
  return reply.send(exchange.call, builtInBody(defaults, publicMessage), `${reply.status}: ${reason}`)
}

function customized(exchange: Exchange, error: GatewayError): WireResponse | undefined {
  const custom = exchange.api.gatewayResponses.find(error.type)
  if (!custom) return undefined
  const defaults = GATEWAY_RESPONSES[error.type]
  const reply = replyTo(exchange, error, custom.status)
  const template = custom.template(exchange.call.headers.accept)
  if (template) reply.set('content-type', ['Content-Type', template.contentType])
  applyHeaders(custom.headers, exchange, reply)
  const { type: responseType, details } = error
  const variables = { message: error.publicMessage ?? defaults.message, responseType, details }
  const body = template ? template.body(exchange, variables) : builtInBody(defaults, error.publicMessage)
  return reply.send(exchange.call, body, `${reply.status}: ${error.reason}`)
}

function replyTo(exchange: Exchange, { type, errorType }: GatewayError, status: number): Reply {
  const defaults: GatewayResponseDefaults = GATEWAY_RESPONSES[type]
  const reply = new Reply(status, errorType ?? defaults.errorType)
  if (defaults.traced) reply.set('x-amzn-trace-id', ['X-Amzn-Trace-Id', exchange.traceId])
  return reply
}
