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

/** STS gives no session for a session. */
export function noSessionFromSession(operation: string): AwsError {
  return new AwsError('AccessDenied', `Cannot call ${operation} with session credentials`, { status: 403 })
}
