import { isJsonObject, type JsonObject, type JsonValue } from '../../../kernel/json.ts'
import { formatError, validationError } from '../errors.ts'
import { requireAlphanumeric } from './alphanumeric.ts'
import { dictionary } from './dictionary.ts'
import { refuseTooMany } from './limits.ts'
import type { ParameterDeclaration } from './template.ts'

const MEMBERS = [
  'AllowedPattern',
  'AllowedValues',
  'ConstraintDescription',
  'Default',
  'Description',
  'MaxLength',
  'MaxValue',
  'MinLength',
  'MinValue',
  'NoEcho',
  'Type',
]

/** Parameter types besides the AWS-specific ones (`AWS::EC2::VPC::Id`, …), which are checked by their prefix only. */
const TYPE = /^(String|Number|CommaDelimitedList|List<(String|Number|AWS::[\w:]+)>|AWS::[\w:]+(<[\w:<>]+>)?)$/

export function readParameters(parameters: JsonObject): Record<string, ParameterDeclaration> {
  refuseTooMany('parameters', Object.keys(parameters).length)
  const read = dictionary<ParameterDeclaration>()
  for (const [name, declaration] of Object.entries(parameters)) {
    requireAlphanumeric('Parameter', name)
    if (!isJsonObject(declaration)) throw formatError('Any Parameters member must be an object.')
    read[name] = readParameter(name, declaration)
  }
  return read
}

function readParameter(name: string, declaration: JsonObject): ParameterDeclaration {
  const { Type: type, AllowedValues: allowed } = declaration
  if (type === undefined) throw formatError('Every Parameters object must contain a Type member.')
  if (typeof type !== 'string' || !TYPE.test(type)) throw formatError(`Unrecognized parameter type: ${String(type)}`)
  const unknown = Object.keys(declaration).find((member) => !MEMBERS.includes(member))
  if (unknown) throw validationError(`Invalid template parameter property '${unknown}'`)
  if (allowed !== undefined && !Array.isArray(allowed)) {
    throw formatError(`AllowedValues of parameter ${name} must be a list.`)
  }
  return {
    type,
    noEcho: declaration.NoEcho === true || declaration.NoEcho === 'true',
    ...text('description', declaration.Description),
    ...text('default', declaration.Default),
    ...text('allowedPattern', declaration.AllowedPattern),
    ...text('constraintDescription', declaration.ConstraintDescription),
    ...number(name, 'minLength', declaration.MinLength),
    ...number(name, 'maxLength', declaration.MaxLength),
    ...number(name, 'minValue', declaration.MinValue),
    ...number(name, 'maxValue', declaration.MaxValue),
    ...(Array.isArray(allowed) ? { allowedValues: allowed.map(String) } : {}),
  }
}

function text<K extends string>(key: K, value: JsonValue | undefined): { [P in K]?: string } {
  if (value === undefined) return {}
  const written = Array.isArray(value) ? value.join(',') : String(value)
  return { [key]: written } as { [P in K]?: string }
}

function number<K extends string>(name: string, key: K, value: JsonValue | undefined): { [P in K]?: number } {
  if (value === undefined) return {}
  const limit = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN
  if (value === '' || !Number.isFinite(limit)) {
    throw formatError(
      `Every ${key[0]?.toUpperCase()}${key.slice(1)} of a parameter must be a number (parameter ${name}).`,
    )
  }
  return { [key]: limit } as { [P in K]?: number }
}
