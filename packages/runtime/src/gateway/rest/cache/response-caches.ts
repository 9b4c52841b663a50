import type { ApiSource, StageSnapshot } from '../../ports.ts'
import { ResponseCache } from './response-cache.ts'

/** Of all stages together: a cluster of AWS's has half a gigabyte at least, and one to itself. */
const MAX_BYTES = 64 * 1024 * 1024

interface CacheOfStage {
  readonly apiId: string
  readonly stageName: string
  readonly epoch: string
  readonly cache: ResponseCache
}

/**
 * The caches of all stages, in one bound of memory. A deployment, or a setting that has changed, leaves them as they are; a
 * flush, another size or another stage of the same name begins a new epoch, and with it an empty cache.
 */
export class ResponseCaches {
  readonly #source: ApiSource
  readonly #maxBytes: number
  readonly #caches = new Map<string, CacheOfStage>()
  #bytes = 0

  constructor(source: ApiSource, maxBytes = MAX_BYTES) {
    this.#source = source
    this.#maxBytes = maxBytes
    source.onChange((apiId) => void this.#revisit(apiId))
  }

  /** What all of them hold. */
  get bytes(): number {
    return this.#bytes
  }

  of({ apiId, stageName }: StageSnapshot, epoch: string): ResponseCache {
    const key = `${apiId}/${stageName}/${epoch}`
    const known = this.#caches.get(key)
    if (known) return known.cache
    const cache = new ResponseCache((bytes) => this.#resized(bytes))
    this.#caches.set(key, { apiId, stageName, epoch, cache })
    return cache
  }

  #resized(bytes: number): void {
    this.#bytes += bytes
    while (this.#bytes > this.#maxBytes) this.#largest()?.forgetOldest()
  }

  /** Who fills memory pays for it: a stage with few answers keeps them. */
  #largest(): ResponseCache | undefined {
    let largest: ResponseCache | undefined
    for (const { cache } of this.#caches.values()) if (cache.bytes > (largest?.bytes ?? 0)) largest = cache
    return largest
  }

  /** Frees what no stage of the API has any more; where that cannot be read, all of the API's. */
  async #revisit(apiId: string): Promise<void> {
    const before = [...this.#caches].filter(([, held]) => held.apiId === apiId)
    if (before.length === 0) return
    const api = await this.#source.find(apiId).catch(() => undefined)
    for (const [key, { stageName, epoch, cache }] of before) {
      const stage = await api?.findStage(stageName).catch(() => undefined)
      if (stage?.cache?.epoch === epoch) continue
      cache.close()
      this.#caches.delete(key)
    }
  }
}
