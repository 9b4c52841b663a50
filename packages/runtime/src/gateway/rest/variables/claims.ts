import { javaDate } from '../../../kernel/dates.ts'
import type { JsonObject, JsonValue } from '../../../kernel/json.ts'
import { SilentMap } from '../../../languages/velocity/value.ts'

/** Claims as templates see them: texts all of them, lists joined by commas, `exp` and `iat` as Java dates (observed). */
export function claimsMap(claims: JsonObject): SilentMap {
  const map = new SilentMap()
  for (const [name, value] of Object.entries(claims)) map.set(name, claimText(name, value))
  return map
}

function claimText(name: string, value: JsonValue): string {
  if ((name === 'exp' || name === 'iat') && typeof value === 'number') return javaDate(value * 1000)
  if (typeof value === 'string') return value
  if (Array.isArray(value))
    return value.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join(',')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
