import { AwsError } from '../../kernel/errors.ts'

export function invalidRoleArn(arn: string): AwsError {
  return new AwsError('ValidationError', `${arn} is invalid`)
}

export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message)
}

export function malformedPolicyDocument(): AwsError {
  return new AwsError('MalformedPolicyDocument', 'This policy contains invalid Json')
}

export function packedPolicyTooLarge(percent: number): AwsError {
  return new AwsError('PackedPolicyTooLarge', `Packed size of session tags consumes ${percent}% of allotted space.`)
}

/** Recorded, each of them. */
function invalidParameterValue(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message)
}

export const duplicateTags = () =>
  invalidParameterValue('Duplicate tag keys found. Please note that Tag keys are case insensitive.')
export const transitiveTagMissing = () =>
  invalidParameterValue('The specified transitive tag key must be included in the requested tags.')
export const transitiveTagTaken = () =>
  invalidParameterValue(
    "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the " +
      'calling session.',
  )

/** STS gives no session for a session. */
export function noSessionFromSession(operation: string): AwsError {
  return new AwsError('AccessDenied', `Cannot call ${operation} with session credentials`, { status: 403 })
}
