import { adminCreateUser } from './admin-create-user.ts'
import { adminGetUser } from './admin-get-user.ts'
import { adminResetUserPassword } from './admin-reset-user-password.ts'
import { adminSetUserPassword } from './admin-set-user-password.ts'
import { adminDeleteUserAttributes, adminUpdateUserAttributes } from './admin-user-attributes.ts'
import { adminConfirmSignUp, adminDeleteUser, adminDisableUser, adminEnableUser } from './admin-user-state.ts'
import { listUsers } from './list-users.ts'

/** Of the people of a pool. */
export const peopleOperations = [
  adminConfirmSignUp,
  adminCreateUser,
  adminDeleteUser,
  adminDeleteUserAttributes,
  adminDisableUser,
  adminEnableUser,
  adminGetUser,
  adminResetUserPassword,
  adminSetUserPassword,
  adminUpdateUserAttributes,
  listUsers,
]
