import type { Place } from '../../../kernel/place.ts'
import type { Vault } from '../../../kernel/vault.ts'
import type { Store } from '../../../store/store.ts'
import { requireClient } from '../repository.ts'

/** Secrets of clients for those who run this server. */
export interface ClientSecrets {
  /** The newest: one that was made in a rotation no operation of AWS's ever shows again. */
  newest(place: Place, poolId: string, clientId: string): Promise<string | undefined>
}

export function createClientSecrets({ store, vault }: { readonly store: Store; readonly vault: Vault }): ClientSecrets {
  return {
    async newest(place, poolId, clientId) {
      const { secrets } = await requireClient(store, place, poolId, clientId)
      const newest = secrets.at(-1)
      return newest && vault.open(newest.sealed)
    },
  }
}
