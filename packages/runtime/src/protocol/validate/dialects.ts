import { AwsError } from '../../kernel/errors.ts'
import type { ServiceName } from '../../kernel/operation.ts'
import type { OperationRef } from '../codec.ts'
import { serializationError } from '../wire-errors.ts'
import { printedValue } from './printed-value.ts'
import { s3Dialect } from './s3-dialect.ts'
import { coralMismatchText, type Mismatch } from './type-mismatch.ts'
import { lowerFirst, type Violation } from './violations.ts'

/** How a service words what is wrong with an input. */
export interface Dialect {
  mismatch(mismatch: Mismatch): AwsError
  /** Undefined: the service's operations say it themselves. */
  violations(violations: readonly Violation[], target: OperationRef): AwsError | undefined
}

export const dialects = {
  apigateway: {
    mismatch: jsonMismatch,
    // Recorded: members of the body come first and stand below the input's name; members of the address stand alone.
    violations(violations, { name }) {
      const inBody = violations.filter(({ root }) => !root.member.location)
      const elsewhere = violations.filter(({ root }) => root.member.location)
      const input = `${lowerFirst(name)}Input.`
      const items = [...inBody.map((each) => ({ ...each, path: input + each.path })), ...elsewhere]
      return new AwsError('ValidationException', listing(items))
    },
  },
  apigatewayv2: { mismatch: jsonMismatch, violations: ([first]) => first && httpApiRefusal(first) },
  cloudformation: coralQuery(),
  // Recorded: o3de/o3de#16314.
  'cognito-identity': coralJson('ValidationException'),
  'cognito-idp': coralJson('InvalidParameterException'),
  ec2: coralQuery(),
  ecr: { mismatch: jsonMismatch, violations: ([first]) => first && ecrRefusal(first) },
  iam: {
    ...coralQuery(),
    violations: (violations) => iamName(violations[0]) ?? validationError(violations.map(asIamSays)),
  },
  kms: coralJson('ValidationException'),
  lambda: {
    mismatch: jsonMismatch,
    violations: (violations) => new AwsError('ValidationException', listing(violations.map(notNull))),
  },
  logs: coralJson('InvalidParameterException'),
  route53: restXml(),
  s3: s3Dialect,
  secretsmanager: coralJson('ValidationException'),
  ssm: coralJson('ValidationException'),
  states: coralJson('ValidationException'),
  sts: coralQuery(),
} satisfies Record<ServiceName, Dialect>

function coralJson(code: string): Dialect {
  return { mismatch: jsonMismatch, violations: (violations) => new AwsError(code, listing(violations)) }
}

function coralQuery(): Dialect {
  return {
    // The code is documented for query services; the wording is ours.
    mismatch: ({ shape, value, root }) =>
      new AwsError(
        'MalformedInput',
        `${printedValue(value).slice(0, 200)} is not a valid ${shape.type} (${root.name}).`,
      ),
    violations: validationError,
  }
}

/** `InvalidInput` is documented for what does not fit; the wording is that of other services. */
function restXml(): Dialect {
  return { ...coralQuery(), violations: (violations) => new AwsError('InvalidInput', listing(violations)) }
}

function validationError(violations: readonly Violation[]): AwsError {
  return new AwsError('ValidationError', listing(violations))
}

function jsonMismatch(mismatch: Mismatch): AwsError {
  return serializationError(coralMismatchText(mismatch))
}

/** `2 validation errors detected: Value '' at 'a' failed to satisfy constraint: …; Value null at …` (observed). */
function listing(violations: readonly Violation[]): string {
  const items = violations.map(
    ({ path, text, ...rest }) => `Value${shown(rest)} at '${path}' failed to satisfy constraint: ${text}`,
  )
  return `${items.length} validation error${items.length === 1 ? '' : 's'} detected: ${items.join('; ')}`
}

/** Sensitive values are left out: `Value at 'password' failed …` (observed on Cognito). */
function shown({ value, isSensitive }: Pick<Violation, 'value' | 'isSensitive'>): string {
  if (value === undefined) return ' null'
  return isSensitive ? '' : ` '${printedValue(value)}'`
}

/**
 * `Route key is required` is observed on API Gateway's second service (https://github.com/goldstack/goldstack/issues/42);
 * that other members are missed in the same words is inferred, and the rest is worded as by its first.
 */
function httpApiRefusal(violation: Violation): AwsError {
  const { kind, path } = violation
  const words = path.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  const missing = `${words.charAt(0).toUpperCase()}${words.slice(1)} is required`
  return new AwsError('BadRequestException', kind === 'required' ? missing : listing([violation]))
}

/** Observed on ECR, for a repository's name and for an empty lifecycle policy. */
function ecrRefusal({ path, kind, text }: Violation): AwsError {
  const pattern = 'Member must satisfy regular expression pattern: '
  const constraint = kind === 'pattern' ? `must satisfy regular expression '${text.slice(pattern.length)}'` : text
  return new AwsError(
    'InvalidParameterException',
    `Invalid parameter at '${path}' failed to satisfy constraint: '${constraint}'`,
  )
}

/** Recorded on IAM in 2025 and 2026: no value, and no members of a set. */
function asIamSays(violation: Violation): Violation {
  const { kind, text } = violation
  const said = kind === 'enum' ? 'Member must satisfy enum value set' : text
  return { ...notNull({ ...violation, text: said }), isSensitive: true }
}

/** Recorded on IAM and Lambda in 2025 and 2026: that items of a list, and values of a map, may not be null either. */
function notNull(violation: Violation): Violation {
  const { forbidsNull, text } = violation
  return forbidsNull ? { ...violation, text: `${text.slice(0, -1)}, Member must not be null]` } : violation
}

const IAM_NAME = 'Member must satisfy regular expression pattern: [\\w+=,.@-]+'

/** Observed on IAM for names of roles and policies, where it differs from its siblings. */
function iamName(violation: Violation | undefined): AwsError | undefined {
  if (violation?.text !== IAM_NAME || violation.value === '') return undefined
  const allowed = 'It must contain only alphanumeric characters and/or the following: +=,.@_-'
  return new AwsError('ValidationError', `The specified value for ${violation.path} is invalid. ${allowed}`)
}
