import type { Place } from '../../../kernel/place.ts'
import type { Reader, Transaction } from '../../../kernel/transaction.ts'
import { collection } from '../../../store/collection.ts'

/** A pool that is gone for everybody, and whose contents are not yet. Id: the pool's. */
interface LeftPoolRecord {
  readonly poolId: string
  readonly place: Place
}

export const leftPools = collection<LeftPoolRecord>('cognito-idp/left-pool')

/** In the transaction that deletes the pool. */
export function leaveBehind(tx: Transaction, place: Place, poolId: string): void {
  leftPools.put(tx, 'global', poolId, { poolId, place })
}

/** Whether an earlier process has left contents of pools to delete. */
export async function hasLeftPools(reader: Reader): Promise<boolean> {
  return (await leftPools.list(reader, 'global', { limit: 1 })).length > 0
}
