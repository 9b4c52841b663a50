import type { CodeDeliveryDetailsType } from '../../../generated/cognito-idp.ts'
import type { Clock } from '../../../kernel/clock.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Vault } from '../../../kernel/vault.ts'
import type { UserPoolRecord } from '../records.ts'
import { customSender } from '../triggers/custom-sender.ts'
import type { Verifiable } from '../users/attributes.ts'
import { isNobody } from '../users/nobody.ts'
import type { UserRecord } from '../users/records.ts'
import { fromAddress } from './from-address.ts'
import { masked } from './masked.ts'
import type { MessageTransaction } from './message-transaction.ts'
import { postMessage, throwAwayMessage } from './outbox.ts'
import type { Medium, MessageKind } from './records.ts'
import { renderMessage } from './templates.ts'

export interface Envelope {
  readonly pool: UserPoolRecord
  readonly user: UserRecord
  readonly kind: MessageKind
  /** Where it goes. */
  readonly attribute: Verifiable
  /** Instead of the user's own address: one that is to become it. */
  readonly address?: string | undefined
  readonly code: string
  readonly clientId?: string | undefined
  readonly expiresAt?: number | undefined
}

export const MEDIUM_OF: Readonly<Record<Verifiable, Medium>> = { email: 'EMAIL', phone_number: 'SMS' }

/** Writes a message to a user's address and says, as AWS does, where it went. Of a message for nobody nobody hears. */
export async function sendMessage(
  tx: MessageTransaction,
  { clock, vault }: { readonly clock: Clock; readonly vault: Vault },
  place: Place,
  envelope: Envelope,
): Promise<CodeDeliveryDetailsType> {
  const { pool, user, kind, attribute, code, clientId, expiresAt } = envelope
  const medium = MEDIUM_OF[attribute]
  const destination = envelope.address ?? user.attributes[attribute] ?? ''
  const link = linkOf(envelope, place)
  const { username } = user
  const sender = customSender(pool, medium)
  // Whoever has a sender of its own is asked for no texts (inferred).
  const own = sender || isNobody(user) ? {} : tx.ownTexts({ user, kind, attribute })
  if (sender && !isNobody(user))
    tx.consignments.push({ sender, kind, code, user: addressedAt(user, attribute, destination) })
  const content = renderMessage(pool, kind, medium, { code, username, ...(link && { link }) }, own)
  const about = {
    sentAt: clock.now(),
    place,
    poolId: pool.id,
    username,
    kind,
    medium,
    destination,
    ...(clientId !== undefined && { clientId }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(sender ? { sender } : medium === 'EMAIL' && { from: fromAddress(pool.settings) }),
  }
  await (isNobody(user) ? throwAwayMessage : postMessage)(tx, vault, about, content)
  return deliveryDetails(attribute, destination)
}

/** Also where the address is still to be verified before it takes the place of another one (inferred). */
function addressedAt(user: UserRecord, attribute: Verifiable, address: string): UserRecord {
  return { ...user, attributes: { ...user.attributes, [attribute]: address } }
}

export function deliveryDetails(attribute: Verifiable, address: string): CodeDeliveryDetailsType {
  const medium = MEDIUM_OF[attribute]
  return { AttributeName: attribute, DeliveryMedium: medium, Destination: masked(medium, address) }
}

/** That confirms a sign-up with one click: format observed in custom emails that rebuild it. It needs a domain. */
function linkOf({ pool, user, kind, attribute, code, clientId }: Envelope, place: Place): string | undefined {
  const { DefaultEmailOption } = pool.settings.VerificationMessageTemplate ?? {}
  const confirms = kind === 'SignUp' || kind === 'ResendCode'
  if (DefaultEmailOption !== 'CONFIRM_WITH_LINK' || !confirms || attribute !== 'email') return undefined
  const host = pool.customDomain ?? (pool.domain && `${pool.domain}.auth.${place.region}.amazoncognito.com`)
  if (host === undefined || clientId === undefined) return undefined
  const query = new URLSearchParams({ client_id: clientId, user_name: user.username, confirmation_code: code })
  return `https://${host}/confirmUser?${query}`
}
