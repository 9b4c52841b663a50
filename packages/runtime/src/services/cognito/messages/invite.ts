import type { Clock } from '../../../kernel/clock.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Vault } from '../../../kernel/vault.ts'
import type { UserPoolRecord } from '../records.ts'
import type { Verifiable } from '../users/attributes.ts'
import type { UserAttributes, UserRecord } from '../users/records.ts'
import type { MessageTransaction } from './message-transaction.ts'
import { sendMessage } from './send.ts'

/** SMS unless something else is asked for (documented); whoever has no number gets an email (inferred). */
export function invitationMedia(
  desired: readonly string[] | undefined,
  attributes: UserAttributes,
): readonly Verifiable[] {
  if (desired?.length) return desired.map((medium) => (medium === 'SMS' ? 'phone_number' : 'email'))
  return attributes.phone_number ? ['phone_number'] : ['email']
}

export interface Invitation {
  readonly pool: UserPoolRecord
  readonly user: UserRecord
  readonly media: readonly Verifiable[]
  readonly password: string
  readonly expiresAt?: number | undefined
}

/** Tells a new user their name and password, wherever they have an address for it. */
export async function invite(
  tx: MessageTransaction,
  deps: { readonly clock: Clock; readonly vault: Vault },
  place: Place,
  { pool, user, media, password: code, expiresAt }: Invitation,
): Promise<void> {
  for (const attribute of media.filter((medium) => user.attributes[medium])) {
    await sendMessage(tx, deps, place, { pool, user, kind: 'AdminCreateUser', attribute, code, expiresAt })
  }
}
