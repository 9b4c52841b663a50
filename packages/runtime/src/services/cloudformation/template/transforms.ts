import { notEmulated } from '../../../kernel/errors.ts'
import { isJsonObject, type JsonValue } from '../../../kernel/json.ts'

/** What makes ordinary resources of those of the Serverless Application Model. */
export const SAM = 'AWS::Serverless-2016-10-31'
/** What puts a file in its own place. */
export const INCLUDE = 'AWS::Include'

/**
 * The transforms that a template declares, and those that stand inside it (measured: `DeclaredTransforms` names both,
 * https://github.com/floci-io/floci/pull/2886). Those that are not emulated are refused by name.
 */
export function readTransforms(declared: JsonValue | undefined, embedded: readonly JsonValue[]): readonly string[] {
  const ofTemplate = listOf(declared).map(nameOf)
  const inside = embedded.map(nameOf)
  const missing = [
    ...ofTemplate.filter((name) => name !== SAM && name !== INCLUDE),
    ...inside.filter((name) => name !== INCLUDE),
  ]
  if (missing.length > 0) throw notEmulated(`The transform ${[...new Set(missing)].join(', ')}`)
  return [...new Set([...ofTemplate, ...inside])]
}

export function listOf(declared: JsonValue | undefined): readonly JsonValue[] {
  if (declared === undefined) return []
  return Array.isArray(declared) ? declared : [declared]
}

export function nameOf(transform: JsonValue): string {
  return String(isJsonObject(transform) ? transform.Name : transform)
}
