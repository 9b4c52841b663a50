import type { Judgment } from '../../kernel/policies/evaluate.ts'
import { traceIdOf } from '../../kernel/trace-id.ts'
import type { WireResponse } from '../../kernel/wire.ts'
import { Budget } from '../../languages/budget.ts'
import type { Runtime } from '../runtime.ts'
import type { Step } from '../steps.ts'
import type { VerifiedJwt } from '../tokens/verified-jwt.ts'
import type { Caller } from './authorizers/caller.ts'
import type { HttpApiCall } from './call.ts'
import type { CompiledRoute } from './compile/route.ts'
import type { CompiledStage } from './compile/stage.ts'
import type { HttpApiError } from './http-api-error.ts'
import type { Answer } from './reply.ts'
import { type PathParameters, RequestValues } from './request-values.ts'

/** For the log: somebody who was asked, and when the answer was there. */
export interface Asked {
  readonly startedAt: number
  endedAt?: number
  /** Of a function: of its invocation. */
  status?: number
  /** The one that it has answered with. */
  told?: number
  requestId?: string
}

/**
 * One call of an HTTP API on its way through the steps. Each field below the line is set by one step and read by later
 * ones; reading it too early is a bug and throws.
 */
export class HttpExchange {
  readonly call: HttpApiCall
  readonly stage: CompiledStage
  readonly runtime: Runtime
  readonly startedAt: number

  // ---- set by the steps
  #route: CompiledRoute | undefined
  #answer: Answer | undefined
  #response: WireResponse | undefined
  /** By `matchRoute`. */
  pathParameters: PathParameters = []
  /** By `authorize`, where the route asks who calls. */
  caller: Caller | undefined
  /** By `authorize`: a token that is genuine, whether or not it was enough. */
  tokenSeen: VerifiedJwt | undefined
  /** By `authorize`: what the policy of the authorizer's function says of the call, where it has answered with one. */
  judgment: Judgment | undefined
  /** By `authorize`, where a function was asked. */
  authorizerAsked: Asked | undefined
  /** By `integrate`. */
  integrationAsked: Asked | undefined
  /** What the call has ended with, if it failed. */
  failure: HttpApiError | undefined
  /** The step that it has ended in, if it failed. */
  failedIn: Step<HttpExchange> | undefined

  #budget: Budget | undefined
  #traceId: string | undefined
  #values: RequestValues | undefined

  constructor(call: HttpApiCall, stage: CompiledStage, runtime: Runtime) {
    this.call = call
    this.stage = stage
    this.runtime = runtime
    this.startedAt = runtime.clock.now()
  }

  /** By `matchRoute`. */
  get route(): CompiledRoute {
    return this.#route ?? unset('route')
  }
  set route(route: CompiledRoute) {
    this.#route = route
  }
  get matched(): CompiledRoute | undefined {
    return this.#route
  }

  /** What the integration says, or the gateway in its place. By `integrate`. */
  get answer(): Answer {
    return this.#answer ?? unset('answer')
  }
  set answer(answer: Answer) {
    this.#answer = answer
  }
  get answered(): Answer | undefined {
    return this.#answer
  }

  /** By `respond`. */
  get response(): WireResponse {
    return this.#response ?? unset('response')
  }
  set response(response: WireResponse) {
    this.#response = response
  }

  /** The client's `X-Amzn-Trace-Id` continued, or a new one. */
  get traceId(): string {
    this.#traceId ??= traceIdOf(this.call.headers['x-amzn-trace-id'], this.startedAt, this.runtime.random)
    return this.#traceId
  }

  /** What this call may still spend on JSON paths. */
  get budget(): Budget {
    this.#budget ??= new Budget()
    return this.#budget
  }

  /** The client's parameters. */
  get values(): RequestValues {
    this.#values ??= new RequestValues(this.call, this.pathParameters)
    return this.#values
  }
}

function unset(field: string): never {
  throw new Error(`the exchange has no ${field} yet`)
}
