import type { RateLimits } from './rate-limits.ts'

/**
 * Lets `rateLimit` requests a second pass, and at once as many as `burstLimit` after a pause (documented:
 * api-gateway-request-throttling). It begins full.
 */
export class TokenBucket {
  #limits: RateLimits
  #tokens: number
  #at: number | undefined

  constructor(limits: RateLimits) {
    this.#limits = limits
    this.#tokens = limits.burstLimit
  }

  /** Takes a token, if there is one. A clock that was set back fills nothing. */
  take(now: number): boolean {
    const { rateLimit, burstLimit } = this.#limits
    const elapsed = now - (this.#at ?? now)
    if (elapsed > 0) this.#tokens = Math.min(burstLimit, this.#tokens + (elapsed * rateLimit) / 1000)
    this.#at = now
    if (this.#tokens < 1) return false
    this.#tokens--
    return true
  }

  /** Other limits from now on: what was taken stays taken. */
  limit(limits: RateLimits): void {
    if (limits === this.#limits) return
    this.#tokens = Math.min(this.#tokens, limits.burstLimit)
    this.#limits = limits
  }
}
