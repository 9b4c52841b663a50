import type { ErrorObject } from 'ajv'

type Words = (error: ErrorObject) => string | undefined

/**
 * `$context.error.validationErrorString`: the wording of json-schema-validator, the library for Java that the texts in
 * public reports come from (inferred; the form in brackets is documented).
 */
export function problemText(errors: readonly ErrorObject[]): string {
  return `[${[...new Set([...missingOf(errors), ...errors.flatMap((error) => WORDS[error.keyword]?.(error) ?? [])])].join(', ')}]`
}

/** One sentence for all that one object lacks. */
function missingOf(errors: readonly ErrorObject[]): string[] {
  const byObject = new Map<string, string[]>()
  for (const { keyword, instancePath, params } of errors) {
    if (keyword !== 'required') continue
    byObject.set(instancePath, [...(byObject.get(instancePath) ?? []), String(params.missingProperty)])
  }
  return [...byObject.values()].map((names) => `object has missing required properties (${list(names.sort())})`)
}

const list = (values: readonly unknown[]) => JSON.stringify(values)

const WORDS: Readonly<Record<string, Words>> = {
  type: ({ data, params }) =>
    `instance type (${typeOf(data)}) does not match any allowed primitive type (allowed: ${list([params.type].flat().sort())})`,
  enum: ({ data, params }) =>
    `instance value (${JSON.stringify(data)}) not found in enum (possible values: ${list(params.allowedValues)})`,
  minimum: ({ data, params }) =>
    `numeric instance is lower than the required minimum (minimum: ${params.limit}, found: ${data})`,
  maximum: ({ data, params }) =>
    `numeric instance is greater than the required maximum (maximum: ${params.limit}, found: ${data})`,
  multipleOf: ({ params }) => `remainder of division is not zero (divisor: ${params.multipleOf})`,
  minLength: ({ data, params }) =>
    `string ${JSON.stringify(data)} is too short (length: ${String(data).length}, required minimum: ${params.limit})`,
  maxLength: ({ data, params }) =>
    `string ${JSON.stringify(data)} is too long (length: ${String(data).length}, maximum allowed: ${params.limit})`,
  pattern: ({ data, params }) =>
    `ECMA 262 regex ${JSON.stringify(params.pattern)} does not match input string ${JSON.stringify(data)}`,
  minItems: ({ data, params }) =>
    `array is too short: must have at least ${params.limit} elements but instance has ${lengthOf(data)} elements`,
  maxItems: ({ data, params }) =>
    `array is too long: must have at most ${params.limit} elements but instance has ${lengthOf(data)} elements`,
  uniqueItems: () => 'array must not contain duplicate elements',
  minProperties: ({ params }) => `object has too few properties (required at least ${params.limit})`,
  maxProperties: ({ params }) => `object has too many properties (allowed at most ${params.limit})`,
  additionalProperties: ({ params }) =>
    `object instance has properties which are not allowed by the schema: ${list([params.additionalProperty])}`,
  oneOf: ({ params }) =>
    `instance failed to match exactly one schema (matched ${[params.passingSchemas ?? []].flat().length} out of several)`,
  anyOf: () => 'instance failed to match at least one required schema',
  not: () => 'instance matched a schema which it should not have',
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return Number.isInteger(value) ? 'integer' : typeof value
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0
}
