/**
 * Requests a second of an account in a region, by Cognito's categories (documented: cognito/quotas, "API operation request
 * rate quotas"). GetClientToken and client credentials at the token endpoint are one.
 */
const CATEGORIES = {
  ClientAuthentication: { perSecond: 150, operations: ['GetClientToken'] },
  UserAuthentication: {
    perSecond: 120,
    operations: [
      'AdminInitiateAuth',
      'AdminRespondToAuthChallenge',
      'GetTokensFromRefreshToken',
      'InitiateAuth',
      'RespondToAuthChallenge',
    ],
  },
  UserCreation: {
    perSecond: 50,
    operations: ['AdminConfirmSignUp', 'AdminCreateUser', 'ConfirmSignUp', 'SignUp'],
  },
  UserAccountRecovery: {
    perSecond: 30,
    operations: ['ChangePassword', 'ConfirmForgotPassword', 'ForgotPassword'],
  },
  UserRead: { perSecond: 120, operations: ['AdminGetUser', 'GetUser'] },
  UserUpdate: {
    perSecond: 25,
    operations: [
      'AdminAddUserToGroup',
      'AdminDeleteUserAttributes',
      'AdminUpdateUserAttributes',
      'AdminDeleteUser',
      'AdminDisableUser',
      'AdminEnableUser',
      'AdminLinkProviderForUser',
      'AdminRemoveUserFromGroup',
      'AdminResetUserPassword',
      'AdminSetUserPassword',
      'DeleteUser',
      'DeleteUserAttributes',
      'UpdateUserAttributes',
      'VerifyUserAttribute',
    ],
  },
  UserToken: { perSecond: 120, operations: ['RevokeToken'] },
  UserResourceRead: {
    perSecond: 50,
    operations: [
      'AdminGetDevice',
      'AdminListDevices',
      'AdminListGroupsForUser',
      'GetDevice',
      'GetUserAttributeVerificationCode',
      'ListDevices',
    ],
  },
  UserResourceUpdate: {
    perSecond: 25,
    operations: [
      'AdminForgetDevice',
      'AdminSetUserMFAPreference',
      'AdminUpdateDeviceStatus',
      'AdminUserGlobalSignOut',
      'AssociateSoftwareToken',
      'ConfirmDevice',
      'ForgetDevice',
      'GlobalSignOut',
      'SetUserMFAPreference',
      'UpdateDeviceStatus',
      'VerifySoftwareToken',
    ],
  },
  UserList: { perSecond: 30, operations: ['ListUsers', 'ListUsersInGroup'] },
  UserPoolRead: { perSecond: 15, operations: ['DescribeUserPool', 'ListUserPools'] },
  UserPoolUpdate: { perSecond: 15, operations: ['CreateUserPool', 'DeleteUserPool', 'UpdateUserPool'] },
  UserPoolResourceRead: {
    perSecond: 20,
    perPool: true,
    operations: [
      'DescribeResourceServer',
      'DescribeUserPoolDomain',
      'GetGroup',
      'GetUserPoolMfaConfig',
      'ListGroups',
      'ListResourceServers',
      'ListTagsForResource',
    ],
  },
  UserPoolResourceUpdate: {
    perSecond: 15,
    perPool: true,
    operations: [
      'AddCustomAttributes',
      'CreateGroup',
      'CreateResourceServer',
      'CreateUserPoolDomain',
      'DeleteGroup',
      'DeleteResourceServer',
      'DeleteUserPoolDomain',
      'SetUserPoolMfaConfig',
      'TagResource',
      'UntagResource',
      'UpdateGroup',
      'UpdateResourceServer',
      'UpdateUserPoolDomain',
    ],
  },
  UserPoolClientRead: {
    perSecond: 15,
    perPool: true,
    operations: ['DescribeUserPoolClient', 'ListUserPoolClientSecrets', 'ListUserPoolClients'],
  },
  UserPoolClientUpdate: {
    perSecond: 15,
    perPool: true,
    operations: [
      'AddUserPoolClientSecret',
      'CreateUserPoolClient',
      'DeleteUserPoolClient',
      'DeleteUserPoolClientSecret',
      'UpdateUserPoolClient',
    ],
  },
} as const satisfies Record<string, CategoryEntry>

interface CategoryEntry {
  readonly perSecond: number
  /** Each operation has another limit for each pool. */
  readonly perPool?: boolean
  readonly operations: readonly string[]
}

export interface Category {
  readonly name: keyof typeof CATEGORIES
  readonly perSecond: number
  readonly perPool: boolean
}

/** Documented: of the categories that have it, each operation is limited to this for each pool. */
export const PER_POOL_AND_SECOND = 5

const BY_OPERATION: ReadonlyMap<string, Category> = new Map(
  Object.entries(CATEGORIES as Record<Category['name'], CategoryEntry>).flatMap(([name, entry]) => {
    const { operations, perPool = false, perSecond } = entry
    return operations.map((operation) => [operation, { name: name as Category['name'], perSecond, perPool }] as const)
  }),
)

export const OPERATIONS_WITH_QUOTAS: readonly string[] = [...BY_OPERATION.keys()]

/** Undefined: AWS documents no category for it. */
export function categoryOf(operation: string): Category | undefined {
  return BY_OPERATION.get(operation)
}
