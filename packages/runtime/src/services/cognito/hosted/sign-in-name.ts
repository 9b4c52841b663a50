import type { UserPoolRecord } from '../records.ts'

/** What people of a pool sign in with, as the pages call it. */
export interface NameKind {
  readonly label: string
  readonly inSentence: string
  readonly inputType: 'text' | 'email' | 'tel'
  readonly placeholder: string
}

const USERNAME: NameKind = {
  label: 'Username',
  inSentence: 'username',
  inputType: 'text',
  placeholder: 'Username',
}
const EMAIL: NameKind = { label: 'Email', inSentence: 'email', inputType: 'text', placeholder: 'name@host.com' }
const PHONE: NameKind = {
  label: 'Phone number',
  inSentence: 'phone number',
  inputType: 'tel',
  placeholder: '+14325551212',
}
const EITHER: NameKind = {
  label: 'Email or phone number',
  inSentence: 'email or phone number',
  inputType: 'text',
  placeholder: 'name@host.com or +14325551212',
}

/** A name that was given to nobody is no email address, and must be refused in AWS's words, not the browser's. */
export function signInNameOf({ settings }: Pick<UserPoolRecord, 'settings'>): NameKind {
  const { UsernameAttributes: [first, second] = [] } = settings
  if (first && second) return EITHER
  if (first === undefined) return USERNAME
  return first === 'email' ? EMAIL : PHONE
}
