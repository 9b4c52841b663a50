import { FunctionRefusal } from '../../../kernel/functions.ts'
import { placeKey } from '../../../kernel/place.ts'
import type { LiveFunction } from './live-function.ts'

/** Documented: of an account in a region. */
export const ACCOUNT_CONCURRENCY = 1000

/** As many run at a time as may. */
export class ThrottledRefusal extends FunctionRefusal {
  /** As the API names it. */
  readonly throttleReason: string

  constructor(throttleReason: string) {
    super('throttled', 'Rate Exceeded.')
    this.throttleReason = throttleReason
  }
}

/** Counts who runs. */
export class Concurrency {
  readonly #running = new Map<string, number>()

  /** Gives back the way to end. Throws where one more is too many. */
  enter({ place, arn, reserved }: LiveFunction): () => void {
    const account = placeKey(place)
    if (reserved !== undefined && this.#count(arn) >= reserved) {
      throw new ThrottledRefusal('ReservedFunctionConcurrentInvocationLimitExceeded')
    }
    if (reserved === undefined && this.#count(account) >= ACCOUNT_CONCURRENCY) {
      throw new ThrottledRefusal('ConcurrentInvocationLimitExceeded')
    }
    this.#add(arn, 1)
    this.#add(account, 1)
    let ended = false
    return () => {
      if (ended) return
      ended = true
      this.#add(arn, -1)
      this.#add(account, -1)
    }
  }

  #count(key: string): number {
    return this.#running.get(key) ?? 0
  }

  #add(key: string, by: number): void {
    const count = this.#count(key) + by
    if (count > 0) this.#running.set(key, count)
    else this.#running.delete(key)
  }
}
