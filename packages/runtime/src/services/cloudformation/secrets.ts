import type { JsonValue } from '../../kernel/json.ts'
import type { ParameterValue } from './records.ts'

/** What AWS shows in place of a secret parameter's value. */
export const MASK = '****'

/** Takes the values of NoEcho parameters out of what is shown, wherever a function has put them. */
export function masker(parameters: readonly ParameterValue[]): (value: JsonValue) => JsonValue {
  const secrets = parameters
    .filter((parameter) => parameter.noEcho)
    .flatMap(({ value, resolved }) => [value, resolved ?? ''])
    .filter((secret) => secret !== '')
  if (secrets.length === 0) return (value) => value
  const mask = (value: JsonValue): JsonValue => {
    if (typeof value === 'string') return secrets.reduce((text, secret) => text.replaceAll(secret, MASK), value)
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(mask)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mask(inner as JsonValue)]))
  }
  return mask
}
