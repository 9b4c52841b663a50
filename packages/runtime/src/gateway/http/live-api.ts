import { LoadingCache } from '../../kernel/loading-cache.ts'
import type { Soon } from '../../kernel/soon.ts'
import type { WireRequest, WireResponse } from '../../kernel/wire.ts'
import type { LiveApi, LiveApiSource } from '../api-directory.ts'
import type { GatewayAddress } from '../call.ts'
import { MAX_BODY_BYTES } from '../limits.ts'
import type { HttpApi, HttpApiSource } from '../ports.ts'
import type { Runtime } from '../runtime.ts'
import { keepRefusal } from '../trace/keep-refusal.ts'
import { HttpApiCall, mappedStage, type StagedPath, stageOf } from './call.ts'
import { CompiledStage } from './compile/stage.ts'
import { HttpExchange } from './exchange.ts'
import { HttpApiError } from './http-api-error.ts'
import { serve } from './pipeline.ts'
import { errorAnswer, toResponse } from './reply.ts'
import type { Ports } from './runtime.ts'
import { keepCall } from './trace/keep.ts'

const MAX_STAGES = 100
/** The request line and all header values together (documented: http-api-quotas). */
const MAX_HEAD_BYTES = 10_240
const BODY_TOO_LARGE = `the body is larger than ${MAX_BODY_BYTES} bytes`

export function liveHttpApis(source: HttpApiSource, ports: Ports, runtime: Runtime): LiveApiSource {
  return {
    async find(apiId) {
      const api = await source.find(apiId)
      return api && new LiveHttpApi(apiId, api, ports, runtime)
    },
    onChange: (listener) => source.onChange(listener),
  }
}

/** An HTTP API and its stages, each compiled when it is first called. */
class LiveHttpApi implements LiveApi {
  readonly #apiId: string
  readonly #api: HttpApi
  readonly #stageNames: ReadonlySet<string>
  readonly #ports: Ports
  readonly #runtime: Runtime
  readonly #stages = new LoadingCache<CompiledStage>(MAX_STAGES)

  constructor(apiId: string, api: HttpApi, ports: Ports, runtime: Runtime) {
    this.#apiId = apiId
    this.#api = api
    this.#stageNames = new Set(api.stageNames)
    this.#ports = ports
    this.#runtime = runtime
  }

  handle(request: WireRequest, stageAndPath: string, address: GatewayAddress): Soon<WireResponse> {
    const staged = this.#staged(stageAndPath, address)
    const call = new HttpApiCall(request, this.#apiId, staged, address, this.#runtime.random)
    if (staged.stageName === undefined) return this.#refuse(call, 404, `API ${this.#apiId} has no stage for this path`)
    const known = this.#stages.peek(staged.stageName)
    return known ? this.#answer(call, known) : this.#answerUnknown(call)
  }

  refuseBody(request: WireRequest, stageAndPath: string, address: GatewayAddress): WireResponse {
    const staged = this.#staged(stageAndPath, address)
    const call = new HttpApiCall(request, this.#apiId, staged, address, this.#runtime.random)
    return keepRefusal(call, refuse(call, 413, BODY_TOO_LARGE), this.#runtime)
  }

  #staged(stageAndPath: string, { mapping }: GatewayAddress): StagedPath {
    return mapping?.stage
      ? mappedStage(stageAndPath, mapping.stage, this.#stageNames)
      : stageOf(stageAndPath, this.#stageNames)
  }

  #answer(call: HttpApiCall, stage: CompiledStage): Soon<WireResponse> {
    const { place, definition } = stage.snapshot
    const { region } = call.address
    if (region !== undefined && region !== place.region) {
      return this.#refuse(call, 403, `API ${call.apiId} is in ${place.region}, not in ${region}`)
    }
    // The status is inferred: the page on it (http-api-disable-default-endpoint) names none.
    if (definition.disableExecuteApiEndpoint && call.address.mapping === undefined) {
      return this.#refuse(call, 404, 'the execute-api endpoint of this API is disabled')
    }
    const refused = overLimit(call)
    if (refused) return keepRefusal(call, refused, this.#runtime)
    const exchange = new HttpExchange(call, stage, this.#runtime)
    const answer = keepCall(exchange, serve(exchange))
    return stage.log === undefined ? answer : stage.log.follow(exchange, answer)
  }

  async #answerUnknown(call: HttpApiCall): Promise<WireResponse> {
    const found = await this.#stages.get(call.stageName, () => this.#load(call.stageName))
    return found
      ? this.#answer(call, found)
      : this.#refuse(call, 404, `API ${call.apiId} has no stage ${call.stageName}`)
  }

  #refuse(call: HttpApiCall, status: 403 | 404, reason: string): WireResponse {
    return keepRefusal(call, refuse(call, status, reason), this.#runtime)
  }

  async #load(stageName: string): Promise<CompiledStage | undefined> {
    const snapshot = await this.#api.findStage(stageName)
    return snapshot && new CompiledStage(snapshot, this.#ports)
  }
}

/** The limits are documented (http-api-quotas), the answers are inferred. */
function overLimit(call: HttpApiCall): WireResponse | undefined {
  const { body, query, rawHeaders } = call.request
  if (body.length > MAX_BODY_BYTES) return refuse(call, 413, BODY_TOO_LARGE)
  let size = call.rawPath.length + query.length
  if (size > MAX_HEAD_BYTES) return refuse(call, 414, 'the URI is too long')
  for (let i = 1; i < rawHeaders.length; i += 2) size += rawHeaders[i]?.length ?? 0
  return size > MAX_HEAD_BYTES ? refuse(call, 431, 'the headers are too large') : undefined
}

/** Before the API itself has a say. */
function refuse(call: HttpApiCall, status: 403 | 404 | 413 | 414 | 431, reason: string): WireResponse {
  return toResponse(call, errorAnswer(new HttpApiError(status, reason)), `${status}: ${reason}`)
}
