interface Entry<V> {
  readonly verdict: V
  readonly at: number
  readonly bytes: number
}

const MAX_ENTRIES = 10_000
const MAX_BYTES = 32 * 1024 * 1024

/** What functions have said of callers, the oldest forgotten first. How long it counts is the authorizer's to say. */
export class VerdictCache<V> {
  readonly #entries = new Map<string, Entry<V>>()
  #bytes = 0

  /** Undefined also where it is older than `ttlMs`. */
  get(key: string, now: number, ttlMs: number): V | undefined {
    const entry = this.#entries.get(key)
    // A clock that was set back does not make an answer last longer.
    if (!entry || now < entry.at || now - entry.at >= ttlMs) return undefined
    return entry.verdict
  }

  /** `bytes`: of the function's answer. */
  put(key: string, verdict: V, at: number, bytes: number): void {
    this.#delete(key)
    this.#entries.set(key, { verdict, at, bytes })
    this.#bytes += bytes
    while (this.#entries.size > MAX_ENTRIES || this.#bytes > MAX_BYTES) {
      const [oldest] = this.#entries.keys()
      if (oldest === undefined) return
      this.#delete(oldest)
    }
  }

  #delete(key: string): void {
    const entry = this.#entries.get(key)
    if (!entry) return
    this.#entries.delete(key)
    this.#bytes -= entry.bytes
  }
}
