import { AwsError } from '../../kernel/errors.ts'

export function invalidParameterValue(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message)
}

/** What `DryRun` is answered with where the request is allowed (documented: Common client errors). */
export function dryRun(): AwsError {
  return new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', { status: 412 })
}
