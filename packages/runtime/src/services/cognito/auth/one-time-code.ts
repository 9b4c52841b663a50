import { timingSafeEqual } from 'node:crypto'
import type { Vault } from '../../../kernel/vault.ts'
import { masked } from '../messages/masked.ts'
import type { MessageTransaction } from '../messages/message-transaction.ts'
import { MEDIUM_OF, sendMessage } from '../messages/send.ts'
import type { Verifiable } from '../users/attributes.ts'
import { newCode } from '../users/codes.ts'
import { isNobody } from '../users/nobody.ts'
import type { UserRecord } from '../users/records.ts'
import { type Attempt, challenge, type Outcome } from './attempt.ts'

/** A challenge that is answered with a code out of a message. */
export interface CodeChallenge {
  readonly name: 'SMS_MFA' | 'EMAIL_OTP' | 'SMS_OTP'
  readonly attribute: Verifiable
  readonly flow: string
  /** Whether it is the first factor: its codes are longer (recorded). */
  readonly isFirst: boolean
  /** One that is to become the user's. */
  readonly address?: string
}

const FIRST_FACTOR_DIGITS = 8
const MINUTE_MS = 60_000

/** Sends a code and asks for it. */
export async function askForCode(
  tx: MessageTransaction,
  attempt: Attempt,
  user: UserRecord,
  { name, attribute, flow, isFirst, address }: CodeChallenge,
): Promise<Outcome> {
  const { deps, place, pool, client } = attempt
  const code = newCode(deps.random, isFirst ? FIRST_FACTOR_DIGITS : undefined)
  const digest = digestOf(deps.vault, user.key, code).toString('base64')
  const expiresAt = deps.clock.now() + (client.settings.AuthSessionValidity ?? 3) * MINUTE_MS
  const message = {
    pool,
    user,
    kind: 'Authentication',
    attribute,
    address,
    code,
    clientId: client.id,
    expiresAt,
  } as const
  await sendMessage(tx, deps, place, message)
  const sentTo = address ?? user.attributes[attribute] ?? ''
  const pending = address !== undefined && { address }
  const data = { digest, attribute, sentTo, isFirst: String(isFirst), ...pending }
  const userKey = isNobody(user) ? undefined : user.key
  const state = { challenge: name, userKey, username: user.username, flow, data }
  return challenge(tx, attempt, state, codeParameters(attribute, sentTo, user.username))
}

export function codeParameters(attribute: Verifiable, address: string, username: string) {
  const medium = MEDIUM_OF[attribute]
  return {
    CODE_DELIVERY_DELIVERY_MEDIUM: medium,
    CODE_DELIVERY_DESTINATION: masked(medium, address),
    USER_ID_FOR_SRP: username,
  }
}

export function isCode(vault: Vault, userKey: string, { digest = '' }: Readonly<Record<string, string>>, code: string) {
  const expected = Buffer.from(digest, 'base64')
  const given = digestOf(vault, userKey, code)
  return expected.length === given.length && timingSafeEqual(expected, given)
}

function digestOf(vault: Vault, userKey: string, code: string): Buffer {
  return vault.digest('cognito-idp/one-time-code', JSON.stringify([userKey, code]))
}
