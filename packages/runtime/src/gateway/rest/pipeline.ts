import { MalformedAnswer } from '../../kernel/malformed-answer.ts'
import { TokenError } from '../../kernel/signed-token.ts'
import type { Soon } from '../../kernel/soon.ts'
import type { WireResponse } from '../../kernel/wire.ts'
import { BudgetExceededError } from '../../languages/budget.ts'
import { TemplateError } from '../../languages/velocity/value.ts'
import { type Step, takeSteps } from '../steps.ts'
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

/** The way of a call, in AWS's order. */
export const STEPS: readonly Step<Exchange>[] = [
  matchRoute,
  authorize,
  admit,
  validate,
  mapRequest,
  integrate,
  mapResponse,
]

/** The way of `TestInvokeMethod`, which names the method, and whose caller needs no further permission (documented). */
export const TEST_STEPS: readonly Step<Exchange>[] = [validate, mapRequest, integrate, mapResponse]

/** Whatever goes wrong becomes a gateway response. */
export function serve(exchange: Exchange, steps = STEPS): Soon<WireResponse> {
  return takeSteps(exchange, steps, failed)
}

function failed(exchange: Exchange, error: unknown, step: Step<Exchange> | undefined): WireResponse {
  exchange.failedIn = step
  if (error instanceof GatewayError) return gatewayResponse(exchange, error)
  if (error instanceof MalformedAnswer) return gatewayResponse(exchange, malformedProxyResponse(error))
  if (error instanceof TokenError) return gatewayResponse(exchange, unauthorized(error.message, 'token-flawed'))
  if (error instanceof TemplateError || error instanceof BudgetExceededError) {
    return gatewayResponse(exchange, misconfigured(error.message, error, 'template'))
  }
  exchange.runtime.logger.log('error', 'a call failed inside the gateway', {
    requestId: exchange.call.requestId,
    subject: exchange.call.subject,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  })
  return gatewayResponse(exchange, misconfigured('a fault of Sallyport itself', error))
}

/** The text stands in AWS's execution logs (observed); what is wrong with the answer is said here only. */
function malformedProxyResponse({ reason }: MalformedAnswer): GatewayError {
  return new GatewayError(
    'DEFAULT_5XX',
    `Execution failed due to configuration error: Malformed Lambda proxy response: ${reason}`,
  )
}
