import { invalidParameter } from '../errors.ts'
import type { UserPoolRecord } from '../records.ts'
import { isEmail, isPhoneNumber, isVerifiable, isVerified } from './attributes.ts'
import type { UserAttributes, UserRecord } from './records.ts'

type Pool = Pick<UserPoolRecord, 'settings'>
type Named = Pick<UserRecord, 'username' | 'sub' | 'attributes' | 'identities'>

/** Without the member, a pool is case-sensitive (documented: API reference, UsernameConfigurationType). */
export function folded({ settings }: Pool, name: string): string {
  return settings.UsernameConfiguration?.CaseSensitive === false ? name.toLowerCase() : name
}

const FOLDED = ['email', 'preferred_username']

/**
 * In a pool that does not tell cases apart, values that may be names are in small letters wherever they are shown
 * (documented: developer guide, "User pool case sensitivity").
 */
export function foldedAttributes(pool: Pool, attributes: UserAttributes): Record<string, string> {
  const values = Object.entries(attributes)
  return Object.fromEntries(values.map(([name, value]) => [name, foldedValue(pool, name, value)]))
}

export function foldedValue(pool: Pool, attribute: string, value: string): string {
  return FOLDED.includes(attribute) ? folded(pool, value) : value
}

/** Whether people of the pool are named by an address that they give, and so by their `sub` towards others. */
export function namedByAddress({ settings }: Pool): boolean {
  return (settings.UsernameAttributes?.length ?? 0) > 0
}

/** A name by which a user signs in, and what stands behind it: what two users claim decides how the second is refused. */
export interface SignInName {
  readonly name: string
  readonly from: 'username' | 'sub' | 'email' | 'phone_number' | 'preferred_username'
}

/** Whoever was made from an identity elsewhere has no password: an address of theirs is no name to sign in by. */
const isFederated = ({ identities }: Named) => identities?.some(({ primary }) => primary) ?? false

/**
 * Names by which a user is found: the username and `sub` always; addresses in a pool that takes them for usernames,
 * verified or not; aliases once they are verified, and a preferred username as it is (documented: developer guide,
 * "Customizing sign-in attributes").
 */
export function signInNames(pool: Pool, user: Named): SignInName[] {
  const { username, sub, attributes } = user
  const names: SignInName[] = [{ name: username, from: 'username' }]
  if (sub !== username) names.push({ name: sub, from: 'sub' })
  const addresses = isFederated(user) ? [] : (pool.settings.UsernameAttributes ?? [])
  for (const attribute of addresses) {
    if (isVerifiable(attribute) && attributes[attribute]) names.push({ name: attributes[attribute], from: attribute })
  }
  for (const alias of pool.settings.AliasAttributes ?? []) {
    const name = attributes[alias]
    if (!name) continue
    if (isVerifiable(alias) && isVerified(attributes, alias)) names.push({ name, from: alias })
    if (alias === 'preferred_username') names.push({ name, from: alias })
  }
  return names.map(({ name, from }) => ({ name: folded(pool, name), from }))
}

/** What a new user's `Username` stands for: an address becomes an attribute, and the service makes the name. */
export function readUsername({ settings }: Pool, given: string): { readonly address?: 'email' | 'phone_number' } {
  const { UsernameAttributes = [], AliasAttributes = [] } = settings
  if (UsernameAttributes.length > 0) {
    const address = isEmail(given) ? 'email' : isPhoneNumber(given) ? 'phone_number' : undefined
    if (address === undefined || !UsernameAttributes.includes(address)) throw noAddress(UsernameAttributes)
    return { address }
  }
  if (AliasAttributes.includes('email') && isEmail(given)) throw aliasShaped('email')
  if (AliasAttributes.includes('phone_number') && isPhoneNumber(given)) throw aliasShaped('phone number')
  return {}
}

/** Observed for email; the others second-hand. */
function noAddress(attributes: readonly string[]) {
  if (attributes.length > 1) return invalidParameter('Username should be either an email or a phone number.')
  return invalidParameter(
    attributes[0] === 'email' ? 'Username should be an email.' : 'Username should be a phone number.',
  )
}

/** Observed for email. */
function aliasShaped(kind: 'email' | 'phone number') {
  return invalidParameter(`Username cannot be of ${kind} format, since user pool is configured for ${kind} alias.`)
}
