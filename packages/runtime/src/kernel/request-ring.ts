import type { KeptRequest } from './request-trace.ts'

export interface RingLimits {
  readonly maxCount: number
  readonly maxBytes: number
}

/** The last requests, bounded by their number and by the memory that they hold. */
export class RequestRing {
  readonly #maxCount: number
  readonly #maxBytes: number
  /** Oldest at `#first`, going round. */
  readonly #ring: (KeptRequest | undefined)[]
  #first = 0
  #count = 0
  #total = 0
  #bytes = 0

  constructor({ maxCount, maxBytes }: RingLimits) {
    this.#maxCount = maxCount
    this.#maxBytes = maxBytes
    this.#ring = new Array<KeptRequest | undefined>(maxCount).fill(undefined)
  }

  get count(): number {
    return this.#count
  }

  /** How many have ever been kept. */
  get total(): number {
    return this.#total
  }

  keep(request: KeptRequest): void {
    if (request.bytes > this.#maxBytes || this.#maxCount === 0) return
    while (this.#count === this.#maxCount || this.#bytes + request.bytes > this.#maxBytes) this.#forgetOldest()
    this.#ring[(this.#first + this.#count) % this.#maxCount] = request
    this.#count++
    this.#total++
    this.#bytes += request.bytes
  }

  *newestFirst(): Generator<KeptRequest> {
    for (let i = this.#count - 1; i >= 0; i--) {
      const request = this.#ring[(this.#first + i) % this.#maxCount]
      if (request) yield request
    }
  }

  #forgetOldest(): void {
    this.#bytes -= this.#ring[this.#first]?.bytes ?? 0
    this.#ring[this.#first] = undefined
    this.#first = (this.#first + 1) % this.#maxCount
    this.#count--
  }
}
