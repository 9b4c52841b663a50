import type { UserPoolRecord } from '../records.ts'
import type { Texts } from './texts/texts.ts'

/** What people of a pool sign in with. */
export type NameKind = keyof Texts['names']

export function signInNameOf({ settings }: Pick<UserPoolRecord, 'settings'>): NameKind {
  const { UsernameAttributes: [first, second] = [] } = settings
  if (first && second) return 'either'
  if (first === undefined) return 'username'
  return first === 'email' ? 'email' : 'phone'
}
