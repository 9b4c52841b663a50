import { LoadingCache } from '../../kernel/loading-cache.ts'
import type { ApiSource, RestApi } from '../ports.ts'
import { CompiledApi } from './compile/api.ts'
import type { Ports } from './runtime.ts'

/** In use at a time. */
const MAX_APIS = 2_000
const MAX_STAGES = 100

/** APIs and their compiled stages, kept until something in the API changes. */
export class ApiCache {
  readonly #source: ApiSource
  readonly #ports: Ports
  readonly #apis = new LoadingCache<Stages>(MAX_APIS)

  constructor(source: ApiSource, ports: Ports) {
    this.#source = source
    this.#ports = ports
    source.onChange((apiId) => this.#apis.invalidate(apiId))
  }

  /** The stage if it is known and nothing changed since. */
  current(apiId: string, stageName: string): CompiledApi | undefined {
    return this.#apis.peek(apiId)?.current(stageName)
  }

  async load(apiId: string, stageName: string): Promise<CompiledApi | 'unknown-api' | 'unknown-stage'> {
    const stages = await this.#apis.get(apiId, () => this.#find(apiId))
    return stages ? ((await stages.load(stageName)) ?? 'unknown-stage') : 'unknown-api'
  }

  async #find(apiId: string): Promise<Stages | undefined> {
    const api = await this.#source.find(apiId)
    return api && new Stages(api, this.#ports)
  }
}

/** Those of one API as it is now: after a change another object takes this one's place, and all that it holds is gone. */
class Stages {
  readonly #api: RestApi
  readonly #ports: Ports
  readonly #compiled = new LoadingCache<CompiledApi>(MAX_STAGES)

  constructor(api: RestApi, ports: Ports) {
    this.#api = api
    this.#ports = ports
  }

  current(name: string): CompiledApi | undefined {
    return this.#compiled.peek(name)
  }

  async load(name: string): Promise<CompiledApi | undefined> {
    return this.#compiled.get(name, async () => {
      const snapshot = await this.#api.findStage(name)
      return snapshot && new CompiledApi(snapshot, this.#ports)
    })
  }
}
