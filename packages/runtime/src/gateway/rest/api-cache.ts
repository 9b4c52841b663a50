import type { StageSource } from '../ports.ts'
import { CompiledApi } from './compile/api.ts'
import type { Ports } from './runtime.ts'

/** Compiled stages by API and name, kept until something in their API changes. */
export class ApiCache {
  readonly #source: StageSource
  readonly #ports: Ports
  readonly #apis = new Map<string, Map<string, CompiledApi>>()
  #changes = 0

  constructor(source: StageSource, ports: Ports) {
    this.#source = source
    this.#ports = ports
    source.onChange((apiId) => {
      this.#changes++
      this.#apis.delete(apiId)
    })
  }

  /** The stage if it is known and nothing changed since. */
  current(apiId: string, stageName: string): CompiledApi | undefined {
    return this.#apis.get(apiId)?.get(stageName)
  }

  async load(apiId: string, stageName: string): Promise<CompiledApi | 'unknown-api' | 'unknown-stage'> {
    const before = this.#changes
    const snapshot = await this.#source.findStage(apiId, stageName)
    if (typeof snapshot === 'string') return snapshot
    // What a change has overtaken serves this call, which came before it, and no other.
    if (before !== this.#changes) return new CompiledApi(snapshot, this.#ports)
    return this.current(apiId, stageName) ?? this.#keep(apiId, stageName, new CompiledApi(snapshot, this.#ports))
  }

  #keep(apiId: string, stageName: string, api: CompiledApi): CompiledApi {
    const stages = this.#apis.get(apiId) ?? new Map<string, CompiledApi>()
    this.#apis.set(apiId, stages.set(stageName, api))
    return api
  }
}
