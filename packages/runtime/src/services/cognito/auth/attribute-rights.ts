import { OAuthError } from '../../../oauth/oauth-error.ts'
import { invalidParameter, notAuthorized } from '../errors.ts'
import type { ClientRecord } from '../records.ts'
import type { UserAttributes } from '../users/records.ts'

/** Set by verification, never by their owner (text observed). */
const FLAGS = ['email_verified', 'phone_number_verified']

/** What a client may write for a user: all that is not for administrators, unless the client has a list. */
export function checkWritable({ settings: { WriteAttributes } }: ClientRecord, given: readonly string[]): void {
  const flag = given.find((name) => FLAGS.includes(name))
  if (flag !== undefined) throw invalidParameter(`Cannot modify the non-mutable attribute ${flag}`)
  const mayWrite = (name: string) =>
    name === 'sub' || (!name.startsWith('dev:') && (WriteAttributes?.includes(name) ?? true))
  if (!given.every(mayWrite)) throw notAuthorized('A client attempted to write unauthorized attribute')
}

const OF_SCOPES = { email: ['email', 'email_verified'], phone: ['phone_number', 'phone_number_verified'] } as const

/** Whoever asks for a scope has to be let read what it stands for (documented: developer guide 2023, token endpoint). */
export function checkReadable({ id, settings: { ReadAttributes } }: ClientRecord, scopes: readonly string[]): void {
  if (!ReadAttributes) return
  for (const [scope, names] of Object.entries(OF_SCOPES)) {
    const unreadable = scopes.includes(scope) && names.find((name) => !ReadAttributes.includes(name))
    if (unreadable)
      throw new OAuthError('invalid_grant', `client ${id} has scope ${scope}, but may not read ${unreadable}`)
  }
}

/** Of a user's attributes those that a client may read. */
export function readable({ settings: { ReadAttributes } }: ClientRecord, attributes: UserAttributes): UserAttributes {
  if (!ReadAttributes)
    return Object.fromEntries(Object.entries(attributes).filter(([name]) => !name.startsWith('dev:')))
  const wanted = new Set(ReadAttributes)
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => wanted.has(name)))
}
