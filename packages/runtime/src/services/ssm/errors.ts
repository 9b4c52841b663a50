import { AwsError } from '../../kernel/errors.ts'

/** AWS sends no text with this one. */
export function parameterNotFound(): AwsError {
  return new AwsError('ParameterNotFound', '')
}

export function parameterVersionNotFound(name: string, selector: string): AwsError {
  return new AwsError(
    'ParameterVersionNotFound',
    `Systems Manager could not find version ${selector} of ${name}. Verify the version and try again.`,
  )
}

export function parameterAlreadyExists(): AwsError {
  return new AwsError(
    'ParameterAlreadyExists',
    'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
  )
}

export function hierarchyTooDeep(levels: number): AwsError {
  return new AwsError(
    'HierarchyLevelLimitExceededException',
    `Hierarchy can have a maximum of ${levels} levels. For more information, see Requirements and constraints for ` +
      'parameter names in the AWS Systems Manager User Guide.',
  )
}

export function patternMismatch(pattern: string): AwsError {
  return new AwsError(
    'ParameterPatternMismatchException',
    `Parameter value, cannot be validated against allowedPattern: ${pattern}`,
  )
}

export function invalidAllowedPattern(): AwsError {
  return new AwsError('InvalidAllowedPatternException', 'The request does not meet the regular expression requirement.')
}

export function maxVersionsReached(name: string, version: number): AwsError {
  return new AwsError(
    'ParameterMaxVersionLimitExceeded',
    `You attempted to create a new version of ${name} by calling the PutParameter API with the overwrite flag. ` +
      `Version ${version}, the oldest version, can't be deleted because it has a label associated with it. Move the ` +
      'label to another version of the parameter, and try again.',
  )
}

export function labelLimitExceeded(): AwsError {
  return new AwsError('ParameterVersionLabelLimitExceeded', 'A parameter version can have maximum 10 labels.')
}

export function tooManyTags(): AwsError {
  return new AwsError('TooManyTagsError', '')
}

export function invalidResourceId(): AwsError {
  return new AwsError('InvalidResourceId', '')
}

export function reservedName(name: string): AwsError {
  return new AwsError('AccessDeniedException', `No access to reserved parameter name: ${name}.`)
}

export function invalidFilterKey(message: string): AwsError {
  return new AwsError('InvalidFilterKey', message)
}

export function invalidFilterOption(message: string): AwsError {
  return new AwsError('InvalidFilterOption', message)
}

export function invalidFilterValue(message: string): AwsError {
  return new AwsError('InvalidFilterValue', message)
}

export function invalidNextToken(): AwsError {
  return new AwsError('InvalidNextToken', 'The specified token is not valid.')
}

export function validationException(message: string): AwsError {
  return new AwsError('ValidationException', message)
}
