import type { Place } from '../../../kernel/place.ts'
import type { Reader, Transaction } from '../../../kernel/transaction.ts'
import type { Sealed, Vault } from '../../../kernel/vault.ts'
import { collection } from '../../../store/collection.ts'
import type { Presigned } from '../presigned-put.ts'
import { keyOf, within } from '../repository.ts'
import type { ResponseName } from './response-address.ts'

/** Where the response to one request goes. */
interface ResponseSlot extends Presigned {
  readonly requestId: string
  /** As it was sent. */
  readonly body?: Sealed
}

/** By `{stack}/{logical id}/{request id}`. */
const slots = collection<ResponseSlot>('cloudformation/custom-response')

function idOf({ stackId, logicalId, requestId }: Omit<ResponseName, 'place'>): string {
  return within(keyOf(stackId), `${logicalId}/${requestId}`)
}

/** Makes room for a response, and forgets what cannot be answered any more. */
export async function openSlot(tx: Transaction, name: ResponseName, presigned: Presigned, now: number): Promise<void> {
  const { place, requestId } = name
  const prefix = idOf({ ...name, requestId: '' })
  for (const slot of await slots.list(tx, place, { prefix })) {
    if (slot.expires <= now) slots.delete(tx, place, `${prefix}${slot.requestId}`)
  }
  slots.put(tx, place, idOf(name), { requestId, ...presigned })
}

export function findSlot(reader: Reader, name: ResponseName): Promise<ResponseSlot | undefined> {
  return slots.find(reader, name.place, idOf(name))
}

/** Keeps the first response; those after it change nothing. False: there is no room for one. */
export async function keepResponse(tx: Transaction, vault: Vault, name: ResponseName, body: string): Promise<boolean> {
  const slot = await findSlot(tx, name)
  if (!slot) return false
  if (!slot.body) slots.put(tx, name.place, idOf(name), { ...slot, body: vault.seal(body) })
  return true
}

export async function findResponse(reader: Reader, vault: Vault, name: ResponseName): Promise<string | undefined> {
  const slot = await findSlot(reader, name)
  return slot?.body && vault.open(slot.body)
}

/** Forgets the responses to a stack that is being deleted. */
export async function deleteResponses(tx: Transaction, place: Place, stackKey: string): Promise<void> {
  const range = { kind: slots.kind, place: slots.key(place, '').place, prefix: within(stackKey, '') }
  for (const { key } of await tx.list(range)) tx.delete(key)
}
