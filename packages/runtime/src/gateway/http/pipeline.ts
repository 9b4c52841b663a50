import { MalformedAnswer } from '../../kernel/malformed-answer.ts'
import { isPreflight } from '../../kernel/preflight.ts'
import type { Soon } from '../../kernel/soon.ts'
import type { WireResponse } from '../../kernel/wire.ts'
import { BudgetExceededError } from '../../languages/budget.ts'
import { type Step, takeSteps } from '../steps.ts'
import type { HttpExchange } from './exchange.ts'
import { HttpApiError, integrationFailed } from './http-api-error.ts'
import { type Answer, errorAnswer, toResponse } from './reply.ts'

export const STEPS: readonly Step<HttpExchange>[] = [matchRoute, authorize, admit, integrate, respond]

/** The way of a call. Whatever goes wrong becomes `{"message":…}`. */
export function serve(exchange: HttpExchange): Soon<WireResponse> {
  return takeSteps(exchange, STEPS, failed)
}

/** A browser's question needs no route (documented: http-api-cors). */
function matchRoute(exchange: HttpExchange): void {
  const { call, stage } = exchange
  const found = stage.findRoute(call.request.method, call.path)
  if (found) {
    exchange.pathParameters = found.pathParameters
    exchange.route = stage.route(found.route)
  } else if (!isAnsweredHere(exchange)) {
    throw new HttpApiError(404, `no route for ${call.request.method} ${call.path} in this deployment`)
  }
}

/**
 * Also for a browser's question, if there is a route for it: so one that `$default` catches is refused (documented:
 * http-api-cors).
 */
function authorize(exchange: HttpExchange): void | Promise<void> {
  return exchange.matched?.authorize(exchange)
}

/** That the authorizer is asked first is inferred from REST APIs. */
function admit({ matched, startedAt }: HttpExchange): void {
  const whose = matched?.exceeded(startedAt)
  if (whose !== undefined) throw new HttpApiError(429, `more requests than ${whose} allow`)
}

function integrate(exchange: HttpExchange): void | Promise<void> {
  const { call, stage } = exchange
  if (stage.cors && isPreflight(call.request)) {
    exchange.answer = stage.cors.preflight(call.request)
    return undefined
  }
  const answer = exchange.route.invoke(exchange)
  if (!(answer instanceof Promise)) return mapped(exchange, answer)
  return answer.then((answered) => mapped(exchange, answered))
}

function mapped(exchange: HttpExchange, answer: Answer): void {
  const { stage, call, route } = exchange
  exchange.answer = answer
  if (exchange.integrationAsked) exchange.integrationAsked.told = answer.status
  if (route.mapResponse) exchange.answer = route.mapResponse(exchange)
  if (stage.cors) exchange.answer = stage.cors.appliedTo(exchange.answer, call.request)
}

function respond(exchange: HttpExchange): void {
  exchange.response = toResponse(exchange.call, exchange.answer)
}

function isAnsweredHere({ call, stage }: HttpExchange): boolean {
  return stage.cors !== undefined && isPreflight(call.request)
}

/** That a page may read the gateway's own errors, too, is inferred. */
function failed(exchange: HttpExchange, error: unknown, step: Step<HttpExchange> | undefined): WireResponse {
  const { call, stage } = exchange
  const failure = toApiError(exchange, error)
  exchange.failure = failure
  exchange.failedIn = step
  const answer = errorAnswer(failure)
  const reason = `${failure.status}: ${failure.reason}`
  return toResponse(call, stage.cors ? stage.cors.appliedTo(answer, call.request) : answer, reason)
}

/** The text for an answer that means nothing is inferred; AWS goes on to say which field of it has the wrong type. */
const MALFORMED = "The response from the Lambda function doesn't match the format that API Gateway expects."

function toApiError({ call, runtime }: HttpExchange, error: unknown): HttpApiError {
  if (error instanceof HttpApiError) return error
  if (error instanceof MalformedAnswer) return integrationFailed(error.message, { logged: MALFORMED })
  if (error instanceof BudgetExceededError) return integrationFailed(error.message, { cause: error })
  runtime.logger.log('error', 'a call failed inside the gateway', {
    requestId: call.requestId,
    subject: call.subject,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  })
  return new HttpApiError(500, 'a fault of Sallyport itself', { cause: error })
}
