import type { Sealed, Vault } from '../../../kernel/vault.ts'
import { collection } from '../../../store/collection.ts'
import type { Store } from '../../../store/store.ts'
import type { KeyShelf, RsaKeyPair } from './key-pair-source.ts'

interface SealedReserve {
  /** A JSON list of key pairs, sealed. */
  readonly sealed: Sealed
}

const reserves = collection<SealedReserve>('oauth/key-reserve')
const ID = 'rsa-2048'

/** A shelf in the store. Claiming empties it in one transaction, so two processes never get the same pair. */
export function createStoredKeyShelf(deps: { store: Store; vault: Vault }): KeyShelf {
  const { store, vault } = deps
  return {
    claim: () =>
      store.transact(async (tx) => {
        const reserve = await reserves.find(tx, 'global', ID)
        if (!reserve) return []
        reserves.delete(tx, 'global', ID)
        return JSON.parse(vault.open(reserve.sealed)) as RsaKeyPair[]
      }),
    keep: (pairs) =>
      store.transact(async (tx) => {
        reserves.put(tx, 'global', ID, { sealed: vault.seal(JSON.stringify(pairs)) })
      }),
  }
}
