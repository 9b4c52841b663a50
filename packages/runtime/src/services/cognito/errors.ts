import { AwsError } from '../../kernel/errors.ts'

/*
 * Cognito's errors, each with the code that clients match on. All are 400 on the wire: that is what AWS documents and
 * what recordings show, although the newest SDK models announce 403, 404 and 429 for some.
 */

export const invalidParameter = (message: string) => new AwsError('InvalidParameterException', message)

export const invalidOAuthFlow = (message: string) => new AwsError('InvalidOAuthFlowException', message)

export const notAuthorized = (message: string) => new AwsError('NotAuthorizedException', message)

export const limitExceeded = (message: string) => new AwsError('LimitExceededException', message)

export const featureUnavailable = (message: string) => new AwsError('FeatureUnavailableInTierException', message)

export const tierChangeNotAllowed = (message: string) => new AwsError('TierChangeNotAllowedException', message)

/** Observed without a full stop. */
export const unknownScope = (scope: string) =>
  new AwsError('ScopeDoesNotExistException', `Invalid scope requested: ${scope}`)

export const noUserPool = (id: string) => new AwsError('ResourceNotFoundException', `User pool ${id} does not exist.`)

export const noClient = (id: string) =>
  new AwsError('ResourceNotFoundException', `User pool client ${id} does not exist.`)

/** Wording inferred. */
export const noResourceServer = (identifier: string) =>
  new AwsError('ResourceNotFoundException', `Resource server ${identifier} does not exist.`)

/** Wording inferred. */
export const noClientSecret = (id: string) =>
  new AwsError('ResourceNotFoundException', `User pool client secret ${id} does not exist.`)

/** Observed (aws-amplify/amplify-cli, tests against AWS). */
export const noSuchDomain = () => invalidParameter('No such domain or user pool exists.')
