import { LoadingCache } from '../../../kernel/loading-cache.ts'
import type { Soon } from '../../../kernel/soon.ts'
import type { Realm, RealmDirectory } from '../../../oauth/ports.ts'
import type { Store } from '../../../store/store.ts'
import { site } from '../hosted/site.ts'
import { domainKey, domains } from '../repository.ts'
import type { PoolRealms } from './pool-realms.ts'

const MAX_DOMAINS = 2_000

type Target = { readonly poolId: string } | { readonly ambiguous: true }

/** Finds the pool behind a domain: by prefix and region, by custom domain, or by a prefix that only one region has. */
export function createDomainDirectory(deps: { store: Store; pools: PoolRealms }): RealmDirectory {
  const { store, pools } = deps
  const targets = new LoadingCache<Target>(MAX_DOMAINS)
  store.onCommit((changes) => {
    for (const { key } of changes) {
      if (key.kind !== domains.kind) continue
      targets.invalidate(key.id)
      targets.invalidate(domainKey(key.id.slice(0, key.id.indexOf('/')), undefined))
    }
  })

  const load = async (domain: string, region: string | undefined): Promise<Target | undefined> => {
    if (region !== undefined) {
      const found = await domains.find(store, 'global', domainKey(domain, region))
      return found && { poolId: found.poolId }
    }
    const [found, another] = await domains.list(store, 'global', { prefix: domainKey(domain, undefined), limit: 2 })
    if (another) return { ambiguous: true }
    return found && { poolId: found.poolId }
  }

  const realmOf = (target: Target | undefined): ReturnType<RealmDirectory['findRealm']> => {
    if (!target) return 'unknown-domain'
    if ('ambiguous' in target) return 'ambiguous-domain'
    const realm: Soon<Realm | undefined> = pools.findRealm(target.poolId)
    return realm instanceof Promise ? realm.then((found) => found ?? 'unknown-domain') : (realm ?? 'unknown-domain')
  }

  return {
    site,
    findRealm(domain, region) {
      const target = targets.get(domainKey(domain, region), () => load(domain, region))
      return target instanceof Promise ? target.then(realmOf) : realmOf(target)
    },
  }
}
