import type { Clock } from '../../../kernel/clock.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Transaction } from '../../../kernel/transaction.ts'
import type { UserRecord } from '../users/records.ts'
import { touchUser } from '../users/repository.ts'
import { endFamilies } from './token-families.ts'

/** Everywhere: whatever a user was given no longer counts here. */
export async function signOut(
  tx: Transaction,
  { clock }: { readonly clock: Clock },
  place: Place,
  user: UserRecord,
): Promise<void> {
  await endFamilies(tx, place, user)
  touchUser(tx, place, user, { ...user, signedOutAt: clock.now() })
}
