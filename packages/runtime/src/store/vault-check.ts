import { UsageError } from '../kernel/errors.ts'
import type { Sealed, Vault } from '../kernel/vault.ts'
import { collection } from './collection.ts'
import type { Store } from './store.ts'

const checks = collection<{ readonly sealed: Sealed }>('store/vault-check')
const ID = 'vault'

/** Refuses a key that is not the one that this store's secrets were sealed with: by a text sealed with the first key. */
export async function checkVaultKey(store: Store, vault: Vault, keyFile: string): Promise<void> {
  const found = await checks.find(store, 'global', ID)
  if (!found) return store.transact(async (tx) => checks.put(tx, 'global', ID, { sealed: vault.seal('sallyport') }))
  try {
    vault.open(found.sealed)
  } catch (error) {
    const refusal = new UsageError(
      'ERR_VAULT_KEY',
      `${keyFile} is not the key that the secrets beside it were sealed with`,
      'Put the right file back from a copy, or start over with: sallyport reset',
    )
    refusal.cause = error
    throw refusal
  }
}
