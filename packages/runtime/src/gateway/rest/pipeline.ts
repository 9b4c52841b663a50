import { TokenError } from '../../kernel/signed-token.ts'
import type { WireResponse } from '../../kernel/wire.ts'
import { BudgetExceededError } from '../../languages/budget.ts'
import { TemplateError } from '../../languages/velocity/value.ts'
import type { Exchange } from './exchange.ts'
import { GatewayError, misconfigured, unauthorized } from './gateway-error.ts'
import { admit } from './steps/admit.ts'
import { authorize } from './steps/authorize.ts'
import { gatewayResponse } from './steps/gateway-response.ts'
import { integrate } from './steps/integrate.ts'
import { mapRequest } from './steps/map-request.ts'
import { mapResponse } from './steps/map-response.ts'
import { matchRoute } from './steps/match-route.ts'
import { validate } from './steps/validate.ts'

/** A part of the documented way of a call. It may wait, but on the usual path it does not. */
export type Step = (exchange: Exchange) => void | Promise<void>

/** The way of a call, in AWS's order. */
const STEPS: readonly Step[] = [matchRoute, authorize, admit, validate, mapRequest, integrate, mapResponse]

/** The way of `TestInvokeMethod`, which names the method, and whose caller needs no further permission (documented). */
export const TEST_STEPS: readonly Step[] = [validate, mapRequest, integrate, mapResponse]

/** Runs the steps; whatever goes wrong becomes a gateway response. A promise only if a step has to wait. */
export function serve(exchange: Exchange, steps = STEPS): WireResponse | Promise<WireResponse> {
  try {
    for (let i = 0; i < steps.length; i++) {
      const pending = steps[i]?.(exchange)
      if (pending) return serveRest(exchange, steps, pending, i + 1)
    }
    return exchange.response
  } catch (error) {
    return failed(exchange, error)
  }
}

async function serveRest(
  exchange: Exchange,
  steps: readonly Step[],
  pending: Promise<void>,
  from: number,
): Promise<WireResponse> {
  try {
    await pending
    for (let i = from; i < steps.length; i++) {
      const next = steps[i]?.(exchange)
      if (next) await next
    }
    return exchange.response
  } catch (error) {
    return failed(exchange, error)
  }
}

function failed(exchange: Exchange, error: unknown): WireResponse {
  if (error instanceof GatewayError) return gatewayResponse(exchange, error)
  if (error instanceof TokenError) return gatewayResponse(exchange, unauthorized(error.message))
  if (error instanceof TemplateError || error instanceof BudgetExceededError) {
    return gatewayResponse(exchange, misconfigured(error.message, error))
  }
  exchange.runtime.logger.log('error', 'a call failed inside the gateway', {
    requestId: exchange.call.requestId,
    subject: exchange.call.subject,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  })
  return gatewayResponse(exchange, misconfigured('a fault of Sallyport itself', error))
}
