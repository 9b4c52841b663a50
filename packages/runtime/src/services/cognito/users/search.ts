import type { UserRecord } from './records.ts'

/** Documented: ListUsers, Filter. What is not here cannot be searched by. */
export const SEARCHABLE = [
  'username',
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'cognito:user_status',
  'status',
  'sub',
] as const
export type Searchable = (typeof SEARCHABLE)[number]

/** What a search for an attribute compares with; undefined where a user has none. */
export function searchValue(user: UserRecord, attribute: Searchable): string | undefined {
  switch (attribute) {
    case 'username':
      return user.username
    case 'sub':
      return user.sub
    case 'status':
      return user.enabled ? 'Enabled' : 'Disabled'
    // Compared without regard to case (documented).
    case 'cognito:user_status':
      return user.status.toLowerCase()
    default:
      return user.attributes[attribute]
  }
}

/** The start of the ids of the index for an attribute's value, or for all values that begin with it. */
export function searchPrefix(poolId: string, attribute: Searchable, value: string, exact: boolean): string {
  return `${poolId}/${attribute}/${escaped(value)}${exact ? END : ''}`
}

/** Where a user stands in the index; one id for each attribute that the user has. */
export function searchIds(user: UserRecord): string[] {
  return SEARCHABLE.flatMap((attribute) => {
    const value = searchValue(user, attribute)
    return value === undefined ? [] : [`${searchPrefix(user.poolId, attribute, value, true)}${user.key}`]
  })
}

const END = '\n'

/** So that a value ends where the index says it does; what a text begins with, its escaped form begins with as well. */
function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
}
