import type { Place } from '../../../kernel/place.ts'
import type { Transaction } from '../../../kernel/transaction.ts'
import { endFamilies } from '../auth/token-families.ts'
import { deleteDevicesOf } from '../devices/repository.ts'
import { leaveAll } from '../groups/repository.ts'
import { requestCounts } from '../limits/request-counts.ts'
import type { UserPoolRecord } from '../records.ts'
import { within } from '../repository.ts'
import type { UserRecord } from './records.ts'
import { removeUser } from './repository.ts'

/** A user with all that is theirs. Nothing stays behind: the name is free at once (documented). */
export async function forgetUser(tx: Transaction, place: Place, pool: UserPoolRecord, user: UserRecord): Promise<void> {
  await leaveAll(tx, place, user)
  await endFamilies(tx, place, user)
  await deleteDevicesOf(tx, place, user)
  requestCounts.delete(tx, place, within(user.poolId, user.key))
  await removeUser(tx, place, pool, user)
}
