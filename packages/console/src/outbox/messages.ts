import type { OutboxMessage } from '../api/contract.ts'

/** As many as somebody looks through; older ones are told by `sallyport outbox`. */
export const MOST_MESSAGES = 200

/** The newest first, each once. */
export function withMore(messages: readonly OutboxMessage[], more: readonly OutboxMessage[]): readonly OutboxMessage[] {
  const known = new Set(messages.map(({ number }) => number))
  const fresh = more.filter(({ number }) => !known.has(number))
  if (fresh.length === 0) return messages
  return [...messages, ...fresh].sort((a, b) => b.number - a.number).slice(0, MOST_MESSAGES)
}

/** Whether a text stands in what a message is about or in whom it goes to, whatever its case. */
export function fits({ destination, username, kind, subject = '', body }: OutboxMessage, text: string): boolean {
  const wanted = text.toLowerCase()
  return [destination, username, kind, subject, body].some((part) => part.toLowerCase().includes(wanted))
}

const KINDS: Readonly<Record<string, string>> = {
  SignUp: 'to confirm a sign-up',
  ResendCode: 'a code once more',
  ForgotPassword: 'to reset a password',
  AdminCreateUser: 'a temporary password',
  Authentication: 'to sign in',
  VerifyUserAttribute: 'to verify an attribute',
  UpdateUserAttribute: 'to verify a changed attribute',
}

export function kindInWords(kind: string): string {
  return KINDS[kind] ?? kind
}

/** Whether an address may be a link: what it leads to is a page, and nothing that runs in this one. */
export function isWebAddress(link: string): boolean {
  return /^https?:\/\//.test(link)
}
