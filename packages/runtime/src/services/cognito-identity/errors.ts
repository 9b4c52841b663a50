import { AwsError } from '../../kernel/errors.ts'

/* Texts are observed in code and questions of the field, except where it says otherwise. */

export const invalidParameter = (message: string) => new AwsError('InvalidParameterException', message)

export const notAuthorized = (message: string) => new AwsError('NotAuthorizedException', message)

export const noIdentityPool = (id: string) =>
  new AwsError('ResourceNotFoundException', `IdentityPool '${id}' not found.`)

export const noIdentity = (id: string) => new AwsError('ResourceNotFoundException', `Identity '${id}' not found.`)

export const noGuests = () => notAuthorized('Unauthenticated access is not supported for this identity pool.')

export const loginsDoNotMatch = () =>
  notAuthorized("Logins don't match. Please include at least one valid login for this identity or identity pool.")

/** Type and status documented, text inferred. */
export const signedOut = () => notAuthorized('Invalid login token. The user has been signed out or deleted.')

export const noRole = () =>
  new AwsError(
    'InvalidIdentityPoolConfigurationException',
    'Invalid identity pool configuration. Check assigned IAM roles for this pool.',
  )
