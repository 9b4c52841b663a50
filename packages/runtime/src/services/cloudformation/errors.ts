import { AwsError } from '../../kernel/errors.ts'
import type { ChangeSetRecord } from './records.ts'

export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message)
}

/** The template is not a template: found while it is read. */
export function formatError(message: string): AwsError {
  return validationError(`Template format error: ${message}`)
}

/** The template is well formed, but a function in it is used wrongly. */
export function templateError(message: string): AwsError {
  return validationError(`Template error: ${message}`)
}

/** Observed: the text about outputs lacks the words that the other begins with. */
export function unresolvedResources(names: readonly string[], block: 'Resources' | 'Outputs'): AwsError {
  const text = `Unresolved resource dependencies [${names.join(', ')}] in the ${block} block of the template`
  return block === 'Resources' ? formatError(text) : validationError(text)
}

/** What most operations say. The CDK CLI compares this text literally. */
export function unknownStack(name: string): AwsError {
  return validationError(`Stack with id ${name} does not exist`)
}

/** The same fact in the words of DescribeStackEvents, UpdateStack and the change set operations. */
export function missingStack(name: string): AwsError {
  return validationError(`Stack [${name}] does not exist`)
}

export function notUpdatable(stackId: string, status: string): AwsError {
  return validationError(`Stack:${stackId} is in ${status} state and can not be updated.`)
}

export function changeSetNotFound(name: string): AwsError {
  return new AwsError('ChangeSetNotFound', `ChangeSet [${name}] does not exist`, { status: 404 })
}

/** Documented; the text is inferred. */
export function refuseNested({ id, nesting }: Pick<ChangeSetRecord, 'id' | 'nesting'>, done: string): void {
  if (!nesting) return
  throw validationError(
    `ChangeSet [${id}] is of a nested stack. It can only be ${done} with its root change set [${nesting.rootId}]`,
  )
}

/** In the words of the change sets that have failed so (observed). */
export function failedTransform(name: string, reason: string): AwsError {
  return validationError(`Transform ${name} failed with: ${reason}`)
}

/**
 * What is wrong with what transforms have made of a template. AWS finds it after it has answered: a change set is made,
 * and has failed (observed: aws/aws-toolkit-vscode#943 of capabilities).
 */
export class TransformedTemplateError extends AwsError {
  constructor({ code, message, status, members }: AwsError) {
    super(code, message, { status, members })
  }
}

export function insufficientCapabilities(capabilities: readonly string[]): AwsError {
  return new AwsError('InsufficientCapabilitiesException', `Requires capabilities : [${capabilities.join(', ')}]`)
}

/** Why a resource could not be provisioned, in the words of its event. */
export class ProvisioningError extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'ProvisioningError'
  }
}
