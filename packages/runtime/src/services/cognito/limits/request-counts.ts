import type { Clock } from '../../../kernel/clock.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Transact, Transaction } from '../../../kernel/transaction.ts'
import type { Vault } from '../../../kernel/vault.ts'
import { collection } from '../../../store/collection.ts'
import type { UserPoolRecord } from '../records.ts'
import { within } from '../repository.ts'
import { attemptLimit } from '../users/errors.ts'
import { folded } from '../users/names.ts'
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

/** When somebody has asked. Id: `{pool}/{user key}`, or `{pool}/{NOBODY}{digest of a name}`. */
export const requestCounts = collection<Counts>('cognito-idp/user-requests')
/** Behind all keys of users. */
const NOBODY = '~'
const FORGOTTEN_AT_ONCE = 5

/** Who asks: a user, or the name of nobody, which must run into the same limits. */
export type Subject = Pick<UserRecord, 'key'> | { readonly name: string }

interface Where {
  readonly deps: { readonly clock: Clock; readonly vault: Vault }
  readonly place: Place
  readonly pool: UserPoolRecord
  readonly transact: Transact
}

/**
 * Counts a request before it is carried out, whether it then succeeds or not, and refuses one too many. The count is
 * committed by itself: guesses side by side do not get around it. Requests that are refused do not count (inferred).
 */
export async function countRequest({ deps, place, pool, transact }: Where, limited: Limited, subject: Subject) {
  const since = deps.clock.now() - HOUR_MS
  const id = within(pool.id, 'key' in subject ? subject.key : `${NOBODY}${digestOf(deps.vault, pool, subject.name)}`)
  const isOver = await transact(async (tx) => {
    if (!('key' in subject)) await forgetNobodies(tx, place, pool.id, since)
    const counts = (await requestCounts.find(tx, place, id)) ?? {}
    const recent = (counts[limited] ?? []).filter((at) => at > since)
    if (recent.length >= PER_HOUR[limited]) return true
    requestCounts.put(tx, place, id, { ...counts, [limited]: [...recent, deps.clock.now()] })
    return false
  })
  if (isOver) throw attemptLimit()
}

function digestOf(vault: Vault, pool: UserPoolRecord, name: string): string {
  return vault.digest('cognito-idp/asked-for', JSON.stringify([pool.id, folded(pool, name)])).toString('hex')
}

/** Names that nobody has are without end: each new one looks for some that are past. */
async function forgetNobodies(tx: Transaction, place: Place, poolId: string, since: number): Promise<void> {
  const range = { kind: requestCounts.kind, place: requestCounts.key(place, '').place, prefix: within(poolId, NOBODY) }
  for (const { key, value } of await tx.list<Counts>({ ...range, limit: FORGOTTEN_AT_ONCE })) {
    if (Object.values(value).every((times) => times.every((at) => at <= since))) tx.delete(key)
  }
}
