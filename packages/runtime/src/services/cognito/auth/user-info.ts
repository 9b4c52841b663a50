import type { UserAttributes } from '../users/records.ts'

/** Of OpenID Connect's profile (Core, section 5.4). */
const OF_PROFILE = [
  'name',
  'family_name',
  'given_name',
  'middle_name',
  'nickname',
  'preferred_username',
  'profile',
  'picture',
  'website',
  'gender',
  'birthdate',
  'zoneinfo',
  'locale',
  'updated_at',
]
const OF_SCOPES: Readonly<Record<string, readonly string[] | undefined>> = {
  profile: OF_PROFILE,
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
}

/**
 * What scopes let userInfo tell (documented: developer guide, userInfo endpoint): `openid` alone stands for everything,
 * `profile` for its own attributes and those of the pool's own making. Who somebody is elsewhere belongs to no scope
 * (inferred).
 */
export function toldByUserInfo(attributes: UserAttributes, scopes: readonly string[]): UserAttributes {
  const parts = scopes.flatMap((scope) => OF_SCOPES[scope] ?? [])
  if (parts.length === 0) return attributes
  const told = new Set(['identities', ...parts])
  const tellsOwn = scopes.includes('profile')
  return Object.fromEntries(
    Object.entries(attributes).filter(([name]) => told.has(name) || (tellsOwn && name.startsWith('custom:'))),
  )
}
