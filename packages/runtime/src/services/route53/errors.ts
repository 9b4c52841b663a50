import { AwsError } from '../../kernel/errors.ts'

/** Texts observed in reports of Terraform's users. */

export function noSuchHostedZone(id: string): AwsError {
  return new AwsError('NoSuchHostedZone', `No hosted zone found with ID: ${id}`, { status: 404 })
}

export function hostedZoneExists(): AwsError {
  const message = 'A hosted zone has already been created with the specified caller reference.'
  return new AwsError('HostedZoneAlreadyExists', message, { status: 409 })
}

/** Inferred. */
export function invalidMaxItems(given: string): AwsError {
  return new AwsError('InvalidInput', `The value for MaxItems is not valid: ${given}`)
}
