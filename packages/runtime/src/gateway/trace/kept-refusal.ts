import type { KeptRequest, RequestSummary, RequestTrace } from '../../kernel/request-trace.ts'
import type { ExchangeNote, WireResponse } from '../../kernel/wire.ts'

/** What is kept of a request that was turned away before any stage had a say. */
export interface TurnedAway extends ExchangeNote {
  readonly request: { readonly method: string }
  readonly apiId: string
  readonly stageName: string
  readonly path: string
  readonly address: { readonly domainName: string }
}

/** By status. */
const ADVICE: Readonly<Record<number, string>> = {
  403: 'Compare the address with those that `sallyport status` shows: API, stage and region must be the deployed ones.',
  404: 'Compare the address with those that `sallyport status` shows: API, stage and region must be the deployed ones.',
  413: 'Send less than 10 MB, or have the client put the content into a bucket.',
  414: 'Shorten the URL: what is long belongs into the body.',
  431: 'Send fewer or shorter headers: all of them together have a limit of AWS’s.',
}

const STEP = 'stage'
/** What it is counted under: a name that leads nowhere may be any name. */
export const NOWHERE = '-'

/** Holds texts only. */
export class KeptRefusal implements KeptRequest {
  readonly bytes = 2048
  readonly requestId: string
  readonly startedAt: number
  readonly status: number
  readonly #reason: string
  readonly #asked: { readonly method: string; readonly path: string; readonly host: string }
  readonly #api: string
  readonly #stage: string

  constructor(call: TurnedAway, { status, note }: WireResponse, now: number) {
    this.requestId = call.requestId
    this.startedAt = now
    this.status = status
    this.#reason = note?.reason?.replace(/^\d+: /, '') ?? ''
    this.#api = call.apiId
    this.#stage = call.stageName.slice(0, 100)
    this.#asked = { method: call.request.method, path: call.path.slice(0, 500), host: call.address.domainName }
  }

  summary(): RequestSummary {
    const { method, path } = this.#asked
    return {
      requestId: this.requestId,
      plane: 'execute-api',
      api: this.#api,
      stage: this.#stage,
      method,
      path,
      status: this.status,
      startedAt: new Date(this.startedAt).toISOString(),
      durationMs: 0,
      endedIn: STEP,
    }
  }

  trace(): RequestTrace {
    const advice = ADVICE[this.status]
    return {
      ...this.summary(),
      steps: [
        {
          step: STEP,
          outcome: 'refused',
          looked: { api: this.#api, stage: this.#stage, host: this.#asked.host },
          decided: this.#reason,
        },
      ],
      ...(advice !== undefined && { advice }),
    }
  }
}
