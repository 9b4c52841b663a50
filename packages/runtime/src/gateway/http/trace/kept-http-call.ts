import type { Judgment } from '../../../kernel/policies/evaluate.ts'
import type { KeptRequest, RequestSummary, RequestTrace } from '../../../kernel/request-trace.ts'
import type { WireResponse } from '../../../kernel/wire.ts'
import type { VerifiedJwt } from '../../tokens/verified-jwt.ts'
import { type KeptBodies, keptBodies } from '../../trace/kept-bodies.ts'
import type { Caller } from '../authorizers/caller.ts'
import type { CompiledRoute } from '../compile/route.ts'
import type { CompiledStage } from '../compile/stage.ts'
import type { HttpExchange } from '../exchange.ts'
import type { HttpApiError } from '../http-api-error.ts'
import { describe, summarize } from './describe.ts'

const BYTES = 1024

/** What is kept of a call of an HTTP API: references, made when it is answered, and none to the request itself. */
export class KeptHttpCall implements KeptRequest {
  readonly bytes: number
  readonly requestId: string
  readonly method: string
  readonly path: string
  readonly stage: CompiledStage
  readonly matched: CompiledRoute | undefined
  readonly caller: Caller | undefined
  readonly token: VerifiedJwt | undefined
  readonly judgment: Judgment | undefined
  readonly authorizerMs: number | undefined
  readonly integrationMs: number | undefined
  /** What the integration answered. */
  readonly told: number | undefined
  readonly failure: HttpApiError | undefined
  readonly failedIn: HttpExchange['failedIn']
  readonly status: number
  readonly startedAt: number
  readonly endedAt: number
  readonly bodies: KeptBodies | undefined

  constructor(exchange: HttpExchange, response: WireResponse, keepsBodies: boolean) {
    const { authorizerAsked, call, integrationAsked } = exchange
    this.requestId = call.requestId
    this.method = call.request.method
    this.path = call.path
    this.stage = exchange.stage
    this.matched = exchange.matched
    this.caller = exchange.caller
    this.token = exchange.tokenSeen
    this.judgment = exchange.judgment
    this.startedAt = exchange.startedAt
    this.endedAt = exchange.runtime.clock.now()
    this.authorizerMs = authorizerAsked && (authorizerAsked.endedAt ?? this.endedAt) - authorizerAsked.startedAt
    this.integrationMs = integrationAsked && (integrationAsked.endedAt ?? this.endedAt) - integrationAsked.startedAt
    this.told = integrationAsked?.told
    this.failure = exchange.failure
    this.failedIn = exchange.failedIn
    this.status = response.status
    if (keepsBodies) {
      this.bodies = keptBodies(call.request.body, response.body)
      this.bytes = BYTES + this.bodies.request.length + 2 * this.bodies.response.length
    } else this.bytes = BYTES
  }

  summary(): RequestSummary {
    return summarize(this)
  }

  trace(): RequestTrace {
    return describe(this)
  }
}
