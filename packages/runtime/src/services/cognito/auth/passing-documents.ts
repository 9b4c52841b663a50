import { type Place, placeKey } from '../../../kernel/place.ts'
import type { Transaction } from '../../../kernel/transaction.ts'
import type { Collection } from '../../../store/collection.ts'
import { within } from '../repository.ts'

/** A document that is good up to a moment. */
interface Passing {
  readonly endsAt: number
}

const LOOKED_AT = 5

/**
 * Deletes what has ended of the documents that stand next to a new one. Where ids are digests, those are any: of what
 * comes and goes, no more than a fifth stays behind.
 */
export async function forgetEndedNear<T extends Passing>(
  tx: Transaction,
  { kind }: Collection<T>,
  place: Place,
  { poolId, id, now }: { readonly poolId: string; readonly id: string; readonly now: number },
): Promise<void> {
  const range = { kind, place: placeKey(place), prefix: within(poolId, ''), after: id, limit: LOOKED_AT }
  for (const { key, value } of await tx.list<T>(range)) if (value.endsAt <= now) tx.delete(key)
}
