import { AwsError } from '../../kernel/errors.ts'

export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterException', message)
}

/** Recorded. */
export function groupNotFound(): AwsError {
  return new AwsError('ResourceNotFoundException', 'The specified log group does not exist.')
}

/** Recorded. */
export function streamNotFound(): AwsError {
  return new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.')
}

/** Recorded. */
export function groupExists(): AwsError {
  return new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists')
}

/** Recorded. */
export function streamExists(): AwsError {
  return new AwsError('ResourceAlreadyExistsException', 'The specified log stream already exists')
}

/** Observed: aws-observability/aws-otel-collector#353. */
export function reservedGroup(): AwsError {
  return invalidParameter('Log groups starting with AWS/ are reserved for AWS.')
}

/** Recorded. */
export function policyNotFound(name: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Policy with name [${name}] does not exist.`)
}

/** Recorded. */
export function resourceLimitExceeded(): AwsError {
  return new AwsError('LimitExceededException', 'Resource limit exceeded.')
}

/** Recorded. */
export function invalidNextToken(): AwsError {
  return invalidParameter('The specified nextToken is invalid.')
}

export function validation(message: string): AwsError {
  return new AwsError('ValidationException', message)
}
