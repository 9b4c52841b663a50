import { AwsError } from '../../../kernel/errors.ts'
import { invalidParameter, limitExceeded, notAuthorized } from '../errors.ts'

/* What AWS says to and of people. Texts are observed in code that matches on them, unless it says otherwise. */

export const noUser = () => new AwsError('UserNotFoundException', 'User does not exist.')

/** To those who confirm, recover or resend (recorded for ForgotPassword). */
export const noUserOfClient = () => new AwsError('UserNotFoundException', 'Username/client id combination not found.')

/** To someone who signs up; an administrator is told in other words. */
export const usernameTaken = () => new AwsError('UsernameExistsException', 'User already exists')

export const accountExists = () => new AwsError('UsernameExistsException', 'User account already exists')

export const addressTaken = (attribute: string) =>
  new AwsError('UsernameExistsException', `An account with the given ${attribute} already exists.`)

export const aliasTaken = (attribute: string) =>
  new AwsError('AliasExistsException', `An account with the given ${attribute} already exists.`)

export const wrongPassword = () => notAuthorized('Incorrect username or password.')

export const passwordAttemptsExceeded = () => notAuthorized('Password attempts exceeded')

export const userDisabled = () => notAuthorized('User is disabled.')

export const userNotConfirmed = () => new AwsError('UserNotConfirmedException', 'User is not confirmed.')

export const passwordResetRequired = () =>
  new AwsError('PasswordResetRequiredException', 'Password reset required for the user')

export const temporaryPasswordExpired = () =>
  notAuthorized('Temporary password has expired and must be reset by an administrator.')

export const cannotBeReset = () => notAuthorized('User password cannot be reset in the current state.')

export const cannotBeConfirmed = (status: string) =>
  notAuthorized(`User cannot be confirmed. Current status is ${status}`)

/** AdminCreateUser words it differently from the operations of people. */
export const weakPassword = (broken: string, policy: 'policy' | 'password policy' = 'policy') =>
  new AwsError('InvalidPasswordException', `Password did not conform with ${policy}: ${broken}`)

export const passwordUsedBefore = () =>
  new AwsError('PasswordHistoryPolicyViolationException', 'Password has previously been used')

export const wrongCode = () =>
  new AwsError('CodeMismatchException', 'Invalid verification code provided, please try again.')

export const codeExpired = () =>
  new AwsError('ExpiredCodeException', 'Invalid code provided, please request a code again.')

export const noRecoveryChannel = () =>
  invalidParameter('Cannot reset password for the user as there is no registered/verified email or phone_number')

export const attemptLimit = () => limitExceeded('Attempt limit exceeded, please try after some time.')

export const unsupportedState = (message: string) => new AwsError('UnsupportedUserStateException', message)
