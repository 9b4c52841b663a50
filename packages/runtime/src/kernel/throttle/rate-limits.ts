/** How many requests pass. */
export interface RateLimits {
  /** A second. */
  readonly rateLimit: number
  /** At once, after a pause. */
  readonly burstLimit: number
}
