import type { WireResponse } from '../kernel/wire.ts'

/** Requests that are being answered. */
export class InFlight {
  readonly #requests = new Set<Promise<WireResponse>>()

  watch(request: Promise<WireResponse>): Promise<WireResponse> {
    this.#requests.add(request)
    const done = () => this.#requests.delete(request)
    request.then(done, done)
    return request
  }

  /** Resolves when all have been answered, or when the time is over. */
  async ended(deadlineMs: number): Promise<void> {
    if (this.#requests.size === 0) return
    let timer: NodeJS.Timeout | undefined
    // Not unref'ed: the process must not end before the store has been closed and the lock given back.
    const deadline = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, deadlineMs)
    })
    await Promise.race([Promise.allSettled(this.#requests), deadline])
    clearTimeout(timer)
  }
}
