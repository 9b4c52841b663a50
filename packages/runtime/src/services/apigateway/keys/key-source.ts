import type { ApiKeySource, GrantedPlan, KnownApiKey } from '../../../gateway/key-ports.ts'
import { LoadingCache } from '../../../kernel/loading-cache.ts'
import { type Place, placeKey } from '../../../kernel/place.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import type { Vault } from '../../../kernel/vault.ts'
import type { Store } from '../../../store/store.ts'
import { apiKeys, findKeyByValue, plansOfKey, plansOfKeys, usagePlans } from './repository.ts'
import type { UsageMeter } from './usage-meter.ts'

/** In use at a time. */
const MAX_KEYS = 10_000
/** Of requests with values that are no key: they must not push out those that are, nor cost a read each. */
const WATCHED: readonly string[] = [apiKeys.kind, plansOfKeys.kind, usagePlans.kind]

/** Keys as the data plane asks for them: by what a client has sent. They count from the moment that they are stored. */
export function createApiKeySource(store: Store, vault: Vault, usage: UsageMeter): ApiKeySource {
  let known = new LoadingCache<KnownApiKey>(MAX_KEYS)
  store.onCommit((changes) => {
    if (changes.some(({ key }) => WATCHED.includes(key.kind))) known = new LoadingCache(MAX_KEYS)
  })
  return {
    find(place, value) {
      return known.get(`${placeKey(place)} ${value}`, () => readKey(store, vault, place, value))
    },
    take: (place, plan, keyId) => usage.take(place, plan, keyId),
  }
}

async function readKey(reader: Reader, vault: Vault, place: Place, value: string): Promise<KnownApiKey | undefined> {
  const key = await findKeyByValue(reader, place, vault, value)
  if (!key) return undefined
  const memberships = await plansOfKey(reader, place, key.id)
  const plans = await Promise.all(memberships.map(({ planId }) => usagePlans.find(reader, place, planId)))
  return {
    id: key.id,
    value,
    customerId: key.customerId,
    enabled: key.enabled,
    plans: plans.filter((plan): plan is GrantedPlan & NonNullable<typeof plan> => plan !== undefined),
  }
}
