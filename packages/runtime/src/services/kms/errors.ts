import { AwsError } from '../../kernel/errors.ts'

export const keyNotFound = (arn: string) => new AwsError('NotFoundException', `Key '${arn}' does not exist`)
export const aliasNotFound = (arn: string) => new AwsError('NotFoundException', `Alias ${arn} is not found.`)
export const aliasExists = (arn: string) =>
  new AwsError('AlreadyExistsException', `An alias with the name ${arn} already exists`)
export const invalidArn = (arn: string) => new AwsError('InvalidArnException', `Invalid arn ${arn}`)
export const invalidMarker = () => new AwsError('InvalidMarkerException', 'Could not deserialize marker')
export const validationException = (message: string) => new AwsError('ValidationException', message)
export const notAuthorized = (message: string) => new AwsError('NotAuthorizedException', message)
export const invalidState = (arn: string, state: string) =>
  new AwsError('KMSInvalidStateException', `${arn} is ${state}.`)
export const disabled = (arn: string) => new AwsError('DisabledException', `${arn} is disabled.`)
export const malformedPolicy = () =>
  new AwsError('MalformedPolicyDocumentException', 'The new key policy is not a valid JSON document.')
export const invalidKeyUsage = (message: string) => new AwsError('InvalidKeyUsageException', message)
/** AWS says no more, so that nobody learns why (inferred). */
export const invalidCiphertext = () => new AwsError('InvalidCiphertextException', '')
/* The texts from here to `dryRun` are inferred. */
export const incorrectKey = () =>
  new AwsError(
    'IncorrectKeyException',
    'The key ID in the request does not identify a CMK that can perform this operation.',
  )
/** Of the key that a ciphertext names. */
export const unknownKey = () =>
  new AwsError(
    'AccessDeniedException',
    'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
  )
export const dryRun = () =>
  new AwsError('DryRunOperationException', 'The request would have succeeded, but the DryRun option is set.', {
    status: 412,
  })
export const unsupported = (message: string) => new AwsError('UnsupportedOperationException', message)
export const noSuchPolicy = () => new AwsError('NotFoundException', 'No such policy exists')
export const kindIsFixed = (properties: readonly string[]) =>
  validationException(`The ${properties.join(' and ')} of an existing KMS key cannot be changed.`)
