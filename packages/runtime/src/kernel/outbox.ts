/**
 * A message that AWS would have sent to somebody, as it is shown here: nothing leaves this server.
 *
 * @example
 * ```ts
 * const lastCode = (messages: readonly OutboxMessage[]): string | undefined => messages.at(-1)?.code
 * expect(lastCode(await aws.outbox('ann@example.com'))).toBeUndefined()
 * ```
 */
export interface OutboxMessage {
  /** Counts on from message to message. */
  readonly number: number
  readonly account: string
  readonly region: string
  /** ISO 8601. */
  readonly sentAt: string
  readonly userPoolId: string
  /** None where an administrator caused it. */
  readonly clientId?: string
  readonly username: string
  /** What it is about: `SignUp`, `ResendCode`, `ForgotPassword`, `AdminCreateUser`, `Authentication` and others. */
  readonly kind: string
  readonly medium: 'EMAIL' | 'SMS'
  readonly destination: string
  /** Whom an email says it is from, unless a function of the pool had to deliver it. */
  readonly from?: string
  /** The pool's function that had to deliver it: AWS would have sent nothing, and `body` is what it might have said. */
  readonly sender?: 'CustomEmailSender' | 'CustomSMSSender'
  /** Of an email. */
  readonly subject?: string
  readonly body: string
  /** The confirmation code or temporary password in it. */
  readonly code: string
  /** That confirms with one click, in pools that send such. */
  readonly link?: string
  readonly expiresAt?: string
}

/** The messages after one of this number, the oldest first; the last thousand are kept. */
export type ReadOutbox = (after: number) => Promise<readonly OutboxMessage[]>
