import type { FunctionEngine } from '../../../functions/ports.ts'
import type { Lazy } from '../../../kernel/lazy.ts'
import { LoadingCache } from '../../../kernel/loading-cache.ts'
import { type Place, placeFromKey, placeKey } from '../../../kernel/place.ts'
import type { Soon } from '../../../kernel/soon.ts'
import type { Change } from '../../../kernel/transaction.ts'
import type { Store } from '../../../store/store.ts'
import { functionArn } from '../names.ts'
import { aliases, eventConfigs, functions, policies, versions, WATCHED, within } from '../repository.ts'
import { type EngineVersionDeps, engineVersion } from './engine-version.ts'
import { LiveFunction } from './live-function.ts'

export interface FunctionDirectoryDeps extends EngineVersionDeps {
  readonly store: Store
  readonly engine: Lazy<FunctionEngine>
}

/** Functions in use at a time; the next one costs a few reads. */
const MAX_FUNCTIONS = 2_000

/**
 * Functions in memory, as far as they are in use and unchanged since they were read. A change of a function's code or
 * configuration ends its environments.
 */
export class FunctionDirectory {
  readonly #deps: FunctionDirectoryDeps
  readonly #live = new LoadingCache<LiveFunction>(MAX_FUNCTIONS)
  /** What environments of a function were last made for, by its ARN. */
  readonly #environments = new Map<string, string>()

  constructor(deps: FunctionDirectoryDeps) {
    this.#deps = deps
    deps.store.onCommit((changes) => this.#forget(changes))
  }

  find(place: Place, name: string): Soon<LiveFunction | undefined> {
    return this.#live.get(within(placeKey(place), name), () => this.#load(place, name))
  }

  #forget(changes: readonly Change[]): void {
    const changed = new Map<string, Change['key']>()
    for (const { key } of changes) {
      if (WATCHED.has(key.kind)) changed.set(within(key.place, nameIn(key.id)), key)
    }
    for (const [cacheKey, key] of changed) {
      this.#live.invalidate(cacheKey)
      const place = placeFromKey(key.place)
      const name = nameIn(key.id)
      // Environments that nobody is going to use any more end now, and not with the next call.
      if (this.#environments.has(functionArn(place, name))) void Promise.resolve(this.find(place, name)).catch(() => {})
    }
  }

  async #load(place: Place, name: string): Promise<LiveFunction | undefined> {
    const { store } = this.#deps
    const prefix = within(name)
    const [record, published, named, granted, configured] = await Promise.all([
      functions.find(store, place, name),
      versions.list(store, place, { prefix }),
      aliases.list(store, place, { prefix }),
      store.list<Parameters<typeof policies.put>[3]>({ kind: policies.kind, place: placeKey(place), prefix }),
      eventConfigs.list(store, place, { prefix }),
    ])
    const live =
      record &&
      new LiveFunction(
        {
          place,
          record,
          versions: published,
          aliases: named,
          policies: new Map(granted.map(({ key, value }) => [key.id.slice(prefix.length), value])),
          eventConfigs: new Map(configured.map((config) => [config.qualifier, config])),
        },
        (version) => engineVersion(this.#deps, place, name, version),
      )
    this.#retireOthers(functionArn(place, name), live?.environmentId)
    return live
  }

  #retireOthers(arn: string, environmentId: string | undefined): void {
    const before = this.#environments.get(arn)
    if (environmentId === undefined) this.#environments.delete(arn)
    else this.#environments.set(arn, environmentId)
    if (before !== undefined && before !== environmentId) this.#deps.engine.now?.retire(arn)
  }
}

function nameIn(id: string): string {
  const slash = id.indexOf('/')
  return slash < 0 ? id : id.slice(0, slash)
}
