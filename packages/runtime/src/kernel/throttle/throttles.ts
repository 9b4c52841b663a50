import type { RateLimits } from './rate-limits.ts'
import { TokenBucket } from './token-bucket.ts'

/** Beyond that many, those that were asked for longest ago begin anew. */
const MAX_BUCKETS = 50_000

/** The token buckets of all APIs by name: they outlive what is compiled for a stage, which changes with every deployment. */
export class Throttles {
  readonly #buckets = new Map<string, TokenBucket>()

  bucket(name: string, limits: RateLimits): TokenBucket {
    const known = this.#buckets.get(name)
    const bucket = known ?? new TokenBucket(limits)
    bucket.limit(limits)
    this.#buckets.delete(name)
    this.#buckets.set(name, bucket)
    if (this.#buckets.size > MAX_BUCKETS) {
      const [oldest] = this.#buckets.keys()
      if (oldest !== undefined) this.#buckets.delete(oldest)
    }
    return bucket
  }
}
