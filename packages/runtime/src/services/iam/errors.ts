import { AwsError } from '../../kernel/errors.ts'

function noSuchEntity(message: string): AwsError {
  return new AwsError('NoSuchEntity', message, { status: 404 })
}

export const noSuchRole = (name: string) => noSuchEntity(`The role with name ${name} cannot be found.`)
export const noSuchUser = (name: string) => noSuchEntity(`The user with name ${name} cannot be found.`)
export const noSuchRolePolicy = (name: string) => noSuchEntity(`The role policy with name ${name} cannot be found.`)
export const noSuchPolicy = (arn: string) => noSuchEntity(`Policy ${arn} was not found.`)
export const noSuchAttachment = (arn: string) => noSuchEntity(`Policy ${arn} was not found.`)
export const notAttachable = (arn: string) => noSuchEntity(`Policy ${arn} does not exist or is not attachable.`)
export const noSuchBoundary = (arn: string) => noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`)

export const noSuchPolicyVersion = (arn: string, versionId: string) =>
  noSuchEntity(`Policy ${arn} version ${versionId} does not exist or is not attachable.`)

function invalidInput(message: string): AwsError {
  return new AwsError('InvalidInput', message)
}

export const duplicateTags = (hint = '') => invalidInput(`Duplicate tag keys found.${hint}`)

const notValid = (arn: string) => `ARN ${arn} is not valid.`

/** Recorded: an attachment refuses as a validator would, a boundary as input. */
export const invalidPolicyArn = (arn: string) => validationError(notValid(arn))
export const invalidBoundaryArn = (arn: string) => invalidInput(notValid(arn))

function alreadyExists(message: string): AwsError {
  return new AwsError('EntityAlreadyExists', message, { status: 409 })
}

export const roleExists = (name: string) => alreadyExists(`Role with name ${name} already exists.`)
export const policyExists = (name: string) =>
  alreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`)

export function deleteConflict(message: string): AwsError {
  return new AwsError('DeleteConflict', message, { status: 409 })
}

export function limitExceeded(message: string): AwsError {
  return new AwsError('LimitExceeded', message, { status: 409 })
}

export function malformedPolicyDocument(message: string): AwsError {
  return new AwsError('MalformedPolicyDocument', message)
}

export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message)
}
