import type { FunctionCaller } from '../../../kernel/functions.ts'
import { LoadingCache } from '../../../kernel/loading-cache.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Soon } from '../../../kernel/soon.ts'
import type { Vault } from '../../../kernel/vault.ts'
import type { OAuthClient, Realm, RealmPages, RealmPeople } from '../../../oauth/ports.ts'
import type { Store } from '../../../store/store.ts'
import { clients, poolPlaces, resourceServers, signingKeys, userPools, within } from '../repository.ts'
import { clientTokenTrigger } from '../triggers/client-token-generation.ts'
import { clientSnapshot } from './client-snapshot.ts'
import { type PoolSnapshot, poolSnapshot } from './pool-snapshot.ts'

/** Pools in use at a time; each holds an RSA key. */
const MAX_POOLS = 2_000
/** Clients in use at a time, of all pools; the next one costs a point read. */
const MAX_CLIENTS = 10_000
/** No id is longer (model), so nothing longer is looked up. */
const MAX_CLIENT_ID = 128

export interface PoolRealmsDeps {
  readonly store: Store
  readonly vault: Vault
  readonly issuerOf: (place: Place, poolId: string) => string
  /** Runs the pools' own functions. */
  readonly functions: () => Promise<FunctionCaller>
  /** Those who sign in to a pool; asked with the pool as it is then. */
  readonly peopleOf: (place: Place, poolId: string) => RealmPeople
  /** Where they do. */
  readonly pagesOf: (place: Place, poolId: string) => RealmPages
}

/** A pool that can serve tokens, compiled. */
export type PoolRealm = Realm & Pick<PoolSnapshot, 'published' | 'tokenIssuer'>

/** Pools and clients in memory, as far as they are in use and unchanged since they were read. */
export class PoolRealms {
  readonly #deps: PoolRealmsDeps
  readonly #pools = new LoadingCache<PoolRealm>(MAX_POOLS)
  readonly #clients = new LoadingCache<OAuthClient>(MAX_CLIENTS)

  constructor(deps: PoolRealmsDeps) {
    this.#deps = deps
    deps.store.onCommit((changes) => {
      for (const { key } of changes) this.#forget(key.kind, key.id)
    })
  }

  findRealm(poolId: string): Soon<PoolRealm | undefined> {
    return this.#pools.get(poolId, () => this.#loadPool(poolId))
  }

  #forget(kind: string, id: string): void {
    if (kind === clients.kind) this.#clients.invalidate(id)
    else if (kind === resourceServers.kind) this.#pools.invalidate(id.slice(0, id.indexOf('/')))
    else if (kind === userPools.kind || kind === signingKeys.kind) this.#pools.invalidate(id)
  }

  async #loadPool(poolId: string): Promise<PoolRealm | undefined> {
    const { store, vault, issuerOf, functions, peopleOf, pagesOf } = this.#deps
    const place = (await poolPlaces.find(store, 'global', poolId))?.place
    if (!place) return undefined
    const [pool, keys, servers] = await Promise.all([
      userPools.find(store, place, poolId),
      signingKeys.find(store, place, poolId),
      resourceServers.list(store, place, { prefix: within(poolId, '') }),
    ])
    if (!pool || !keys) return undefined
    const snapshot = poolSnapshot({ pool, keys, servers }, { place, vault, issuerOf })
    return {
      id: poolId,
      place,
      ...snapshot,
      people: peopleOf(place, poolId),
      pages: pagesOf(place, poolId),
      changeClientToken: clientTokenTrigger(pool, place, functions),
      hasScope: (scope) => snapshot.scopes.has(scope),
      findClient: (clientId) => this.#findClient(place, poolId, clientId),
    }
  }

  #findClient(place: Place, poolId: string, clientId: string): Soon<OAuthClient | undefined> {
    if (clientId.length > MAX_CLIENT_ID) return undefined
    const key = within(poolId, clientId)
    return this.#clients.get(key, async () => {
      const record = await clients.find(this.#deps.store, place, key)
      return record && clientSnapshot(record, this.#deps.vault)
    })
  }
}
