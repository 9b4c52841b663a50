import type { Place } from '../../../kernel/place.ts'
import type { Sealed } from '../../../kernel/vault.ts'

export type Medium = 'EMAIL' | 'SMS'

/** What a message is about, in the words of the custom message trigger's sources (`CustomMessage_SignUp`). */
export type MessageKind =
  | 'AdminCreateUser'
  | 'Authentication'
  | 'ForgotPassword'
  | 'ResendCode'
  | 'SignUp'
  | 'UpdateUserAttribute'
  | 'VerifyUserAttribute'

/** A message that AWS would have sent. Nothing leaves this server: it lies in the outbox. */
export interface MessageRecord {
  /** Counts on from message to message. */
  readonly number: number
  readonly sentAt: number
  readonly place: Place
  readonly poolId: string
  /** None where an administrator caused it. */
  readonly clientId?: string
  readonly username: string
  readonly kind: MessageKind
  readonly medium: Medium
  readonly destination: string
  /** Of an email that AWS would have sent itself. */
  readonly from?: string
  /** Of its code or password, where it has one. */
  readonly expiresAt?: number
  /** The function of the pool that it was handed to, with its code. */
  readonly sender?: 'CustomEmailSender' | 'CustomSMSSender'
  /** A `MessageContent` as JSON: it holds what proves who somebody is. */
  readonly sealed: Sealed
}

export interface MessageContent {
  /** Of an email. */
  readonly subject?: string
  readonly body: string
  /** A confirmation code, or a temporary password. */
  readonly code: string
  /** That confirms with one click, in pools that send such. */
  readonly link?: string
}
