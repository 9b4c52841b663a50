import { AwsError } from '../../kernel/errors.ts'

/** Recorded: the texts and which of them carry `Type`. */
function userError(code: string, message: string, members: Readonly<Record<string, unknown>> = {}): AwsError {
  return new AwsError(code, message, { members: { Type: 'User', ...members } })
}

export const notFound = (message: string): AwsError => userError('ResourceNotFoundException', message)
export const invalidParameter = (message: string): AwsError => userError('InvalidParameterValueException', message)
export const conflict = (message: string): AwsError => userError('ResourceConflictException', message)

/** Recorded: a few refusals bear no `Type`. */
export const beyondLimits = (message: string): AwsError => new AwsError('InvalidParameterValueException', message)

/** As the model's validation words it, for what the model does not say. */
export function validationError(value: string, path: string, constraint: string): AwsError {
  return new AwsError(
    'ValidationException',
    `1 validation error detected: Value '${value}' at '${path}' failed to satisfy constraint: ${constraint}`,
  )
}

export const functionNotFound = (arn: string): AwsError => notFound(`Function not found: ${arn}`)
export const noSuchResource = (): AwsError => notFound('The resource you requested does not exist.')
export const aliasNotFound = (arn: string): AwsError => notFound(`Cannot find alias arn: ${arn}`)

/** From practice (`exist` is AWS's). */
export const functionExists = (name: string): AwsError => conflict(`Function already exist: ${name}`)

/** `what`: the calls that give the latest one, e.g. `GetFunction/GetAlias`. */
export function staleRevision(what: string): AwsError {
  return userError(
    'PreconditionFailedException',
    `The Revision Id provided does not match the latest Revision Id. Call the ${what} API to retrieve the latest Revision Id`,
  )
}

/** `revisionId` is what the caller believes to be the latest. */
export function checkRevision(revisionId: string | undefined, latest: string, what = 'GetFunction/GetAlias'): void {
  if (revisionId !== undefined && revisionId !== latest) throw staleRevision(what)
}

export function accessDenied(message: string): AwsError {
  return new AwsError('AccessDeniedException', message, { status: 403 })
}

export function throttled(reason: string): AwsError {
  return userError('TooManyRequestsException', 'Rate Exceeded.', { Reason: reason, retryAfterSeconds: '1' })
}

export function unreadableContent(message: string): AwsError {
  return userError('InvalidRequestContentException', message)
}

export function requestTooLarge(message: string): AwsError {
  return userError('RequestTooLargeException', message)
}
