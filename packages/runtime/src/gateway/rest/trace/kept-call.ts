import type { Judgment } from '../../../kernel/policies/evaluate.ts'
import type { IdentityVerdict } from '../../../kernel/policies/identity.ts'
import type { KeptRequest, RequestSummary, RequestTrace } from '../../../kernel/request-trace.ts'
import type { Signer } from '../../../kernel/signatures.ts'
import type { WireRequest, WireResponse } from '../../../kernel/wire.ts'
import { type KeptBodies, keptBodies } from '../../trace/kept-bodies.ts'
import type { Verdict } from '../authorizers/lambda/answer.ts'
import type { CompiledApi } from '../compile/api.ts'
import type { CompiledMethod } from '../compile/method.ts'
import type { Exchange } from '../exchange.ts'
import type { GatewayError } from '../gateway-error.ts'
import type { Payload } from '../mapping/payload.ts'
import type { RequestParameter } from '../mapping/request-parameters.ts'
import { describe, summarize } from './describe.ts'

const NO_HEADERS: WireRequest['headers'] = {}
/** Of the object itself and what it refers to, without what a client sends. */
const OWN_BYTES = 1024

/**
 * What is kept of a call: references, made when it is answered. The request itself is not among them: it holds the body
 * and the client's connection.
 */
export class KeptCall implements KeptRequest {
  readonly bytes: number
  readonly requestId: string
  readonly httpMethod: string
  readonly path: string
  /** Of a call that failed: those of every call would be moved out of the youngest generation of the heap. */
  readonly headers: WireRequest['headers']
  readonly api: CompiledApi
  readonly matched: CompiledMethod | undefined
  readonly token: Exchange['tokenSeen']
  readonly verdict: Verdict | undefined
  readonly resourceJudgment: Judgment | undefined
  readonly identityVerdict: IdentityVerdict | undefined
  /** Of the verdict's policy. */
  readonly judgment: Judgment | undefined
  readonly signer: Signer | undefined
  readonly apiKey: Exchange['apiKey']
  readonly parameters: readonly RequestParameter[]
  /** Of the authorizer's function. */
  readonly functionArn: string | undefined
  readonly authorizerMs: number | undefined
  readonly integrationMs: number | undefined
  readonly cacheUse: Exchange['cacheUse']
  /** What the integration answered. */
  readonly backendStatus: string | undefined
  readonly selection: string | undefined
  readonly failure: GatewayError | undefined
  readonly failedIn: Exchange['failedIn']
  readonly status: number
  readonly startedAt: number
  readonly endedAt: number
  readonly bodies: KeptBodies | undefined
  /** What the integration was sent, where bodies are kept. */
  readonly mapped: Payload | undefined

  constructor(exchange: Exchange, response: WireResponse, keepsBodies: boolean) {
    const { call, authorizerCall, answeredBy, integrationStartedAt: sentAt } = exchange
    const { request } = call
    this.requestId = call.requestId
    this.httpMethod = call.httpMethod
    this.path = call.path
    this.headers = exchange.failure || keepsBodies ? call.headers : NO_HEADERS
    this.api = exchange.api
    this.matched = exchange.matched
    this.token = exchange.tokenSeen
    this.verdict = exchange.verdict
    this.resourceJudgment = exchange.resourceJudgment
    this.identityVerdict = exchange.identityVerdict
    this.judgment = exchange.judgment
    this.signer = exchange.signer
    this.apiKey = exchange.apiKey
    this.parameters = exchange.parameters
    this.functionArn = authorizerCall?.functionArn
    this.startedAt = exchange.startedAt
    this.endedAt = exchange.runtime.clock.now()
    this.authorizerMs = authorizerCall && (authorizerCall.answer?.endedAt ?? this.endedAt) - authorizerCall.startedAt
    this.integrationMs = sentAt === undefined ? undefined : (exchange.integrationEndedAt ?? this.endedAt) - sentAt
    this.cacheUse = exchange.cacheUse
    this.backendStatus = answeredBy?.status
    this.selection = answeredBy?.selection
    this.failure = exchange.failure
    this.failedIn = exchange.failedIn
    this.status = response.status
    let bytes = OWN_BYTES
    if (this.headers !== NO_HEADERS) bytes += lengthOf(request.rawHeaders)
    if (keepsBodies) {
      this.bodies = keptBodies(request.body, response.body)
      this.mapped = exchange.mappedRequest
      bytes += request.body.length + this.bodies.response.length + (this.mapped?.length ?? 0)
    }
    this.bytes = bytes
  }

  summary(): RequestSummary {
    return summarize(this)
  }

  trace(): RequestTrace {
    return describe(this)
  }
}

function lengthOf(rawHeaders: readonly string[]): number {
  let length = 0
  for (const text of rawHeaders) length += text.length
  return length
}
