import type { Place } from '../../../kernel/place.ts'
import type { Reader, Transaction } from '../../../kernel/transaction.ts'
import { collection } from '../../../store/collection.ts'
import { within } from '../repository.ts'
import type { UserRecord } from '../users/records.ts'

/** What one sign-in gave out, for as long as it can be refreshed. All its tokens share `originJti`. */
export interface TokenFamily {
  readonly poolId: string
  readonly userKey: string
  readonly originJti: string
  readonly clientId: string
  /** Seconds since the epoch. */
  readonly authTime: number
  /** Milliseconds; a rotated token inherits it. */
  readonly expiresAt: number
  readonly scopes: readonly string[]
  /** Id of the refresh token that is good. */
  readonly current: string
  /** Replaced ones that may still be used for a moment. */
  readonly replaced?: Readonly<Record<string, number>>
  readonly deviceKey?: string | undefined
  readonly deviceForgotten?: boolean
  /** Of a sign-in that an app has asked for at the authorize endpoint: scopes decide there what tokens say. */
  readonly app?: { readonly resource?: string | undefined } | undefined
}

/** Id: `{pool}/{user key}/{origin_jti}`. */
export const tokenFamilies = collection<TokenFamily>('cognito-idp/token-family')

export function familyId({ poolId, userKey, originJti }: Pick<TokenFamily, 'poolId' | 'userKey' | 'originJti'>) {
  return `${within(poolId, userKey)}/${originJti}`
}

export function putFamily(tx: Transaction, place: Place, family: TokenFamily): void {
  tokenFamilies.put(tx, place, familyId(family), family)
}

export function familiesOf(reader: Reader, place: Place, user: UserRecord, limit?: number): Promise<TokenFamily[]> {
  const prefix = `${within(user.poolId, user.key)}/`
  return tokenFamilies.list(reader, place, limit === undefined ? { prefix } : { prefix, limit })
}

/** Ends every sign-in of a user: refresh tokens are gone, and access tokens with them. */
export async function endFamilies(tx: Transaction, place: Place, user: UserRecord): Promise<void> {
  for (const family of await familiesOf(tx, place, user)) tokenFamilies.delete(tx, place, familyId(family))
}

/**
 * A device that is forgotten is given no more tokens (observed: amazon-archives/amazon-cognito-identity-js#200). That those
 * it has stay good is inferred: whoever forgets the device in hand goes on.
 */
export async function endRefreshesOf(
  tx: Transaction,
  place: Place,
  user: UserRecord,
  deviceKey: string,
): Promise<void> {
  const families = await familiesOf(tx, place, user)
  for (const family of families.filter((each) => each.deviceKey === deviceKey)) {
    putFamily(tx, place, { ...family, deviceForgotten: true })
  }
}

const TIDIED_AT_ONCE = 20

/** What has expired goes with a later sign-in, a few at a time. */
export async function forgetExpired(tx: Transaction, place: Place, user: UserRecord, now: number): Promise<void> {
  for (const family of await familiesOf(tx, place, user, TIDIED_AT_ONCE)) {
    if (now >= family.expiresAt) tokenFamilies.delete(tx, place, familyId(family))
  }
}
