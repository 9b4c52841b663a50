import type { Clock } from '../../../kernel/clock.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Transact, Transaction } from '../../../kernel/transaction.ts'
import { collection } from '../../../store/collection.ts'
import type { UserPoolRecord } from '../records.ts'
import { within } from '../repository.ts'
import { attemptLimit } from '../users/errors.ts'
import { isThere, NOBODY } from '../users/nobody.ts'
import type { UserRecord } from '../users/records.ts'

/**
 * Requests of a user in an hour (documented: cognito/quotas, "Code security resource quotas"). A forgotten password has
 * five to twenty of them by how risky a request looks; the most is never stricter than AWS.
 */
const PER_HOUR = {
  ForgottenPassword: 20,
  ResendConfirmationCode: 5,
  ConfirmSignUp: 15,
  ChangePassword: 5,
  GetUserAttributeVerificationCode: 5,
  VerifyUserAttribute: 15,
} as const
export type Limited = keyof typeof PER_HOUR

const HOUR_MS = 3_600_000

type Counts = Readonly<Partial<Record<Limited, readonly number[]>>>

/** When somebody has asked. Id: `{pool}/{user key}`; also of nobody. */
export const requestCounts = collection<Counts>('cognito-idp/user-requests')
const FORGOTTEN_AT_ONCE = 5

interface Where {
  readonly deps: { readonly clock: Clock }
  readonly place: Place
  readonly pool: UserPoolRecord
  readonly transact: Transact
}

/**
 * Counts a request before it is carried out, whether it then succeeds or not, and refuses one too many. The count is
 * committed by itself: guesses side by side do not get around it. Requests that are refused do not count (inferred).
 */
export async function countRequest(
  { deps, place, pool, transact }: Where,
  limited: Limited,
  { key }: Pick<UserRecord, 'key'>,
) {
  const since = deps.clock.now() - HOUR_MS
  const id = within(pool.id, key)
  const isOver = await transact(async (tx) => {
    await forgetNobodies(tx, place, pool.id, since)
    const counts = (await requestCounts.find(tx, place, id)) ?? {}
    const recent = (counts[limited] ?? []).filter((at) => at > since)
    if (recent.length >= PER_HOUR[limited]) return true
    if (await isThere(tx, place, { poolId: pool.id, key }))
      requestCounts.put(tx, place, id, { ...counts, [limited]: [...recent, deps.clock.now()] })
    return false
  })
  if (isOver) throw attemptLimit()
}

/** Names that nobody has are without end: each request looks for some that are past, whoever it is for. */
async function forgetNobodies(tx: Transaction, place: Place, poolId: string, since: number): Promise<void> {
  const range = { kind: requestCounts.kind, place: requestCounts.key(place, '').place, prefix: within(poolId, NOBODY) }
  for (const { key, value } of await tx.list<Counts>({ ...range, limit: FORGOTTEN_AT_ONCE })) {
    if (Object.values(value).every((times) => times.every((at) => at <= since))) tx.delete(key)
  }
}
