import type { KeptRequest, RequestKeeper } from './request-trace.ts'

export interface HistoryLimits {
  readonly maxCount: number
  readonly maxBytes: number
  readonly keepsBodies: boolean
}

/** The last requests, in a ring that is bounded by their number and by the memory that they hold. */
export class RequestHistory implements RequestKeeper {
  readonly keepsBodies: boolean
  readonly maxCount: number
  readonly #maxBytes: number
  /** Oldest at `#first`, going round. */
  readonly #ring: (KeptRequest | undefined)[]
  #first = 0
  #count = 0
  #bytes = 0

  constructor({ maxCount, maxBytes, keepsBodies }: HistoryLimits) {
    this.maxCount = maxCount
    this.#maxBytes = maxBytes
    this.keepsBodies = keepsBodies
    this.#ring = new Array<KeptRequest | undefined>(maxCount).fill(undefined)
  }

  get count(): number {
    return this.#count
  }

  keep(request: KeptRequest): void {
    if (request.bytes > this.#maxBytes || this.maxCount === 0) return
    while (this.#count === this.maxCount || this.#bytes + request.bytes > this.#maxBytes) this.#forgetOldest()
    this.#ring[(this.#first + this.#count) % this.maxCount] = request
    this.#count++
    this.#bytes += request.bytes
  }

  /** A client may choose the same id again: the newest request counts. */
  find(requestId: string): KeptRequest | undefined {
    for (const request of this.#newestFirst()) if (request.requestId === requestId) return request
    return undefined
  }

  newest(count: number): readonly KeptRequest[] {
    const found: KeptRequest[] = []
    for (const request of this.#newestFirst()) {
      if (found.length === count) break
      found.push(request)
    }
    return found
  }

  *#newestFirst(): Generator<KeptRequest> {
    for (let i = this.#count - 1; i >= 0; i--) {
      const request = this.#ring[(this.#first + i) % this.maxCount]
      if (request) yield request
    }
  }

  #forgetOldest(): void {
    this.#bytes -= this.#ring[this.#first]?.bytes ?? 0
    this.#ring[this.#first] = undefined
    this.#first = (this.#first + 1) % this.maxCount
    this.#count--
  }
}
