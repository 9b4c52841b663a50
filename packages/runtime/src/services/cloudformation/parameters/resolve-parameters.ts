import type { Parameter } from '../../../generated/cloudformation.ts'
import type { JsonValue } from '../../../kernel/json.ts'
import type { Call } from '../../../kernel/operation.ts'
import { validationError } from '../errors.ts'
import type { ParameterValue } from '../records.ts'
import type { ParameterDeclaration, Template } from '../template/template.ts'
import { checkParameterValue } from './check-value.ts'
import { parameterTypeOf } from './parameter-type.ts'

const MAX_VALUE_BYTES = 4096
/** What GetParameters takes at once. */
const STORE_BATCH = 10

export interface GivenParameters {
  readonly parameters: readonly Parameter[]
  /** Those whose values are not known yet. */
  readonly open: ReadonlySet<string>
}

/**
 * The values of a template's parameters: what was given, else what the stack has (where the caller asked for it), else
 * the default. Values of Parameter Store are read now and pinned.
 */
export async function resolveParameters(
  template: Template,
  { parameters: given, open }: GivenParameters,
  previous: readonly ParameterValue[],
  call: Call,
): Promise<ParameterValue[]> {
  const byKey = new Map(given.map((parameter) => [parameter.ParameterKey ?? '', parameter]))
  if (byKey.size < given.length) throw validationError('Duplicate input parameter keys are not allowed.')
  const unknown = [...byKey.keys()].filter((key) => !Object.hasOwn(template.parameters, key))
  if (unknown.length > 0) throw validationError(`Parameters: [${unknown.join(', ')}] do not exist in the template`)

  for (const { ParameterKey, ParameterValue, UsePreviousValue } of given) {
    // Recorded from AWS.
    if (UsePreviousValue && ParameterValue) {
      throw validationError(
        `Invalid input for parameter key ${ParameterKey}. Cannot specify usePreviousValue as true and non empty value for a parameter`,
      )
    }
  }

  const before = new Map(previous.map((parameter) => [parameter.key, parameter]))
  const missing: string[] = []
  const values: ParameterValue[] = []
  for (const [key, declaration] of Object.entries(template.parameters)) {
    const value = chooseValue(byKey.get(key), before.get(key), declaration)
    if (value === undefined) missing.push(key)
    else values.push({ key, value, ...(declaration.noEcho ? { noEcho: true } : {}) })
  }
  if (missing.length > 0) throw validationError(`Parameters: [${missing.join(', ')}] must have values`)

  const fromStore = await readParameterStore(
    template,
    values.filter(({ key }) => !open.has(key)),
    call,
  )
  return values.map((parameter) => {
    if (open.has(parameter.key)) return parameter
    const declaration = template.parameters[parameter.key] as ParameterDeclaration
    const resolved = fromStore.get(parameter.value)
    const pinned = parameterTypeOf(declaration.type).fromParameterStore && resolved !== undefined
    const meant = pinned ? resolved : parameter.value
    if (Buffer.byteLength(meant) > MAX_VALUE_BYTES) {
      throw validationError(`Parameter ${parameter.key} has a value of more than ${MAX_VALUE_BYTES} bytes`)
    }
    checkParameterValue(parameter.key, meant, declaration)
    return pinned ? { ...parameter, resolved } : parameter
  })
}

function chooseValue(
  given: Parameter | undefined,
  before: ParameterValue | undefined,
  declaration: ParameterDeclaration,
): string | undefined {
  if (given?.UsePreviousValue) return before ? before.value : declaration.default
  return given?.ParameterValue ?? declaration.default
}

async function readParameterStore(
  template: Template,
  values: readonly ParameterValue[],
  call: Call,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  const wanted = values.filter(({ key }) => parameterTypeOf(template.parameters[key]?.type ?? '').fromParameterStore)
  const names = [...new Set(wanted.map((parameter) => parameter.value))]
  for (let i = 0; i < names.length; i += STORE_BATCH) {
    const { Parameters = [] } = await call('ssm', 'GetParameters', { Names: names.slice(i, i + STORE_BATCH) })
    for (const { Name, Value } of Parameters) if (Name !== undefined && Value !== undefined) found.set(Name, Value)
  }
  const lost = names.filter((name) => !found.has(name))
  if (lost.length > 0) {
    const undefaulted = wanted.find(
      ({ key, value }) => lost.includes(value) && template.parameters[key]?.default === undefined,
    )
    if (undefaulted) throw neitherValueNorDefault(undefaulted.key)
    throw validationError(`Unable to fetch parameters [${lost.join(',')}] from parameter store for this account.`)
  }
  return found
}

/** Recorded of a name that the request gives. Of a default that is absent, users report the other text. */
function neitherValueNorDefault(key: string) {
  return validationError(`Parameter ${key} should either have input value or default value`)
}

/** What `Ref` of a parameter gives: a list for the list types, text for all others. */
export function parameterContent({ value, resolved }: ParameterValue, { type }: ParameterDeclaration): JsonValue {
  const text = resolved ?? value
  return parameterTypeOf(type).isList ? text.split(',').map((item) => item.trim()) : text
}
