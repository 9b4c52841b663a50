import type { AdminGetUserResponse, UserType } from '../../../generated/cognito-idp.ts'
import { attributeList } from './attributes.ts'
import type { UserRecord } from './records.ts'

/** Members in alphabetical order, as in every recorded body. */
export function userToWire(user: UserRecord, only?: readonly string[]): UserType {
  const { username, sub, attributes, createdAt, modifiedAt, enabled, status } = user
  const wanted = only && new Set(only)
  const list = attributeList(sub, attributes)
  return {
    Attributes: wanted ? list.filter(({ Name }) => wanted.has(Name)) : list,
    Enabled: enabled,
    UserCreateDate: new Date(createdAt),
    UserLastModifiedDate: new Date(modifiedAt),
    UserStatus: status,
    Username: username,
  }
}

export function userDetails(user: UserRecord): AdminGetUserResponse {
  const { Attributes, ...others } = userToWire(user)
  return { ...others, Username: user.username, UserAttributes: Attributes, ...mfaToWire(user) }
}

/** Members that are not set are left out (observed). */
export function mfaToWire({
  mfa,
}: UserRecord): Pick<AdminGetUserResponse, 'PreferredMfaSetting' | 'UserMFASettingList'> {
  if (!mfa?.enabled.length) return {}
  return {
    ...(mfa.preferred !== undefined && { PreferredMfaSetting: mfa.preferred }),
    UserMFASettingList: mfa.enabled,
  }
}
