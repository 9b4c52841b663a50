import type { RequestMetrics } from './request-metrics.ts'
import { RequestRing, type RingLimits } from './request-ring.ts'
import type { KeptRequest, RequestKeeper } from './request-trace.ts'

export interface HistoryLimits extends RingLimits {
  readonly keepsBodies: boolean
  readonly metrics?: RequestMetrics
}

/** What has come since somebody looked last. */
export interface NewRequests {
  /** The oldest first. */
  readonly requests: readonly KeptRequest[]
  /** How many more there were, which are not kept, or not any more. */
  readonly missed: number
  /** To go on from here. */
  readonly position: Position
}

/** How far a history had come. */
export interface Position {
  readonly refused: number
  readonly wentWell: number
  readonly passedOver: number
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
  readonly metrics: RequestMetrics | undefined
  readonly maxCount: number
  readonly #refused: RequestRing
  readonly #wentWell: RequestRing
  /** Went well, and were not wanted. */
  #passedOver = 0
  #second = 0
  #inSecond = 0

  constructor({ maxCount, maxBytes, keepsBodies, metrics }: HistoryLimits) {
    this.metrics = metrics
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
    if (this.#inSecond++ < WENT_WELL_PER_SECOND) return true
    this.#passedOver++
    return false
  }

  keep(request: KeptRequest): void {
    const ring = isRefused(request.status) ? this.#refused : this.#wentWell
    ring.keep(request)
  }

  /** A client may choose the same id again: the newest request counts. */
  find(requestId: string): KeptRequest | undefined {
    for (const request of this.newestFirst()) if (request.requestId === requestId) return request
    return undefined
  }

  newestFirst(): readonly KeptRequest[] {
    const all = [...this.#refused.newestFirst(), ...this.#wentWell.newestFirst()]
    return all.sort((a, b) => b.startedAt - a.startedAt)
  }

  /** Where it has come to. Whoever looks pays for what is new: nothing is told to anybody as it comes. */
  get position(): Position {
    return { refused: this.#refused.total, wentWell: this.#wentWell.total, passedOver: this.#passedOver }
  }

  since(before: Position): NewRequests {
    const position = this.position
    const refused = newest(this.#refused, position.refused - before.refused)
    const wentWell = newest(this.#wentWell, position.wentWell - before.wentWell)
    const requests = [...refused.reverse(), ...wentWell.reverse()].sort((a, b) => a.startedAt - b.startedAt)
    const came = counted(position) - counted(before)
    return { requests, missed: Math.max(0, came - requests.length), position }
  }
}

function newest(ring: RequestRing, count: number): KeptRequest[] {
  const found: KeptRequest[] = []
  if (count > 0) for (const request of ring.newestFirst()) if (found.push(request) >= count) break
  return found
}

function counted({ refused, wentWell, passedOver }: Position): number {
  return refused + wentWell + passedOver
}

function isRefused(status: number): boolean {
  return status >= 400
}
