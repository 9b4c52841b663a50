import type { OutboxMessage } from '../../../kernel/outbox.ts'
import type { Reader, Transaction } from '../../../kernel/transaction.ts'
import type { Vault } from '../../../kernel/vault.ts'
import { collection } from '../../../store/collection.ts'
import type { MessageContent, MessageRecord } from './records.ts'

/** Of all places together, since whoever looks for a code knows no place. Id: the message's number, padded. */
const messages = collection<MessageRecord>('cognito-idp/message')
const positions = collection<{ readonly last: number }>('cognito-idp/message-position')
const POSITION = 'last'

/** Older ones are forgotten. */
const KEPT = 1_000
const DIGITS = 12

const idOf = (number: number) => String(number).padStart(DIGITS, '0')

/** Puts a message into the outbox in the transaction that made its code. */
export async function postMessage(
  tx: Transaction,
  vault: Vault,
  message: Omit<MessageRecord, 'number' | 'sealed'>,
  content: MessageContent,
): Promise<void> {
  const number = ((await positions.find(tx, 'global', POSITION))?.last ?? 0) + 1
  positions.put(tx, 'global', POSITION, { last: number })
  messages.put(tx, 'global', idOf(number), { ...message, number, sealed: vault.seal(JSON.stringify(content)) })
  messages.delete(tx, 'global', idOf(Math.max(0, number - KEPT)))
}

/** Of all messages that were for nobody one is kept, which nobody reads. */
const unsent = collection<MessageRecord | { readonly last: number }>('cognito-idp/unsent-message')

/** As much work as it is to send a message, of which nothing comes. */
export const throwAwayMessage: typeof postMessage = async (tx, vault, message, content) => {
  const number = ((await positions.find(tx, 'global', POSITION))?.last ?? 0) + 1
  unsent.put(tx, 'global', POSITION, { last: number })
  unsent.put(tx, 'global', 'message', { ...message, number, sealed: vault.seal(JSON.stringify(content)) })
  unsent.delete(tx, 'global', 'before')
}

/** The messages after one of this number, in the order in which they were sent. */
export async function readOutbox(reader: Reader, vault: Vault, after: number): Promise<OutboxMessage[]> {
  const found = await messages.list(reader, 'global', { after: idOf(after) })
  return found.map((message) => ({
    number: message.number,
    ...message.place,
    sentAt: new Date(message.sentAt).toISOString(),
    userPoolId: message.poolId,
    ...(message.clientId !== undefined && { clientId: message.clientId }),
    username: message.username,
    kind: message.kind,
    medium: message.medium,
    destination: message.destination,
    ...(message.from !== undefined && { from: message.from }),
    ...(message.sender !== undefined && { sender: message.sender }),
    ...(JSON.parse(vault.open(message.sealed)) as MessageContent),
    ...(message.expiresAt !== undefined && { expiresAt: new Date(message.expiresAt).toISOString() }),
  }))
}
