import type { Place } from '../../../kernel/place.ts'
import type { Reader, Transaction } from '../../../kernel/transaction.ts'
import type { Sealed, Vault } from '../../../kernel/vault.ts'
import { collection } from '../../../store/collection.ts'
import { keyOf, within } from '../repository.ts'
import type { HandleName } from './handle-address.ts'

/** By `{stack}/{logical id of the handle}/{signature}/{number}`: bodies as they were sent, sealed. */
const signals = collection<{ readonly sealed: Sealed }>('cloudformation/wait-signal')

type Handle = HandleName & { readonly signature: string }

/** More than any wait condition counts; a client that goes on and on must not fill the store. */
const MOST_SIGNALS = 1000

function prefixOf({ stackId, logicalId, signature }: Handle): string {
  return within(keyOf(stackId), `${logicalId}/${signature}/`)
}

/** Keeps a signal. False: there are too many. */
export async function addSignal(tx: Transaction, vault: Vault, handle: Handle, body: string): Promise<boolean> {
  const prefix = prefixOf(handle)
  const { length } = await signals.list(tx, handle.place, { prefix })
  if (length >= MOST_SIGNALS) return false
  signals.put(tx, handle.place, `${prefix}${String(length).padStart(4, '0')}`, { sealed: vault.seal(body) })
  return true
}

/** In the order in which they came. */
export async function signalsOf(reader: Reader, vault: Vault, handle: Handle): Promise<string[]> {
  const list = await signals.list(reader, handle.place, { prefix: prefixOf(handle) })
  return list.map(({ sealed }) => vault.open(sealed))
}

/** Forgets the signals of a stack that is being deleted. */
export async function deleteSignals(tx: Transaction, place: Place, stackKey: string): Promise<void> {
  const range = { kind: signals.kind, place: signals.key(place, '').place, prefix: within(stackKey, '') }
  for (const { key } of await tx.list(range)) tx.delete(key)
}
