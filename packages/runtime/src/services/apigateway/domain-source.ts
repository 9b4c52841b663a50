import type { CustomDomainSource } from '../../gateway/ports.ts'
import { placeFromKey } from '../../kernel/place.ts'
import { wildcardOf } from '../../store/api-domains/declared-domains.ts'
import { domainIndex, domains, indexId, mappings } from '../../store/api-domains/records.ts'
import type { Store } from '../../store/store.ts'

const WATCHED: readonly string[] = [domainIndex.kind, domains.kind, mappings.kind]

/** What the data plane serves under custom domain names, whichever service has made them. */
export function createDomainSource(store: Store): CustomDomainSource {
  const listeners = new Set<() => void>()
  store.onCommit((changes) => {
    if (changes.some(({ key }) => WATCHED.includes(key.kind))) for (const listener of listeners) listener()
  })

  /** Regions may each have a domain of the same name; on AWS the DNS record decides, here the alphabet. */
  const findNamed = async (domainName: string) => {
    const range = { kind: domainIndex.kind, place: 'global', prefix: indexId(domainName, ''), limit: 1 }
    const [index] = await store.list<{ readonly account: string }>(range)
    if (!index) return undefined
    const place = placeFromKey(`${index.value.account}/${index.key.id.slice(domainName.length + 1)}`)
    return { mappings: await mappings.list(store, place, domainName) }
  }

  return {
    find: async (host) => (await findNamed(host)) ?? findNamed(wildcardOf(host)),
    onChange(listener) {
      listeners.add(listener)
    },
  }
}
