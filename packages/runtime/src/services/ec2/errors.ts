import { AwsError } from '../../kernel/errors.ts'

export function invalidParameterValue(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message)
}

/** What `DryRun` is answered with where the request is allowed (documented: Common client errors). */
export function dryRun(): AwsError {
  return new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', { status: 412 })
}

/** Codes are documented (Client error codes), the texts general knowledge. */
export function notFound(kind: 'Vpc' | 'Subnet' | 'RouteTable' | 'VpnGateway', id: string): AwsError {
  const named = kind === 'Vpc' ? 'vpc' : `${kind[0]?.toLowerCase()}${kind.slice(1)}`
  return new AwsError(`Invalid${kind}ID.NotFound`, `The ${named} ID '${id}' does not exist`)
}
