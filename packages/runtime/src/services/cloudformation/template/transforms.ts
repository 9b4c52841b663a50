import { notEmulated } from '../../../kernel/errors.ts'
import { isJsonObject, type JsonValue } from '../../../kernel/json.ts'

/** What makes ordinary resources of those of the Serverless Application Model. */
export const SAM = 'AWS::Serverless-2016-10-31'

/** The transforms that a template declares. Those that are not emulated are refused by name. */
export function readTransforms(value: JsonValue | undefined): readonly string[] {
  if (value === undefined) return []
  const names = (Array.isArray(value) ? value : [value]).map((name) => String(isJsonObject(name) ? name.Name : name))
  const missing = names.filter((name) => name !== SAM)
  if (missing.length > 0) throw notEmulated(`The transform ${missing.join(', ')}`)
  return [...new Set(names)]
}
