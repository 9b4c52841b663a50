import { isJsonObject, type JsonValue } from './json.ts'

/**
 * A value of a template with a letter in place of what functions will give, for checks that come before anything is
 * resolved: of a URI it still tells the service, which nobody computes.
 */
export function outlineOf(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(outlineOf)
  if (!isJsonObject(value)) return value
  const entries = Object.entries(value)
  const [[name, argument] = ['', null]] = entries
  if (entries.length === 1 && (name === 'Ref' || name.startsWith('Fn::'))) return outlineOfFunction(name, argument)
  return Object.fromEntries(entries.map(([key, member]) => [key, outlineOf(member)]))
}

const COMPUTED = 'x'

function outlineOfFunction(name: string, argument: JsonValue): string {
  const [first, second] = (Array.isArray(argument) ? argument : [argument]) as readonly (JsonValue | undefined)[]
  if (name === 'Fn::Sub' && typeof first === 'string') return first.replace(/\$\{[^{}]*\}/g, COMPUTED)
  if (name !== 'Fn::Join' || typeof first !== 'string' || !Array.isArray(second)) return COMPUTED
  return (second as readonly JsonValue[]).map((part) => (typeof part === 'string' ? part : COMPUTED)).join(first)
}
