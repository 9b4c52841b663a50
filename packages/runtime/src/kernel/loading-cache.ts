import type { Soon } from './soon.ts'

/**
 * Values read from the store when first asked for, and kept until they are invalidated or have been the least recently
 * used of too many. What is being read while it is invalidated answers those who already wait and is then forgotten,
 * so that a change is never hidden by an older read that ends after it. Missing values are not kept.
 */
export class LoadingCache<V extends object> {
  readonly #limit: number
  readonly #entries = new Map<string, V | Promise<V | undefined>>()

  constructor(limit: number) {
    this.#limit = limit
  }

  /** The value if it is here, for whoever does not want to wait. */
  peek(key: string): V | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined || entry instanceof Promise) return undefined
    this.#used(key, entry)
    return entry
  }

  get(key: string, load: () => Promise<V | undefined>): Soon<V | undefined> {
    const entry = this.#entries.get(key)
    if (entry === undefined) return this.#load(key, load)
    if (!(entry instanceof Promise)) this.#used(key, entry)
    return entry
  }

  invalidate(key: string): void {
    this.#entries.delete(key)
  }

  /** Recency matters only when the cache is filling up. */
  #used(key: string, entry: V): void {
    if (this.#entries.size * 2 < this.#limit) return
    this.#entries.delete(key)
    this.#entries.set(key, entry)
  }

  async #load(key: string, load: () => Promise<V | undefined>): Promise<V | undefined> {
    const loading = load()
    this.#entries.set(key, loading)
    let value: V | undefined
    try {
      value = await loading
      return value
    } finally {
      if (this.#entries.get(key) === loading) {
        this.#entries.delete(key)
        if (value !== undefined) this.#keep(key, value)
      }
    }
  }

  #keep(key: string, value: V): void {
    this.#entries.set(key, value)
    if (this.#entries.size <= this.#limit) return
    const [oldest] = this.#entries.keys()
    if (oldest !== undefined) this.#entries.delete(oldest)
  }
}
