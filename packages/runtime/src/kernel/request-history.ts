import { RequestRing, type RingLimits } from './request-ring.ts'
import type { KeptRequest, RequestKeeper } from './request-trace.ts'

export interface HistoryLimits extends RingLimits {
  readonly keepsBodies: boolean
}

/** Of requests that went well, a part of the others: one in so many. */
const WENT_WELL = 10
/** And no more in a second: whoever calls by hand finds each, and a load does not pay for being kept. */
const WENT_WELL_PER_SECOND = 100

/**
 * The last requests. Those that were refused or failed, for which somebody will ask, are not pushed out by those that went
 * well, of which fewer are kept.
 */
export class RequestHistory implements RequestKeeper {
  readonly keepsBodies: boolean
  readonly maxCount: number
  readonly #refused: RequestRing
  readonly #wentWell: RequestRing
  #second = 0
  #inSecond = 0

  constructor({ maxCount, maxBytes, keepsBodies }: HistoryLimits) {
    this.maxCount = maxCount
    this.keepsBodies = keepsBodies
    this.#refused = new RequestRing({ maxCount, maxBytes })
    this.#wentWell = new RequestRing({ maxCount: Math.ceil(maxCount / WENT_WELL), maxBytes: maxBytes / WENT_WELL })
  }

  get count(): number {
    return this.#refused.count + this.#wentWell.count
  }

  wants(status: number, startedAt: number): boolean {
    if (isRefused(status)) return true
    const second = Math.floor(startedAt / 1000)
    if (second !== this.#second) {
      this.#second = second
      this.#inSecond = 0
    }
    return this.#inSecond++ < WENT_WELL_PER_SECOND
  }

  keep(request: KeptRequest): void {
    const ring = isRefused(request.status) ? this.#refused : this.#wentWell
    ring.keep(request)
  }

  /** A client may choose the same id again: the newest request counts. */
  find(requestId: string): KeptRequest | undefined {
    for (const request of this.#newestFirst()) if (request.requestId === requestId) return request
    return undefined
  }

  newest(count: number): readonly KeptRequest[] {
    return this.#newestFirst().slice(0, count)
  }

  #newestFirst(): KeptRequest[] {
    const all = [...this.#refused.newestFirst(), ...this.#wentWell.newestFirst()]
    return all.sort((a, b) => b.startedAt - a.startedAt)
  }
}

function isRefused(status: number): boolean {
  return status >= 400
}
