import { LoadingCache } from '../kernel/loading-cache.ts'
import type { Soon } from '../kernel/soon.ts'
import type { WireRequest, WireResponse } from '../kernel/wire.ts'
import type { GatewayAddress } from './call.ts'

/**
 * An API of either kind, as it is now: after a change another object takes this one's place, and all it holds is gone.
 */
export interface LiveApi {
  handle(request: WireRequest, stageAndPath: string, address: GatewayAddress): Soon<WireResponse>
  /** For a body that is larger than APIs take; the request has its head only. */
  refuseBody(request: WireRequest, stageAndPath: string, address: GatewayAddress): WireResponse
}

/** Finds APIs of one kind. Ids are unique among all kinds. */
export interface LiveApiSource {
  find(apiId: string): Promise<LiveApi | undefined>
  /** Called after any commit that may change what `find` gives for this API. */
  onChange(listener: (apiId: string) => void): void
}

/** In use at a time. */
const MAX_APIS = 2_000

/** Which API a call is for: kept until something in the API changes. */
export class ApiDirectory {
  readonly #sources: readonly LiveApiSource[]
  readonly #apis = new LoadingCache<LiveApi>(MAX_APIS)

  /** The sources are asked in turn. */
  constructor(sources: readonly LiveApiSource[]) {
    this.#sources = sources
    for (const source of sources) source.onChange((apiId) => this.#apis.invalidate(apiId))
  }

  /** The API if it is known and nothing changed since. */
  current(apiId: string): LiveApi | undefined {
    return this.#apis.peek(apiId)
  }

  async load(apiId: string): Promise<LiveApi | undefined> {
    return this.#apis.get(apiId, () => this.#find(apiId))
  }

  async #find(apiId: string): Promise<LiveApi | undefined> {
    for (const source of this.#sources) {
      const found = await source.find(apiId)
      if (found) return found
    }
    return undefined
  }
}
