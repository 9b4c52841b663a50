import { changePassword } from './change-password.ts'
import { confirmSignUp, resendConfirmationCode } from './confirm-sign-up.ts'
import { confirmForgotPassword, forgotPassword } from './forgot-password.ts'
import {
  deleteUser,
  deleteUserAttributes,
  getUser,
  getUserAttributeVerificationCode,
  updateUserAttributes,
  verifyUserAttribute,
} from './own-user.ts'
import { signUp } from './sign-up.ts'

/** What people do for themselves. */
export const selfOperations = [
  changePassword,
  confirmForgotPassword,
  confirmSignUp,
  deleteUser,
  deleteUserAttributes,
  forgotPassword,
  getUser,
  getUserAttributeVerificationCode,
  resendConfirmationCode,
  signUp,
  updateUserAttributes,
  verifyUserAttribute,
]
