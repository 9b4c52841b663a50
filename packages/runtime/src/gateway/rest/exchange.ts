import type { Judgment } from '../../kernel/policies/evaluate.ts'
import type { IdentityVerdict } from '../../kernel/policies/identity.ts'
import type { Signer } from '../../kernel/signatures.ts'
import { traceIdOf } from '../../kernel/trace-id.ts'
import type { WireResponse } from '../../kernel/wire.ts'
import { Budget } from '../../languages/budget.ts'
import type { VtlMap } from '../../languages/velocity/value.ts'
import type { HttpCall } from '../backends/http-backend.ts'
import type { Call } from '../call.ts'
import type { KnownApiKey } from '../key-ports.ts'
import type { Runtime } from '../runtime.ts'
import type { Step } from '../steps.ts'
import type { VerifiedToken } from '../tokens/verified-token.ts'
import type { Verdict } from './authorizers/lambda/answer.ts'
import type { Backend } from './backend.ts'
import type { CacheUse } from './cache/cached-method.ts'
import type { CompiledApi } from './compile/api.ts'
import type { CompiledMethod } from './compile/method.ts'
import type { GatewayError } from './gateway-error.ts'
import type { Payload } from './mapping/payload.ts'
import { NO_PARAMETERS, type RequestParameter } from './mapping/request-parameters.ts'
import { createContext } from './variables/context.ts'
import { RequestValues } from './variables/request-values.ts'

/** For the log: what was sent to an endpoint, and when the answer was there. */
export interface EndpointCall {
  readonly request: Pick<HttpCall, 'url' | 'rawHeaders' | 'body'>
  readonly startedAt: number
  endedAt?: number
}

/** For the log: what the authorizer's function was handed, and what it answered. */
export interface AuthorizerCall {
  readonly functionArn: string
  readonly event: Buffer
  readonly startedAt: number
  /** Undefined where the function was not run, or not waited for. */
  readonly answer?: { readonly payload: Buffer; readonly requestId: string; readonly endedAt: number }
}

/** Path variables and their values, still percent-encoded, in turn: name, value, name, value. */
export type PathParameters = readonly string[]

/**
 * One call of an API on its way through the steps. Each field below the line is set by one step and read by later
 * ones; reading it too early is a bug and throws.
 */
export class Exchange {
  readonly call: Call
  readonly api: CompiledApi
  readonly runtime: Runtime
  readonly startedAt: number

  // ---- set by the steps
  #method: CompiledMethod | undefined
  #integrationRequest: Payload | undefined
  #backend: Backend | undefined
  #response: WireResponse | undefined
  #signer: Signer | undefined
  #verdict: Verdict | undefined
  #apiKey: KnownApiKey | undefined
  /** By `mapRequest`: what the integration's request carries beside its payload. */
  parameters: readonly RequestParameter[] = NO_PARAMETERS
  /** By `matchRoute`. */
  pathParameters: PathParameters = []
  /** By `authorize`, where the method's authorizer reads tokens itself. */
  token: VerifiedToken | undefined
  /** By `authorize`, where a function was asked. */
  authorizerCall: AuthorizerCall | undefined
  /** By `integrate`, where an endpoint is asked and the stage logs. */
  endpointCall: EndpointCall | undefined
  /** By `integrate`, where the method keeps its endpoint's answers. */
  cacheUse: CacheUse | undefined
  /** By `gatewayResponse`: what the call has ended with. */
  failure: GatewayError | undefined
  /** By the pipeline: the step that the call has ended in, if it failed. */
  failedIn: Step<Exchange> | undefined
  /** By `authorize`: what the API's resource policy says of the call, where it has one. */
  resourceJudgment: Judgment | undefined
  /** By `authorize`: what the policies of whoever has signed say of the call. */
  identityVerdict: IdentityVerdict | undefined
  /** By `authorize`: what the policy of the authorizer's function says of a call that it lets in. */
  judgment: Judgment | undefined
  /** By `authorize`: a token that is genuine, whether or not it was enough. */
  tokenSeen: VerifiedToken | undefined
  /** By `integrate`, where somebody is waited for. */
  integrationStartedAt: number | undefined
  integrationEndedAt: number | undefined

  #budget: Budget | undefined
  #traceId: string | undefined
  #context: VtlMap | undefined
  #values: RequestValues | undefined

  constructor(call: Call, api: CompiledApi, runtime: Runtime) {
    this.call = call
    this.api = api
    this.runtime = runtime
    this.startedAt = runtime.clock.now()
  }

  /** By `matchRoute`. */
  get method(): CompiledMethod {
    return this.#method ?? unset('method')
  }
  set method(method: CompiledMethod) {
    this.#method = method
  }
  get matched(): CompiledMethod | undefined {
    return this.#method
  }

  /** The payload for the integration. By `mapRequest`. */
  get integrationRequest(): Payload {
    return this.#integrationRequest ?? unset('integrationRequest')
  }
  set integrationRequest(payload: Payload) {
    this.#integrationRequest = payload
  }

  /** The payload, if the call came so far and its integration is sent one. */
  get mappedRequest(): Payload | undefined {
    return this.#integrationRequest
  }

  /** By `integrate`. */
  get backend(): Backend {
    return this.#backend ?? unset('backend')
  }
  set backend(backend: Backend) {
    this.#backend = backend
  }

  /** The backend's answer, if there was one. */
  get answeredBy(): Backend | undefined {
    return this.#backend
  }

  /** By `mapResponse`. */
  get response(): WireResponse {
    return this.#response ?? unset('response')
  }
  set response(response: WireResponse) {
    this.#response = response
  }

  /** By `authorize`: what a function, now or earlier, has said of the caller whom it lets in. */
  get verdict(): Verdict | undefined {
    return this.#verdict
  }
  set verdict(verdict: Verdict) {
    this.#verdict = verdict
    // An authorizer may have asked for the context, which then knew nobody.
    this.#context = undefined
  }

  /** By `authorize`, where the method asks for a signature. */
  get signer(): Signer | undefined {
    return this.#signer
  }
  set signer(signer: Signer) {
    this.#signer = signer
    this.#context = undefined
  }

  /** By `admit`, where the method asks for a key. */
  get apiKey(): KnownApiKey | undefined {
    return this.#apiKey
  }
  set apiKey(key: KnownApiKey) {
    this.#apiKey = key
    this.#context = undefined
  }

  /** The client's `X-Amzn-Trace-Id` continued, or a new one. */
  get traceId(): string {
    this.#traceId ??= traceIdOf(this.call.headers['x-amzn-trace-id'], this.startedAt, this.runtime.random)
    return this.#traceId
  }

  /**
   * As templates, functions and backends see it: the root alone, where the client has begun no trace (recorded, by the
   * lengths of bodies: header_remapping_http, header_remapping_aws).
   */
  get receivedTraceId(): string {
    return this.call.headers['x-amzn-trace-id'] === undefined ? (this.traceId.split(';', 1)[0] as string) : this.traceId
  }

  /** What this call may still spend on templates. */
  get budget(): Budget {
    this.#budget ??= new Budget()
    return this.#budget
  }

  /** `$context`: made when a template first asks for it, and the same one in the request and the response. */
  get context(): VtlMap {
    this.#context ??= createContext(this)
    return this.#context
  }
  /** The context if some template used it, and may so have set an override. */
  get usedContext(): VtlMap | undefined {
    return this.#context
  }

  /** The client's parameters. */
  get values(): RequestValues {
    this.#values ??= new RequestValues(this)
    return this.#values
  }
}

function unset(field: string): never {
  throw new Error(`the exchange has no ${field} yet`)
}
