import { isJsonObject, type JsonObject, type JsonValue } from '../../../kernel/json.ts'
import type { ResultPath } from '../definition/definition.ts'

/** The input with the result where the path leads; undefined where the input has something else in the way. */
export function placeResult(input: JsonValue, path: ResultPath, result: JsonValue): JsonValue | undefined {
  if (path === 'discard') return input
  const [member, ...rest] = path
  if (member === undefined) return result
  if (!isJsonObject(input)) return undefined
  const inner: JsonValue = Object.hasOwn(input, member) ? (input[member] ?? null) : {}
  const placed = placeResult(inner, rest, result)
  return placed === undefined ? undefined : withMember(input, member, placed)
}

/** Also a member of the name `__proto__` is one of the data. */
function withMember(input: JsonObject, member: string, value: JsonValue): JsonObject {
  return Object.fromEntries([...Object.entries(input).filter(([name]) => name !== member), [member, value]])
}
