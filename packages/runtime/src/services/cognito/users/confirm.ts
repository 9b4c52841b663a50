import type { Place } from '../../../kernel/place.ts'
import type { Transaction } from '../../../kernel/transaction.ts'
import type { UserPoolRecord } from '../records.ts'
import { isVerifiable, verifiedFlag } from './attributes.ts'
import { changingClaim } from './claims.ts'
import { isStillThere, type Proven } from './codes.ts'
import type { UserRecord, UserStatus } from './records.ts'
import { changeUser } from './repository.ts'

/**
 * A code was right: what it was sent to is verified, if it is still the user's, and becomes a name where the pool takes it
 * for one.
 */
export async function verifiedBy(
  tx: Transaction,
  place: Place,
  pool: UserPoolRecord,
  user: UserRecord,
  proven: Proven,
  { now, status = user.status, movesAliases = false }: { now: number; status?: UserStatus; movesAliases?: boolean },
): Promise<UserRecord> {
  const { attribute, pending } = proven
  const verified = attribute !== undefined && isVerifiable(attribute) && isStillThere(user, proven)
  const attributes = {
    ...user.attributes,
    ...(verified && pending !== undefined && { [attribute]: pending }),
    ...(verified && { [verifiedFlag(attribute)]: 'true' }),
  }
  const after = { ...user, attributes, status, modifiedAt: now }
  await changeUser(tx, place, pool, user, after, { ...changingClaim, movesAliases })
  return after
}
