import { LoadingCache } from '../../kernel/loading-cache.ts'
import type { Soon } from '../../kernel/soon.ts'
import type { WireRequest, WireResponse } from '../../kernel/wire.ts'
import type { LiveApi, LiveApiSource } from '../api-directory.ts'
import { Call, type GatewayAddress } from '../call.ts'
import { BODY_TOO_LARGE, overLimit, refusal } from '../limits.ts'
import type { ApiSource, RestApi } from '../ports.ts'
import { Reply } from '../reply.ts'
import type { Runtime } from '../runtime.ts'
import { keepRefusal } from '../trace/keep-refusal.ts'
import { compressedAnswer } from './coding/compressed-answer.ts'
import { isCoded } from './coding/decoded-request.ts'
import { type Canary, CompiledApi } from './compile/api.ts'
import { Exchange } from './exchange.ts'
import { serve } from './pipeline.ts'
import type { Ports } from './runtime.ts'
import { keepCall } from './trace/keep.ts'

const MAX_STAGES = 100

export function liveRestApis(source: ApiSource, ports: Ports, runtime: Runtime): LiveApiSource {
  return {
    async find(apiId) {
      const api = await source.find(apiId)
      return api && new LiveRestApi(apiId, api, ports, runtime)
    },
    onChange: (listener) => source.onChange(listener),
  }
}

/** A REST API and its stages, each compiled when it is first called. */
class LiveRestApi implements LiveApi {
  readonly #apiId: string
  readonly #api: RestApi
  readonly #ports: Ports
  readonly #runtime: Runtime
  readonly #stages = new LoadingCache<CompiledApi>(MAX_STAGES)

  constructor(apiId: string, api: RestApi, ports: Ports, runtime: Runtime) {
    this.#apiId = apiId
    this.#api = api
    this.#ports = ports
    this.#runtime = runtime
  }

  handle(request: WireRequest, stageAndPath: string, address: GatewayAddress): Soon<WireResponse> {
    const call = new Call(request, this.#apiId, stageAndPath, address, this.#runtime.random)
    const known = this.#stages.peek(call.stageName)
    return known ? this.#answer(call, known) : this.#answerUnknown(call)
  }

  refuseBody(request: WireRequest, stageAndPath: string, address: GatewayAddress): WireResponse {
    const call = new Call(request, this.#apiId, stageAndPath, address, this.#runtime.random)
    return keepRefusal(call, refusal(call, BODY_TOO_LARGE), this.#runtime)
  }

  #answer(call: Call, stage: CompiledApi): Soon<WireResponse> {
    const api = stage.canary === undefined ? stage : this.#drawn(stage, stage.canary)
    const { region } = api.snapshot.place
    if (call.address.region !== undefined && call.address.region !== region) {
      return forbidden(call, `API ${call.apiId} is in ${region}, not in ${call.address.region}`, this.#runtime)
    }
    if (api.snapshot.definition.disableExecuteApiEndpoint && call.address.mapping === undefined) {
      return forbidden(call, 'the execute-api endpoint of this API is disabled', this.#runtime)
    }
    const refused = overLimit(call, api.limits)
    if (refused) return keepRefusal(call, refused, this.#runtime)
    if (isCoded(call.request) && api.decodes(call.request.body)) return this.#decoded(call, api)
    return this.#serve(call, api)
  }

  #serve(call: Call, api: CompiledApi): Soon<WireResponse> {
    const exchange = new Exchange(call, api, this.#runtime)
    const answer = keepCall(exchange, serve(exchange))
    // Logs tell of what the client reads, not of what it was compressed to (inferred).
    const logged = api.log === undefined ? answer : api.log.follow(exchange, answer)
    const { minimumCompressionSize } = api
    return minimumCompressionSize === undefined ? logged : compressedAnswer(exchange, logged, minimumCompressionSize)
  }

  #decoded(call: Call, api: CompiledApi): Promise<WireResponse> {
    return this.#ports.inflation.answer(
      call,
      () => this.#serve(call, api),
      (response) => keepRefusal(call, response, this.#runtime),
    )
  }

  /** Whether a call is the canary's is drawn for each call (documented: canary-release). */
  #drawn(stage: CompiledApi, { percentTraffic, api }: Canary): CompiledApi {
    return (this.#runtime.random.bytes(4).readUInt32BE() / 2 ** 32) * 100 < percentTraffic ? api : stage
  }

  async #answerUnknown(call: Call): Promise<WireResponse> {
    const found = await this.#stages.get(call.stageName, () => this.#load(call.stageName))
    return found
      ? this.#answer(call, found)
      : forbidden(call, `API ${call.apiId} has no stage '${call.stageName}'`, this.#runtime)
  }

  async #load(stageName: string): Promise<CompiledApi | undefined> {
    const snapshot = await this.#api.findStage(stageName)
    return snapshot && new CompiledApi(snapshot, this.#ports)
  }
}

/** Turned away before the API's own gateway responses apply (that they do not is inferred). */
export function forbidden(call: Call, reason: string, runtime: Runtime): WireResponse {
  const response = new Reply(403, 'ForbiddenException').send(call, '{"message":"Forbidden"}', `403: ${reason}`)
  return keepRefusal(call, response, runtime)
}
