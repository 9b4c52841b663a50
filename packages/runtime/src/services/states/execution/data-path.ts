import { isJsonObject, type JsonObject, type JsonValue } from '../../../kernel/json.ts'
import type { DataPath } from '../definition/definition.ts'

/** What lies there, or which part of the path leads nowhere. Documented: what is discarded leaves an empty object. */
export function selected(
  value: JsonValue,
  path: DataPath,
): { readonly value: JsonValue } | { readonly missing: string } {
  if (path === 'discard') return { value: {} }
  let found = value
  for (const [at, member] of path.entries()) {
    if (!isJsonObject(found) || !Object.hasOwn(found, member)) return { missing: whyMissing(path, at) }
    found = found[member] ?? null
  }
  return { value: found }
}

/** Recorded: LocalStack's suite, services/stepfunctions/v2/scenarios. */
function whyMissing(path: readonly string[], at: number): string {
  const to = (members: readonly string[]) => `$${members.map((member) => `['${member}']`).join('')}`
  const why =
    at === path.length - 1
      ? `No results for path: ${to(path)}`
      : `Missing property in path ${to(path.slice(0, at + 1))}`
  return `Invalid path '${['$', ...path].join('.')}' : ${why}`
}

/** The input with the result where the path leads; undefined where the input has something else in the way. */
export function placeResult(input: JsonValue, path: DataPath, result: JsonValue): JsonValue | undefined {
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
