import { isJsonObject, type JsonObject, type JsonValue } from '../../../kernel/json.ts'
import type { Intrinsic, Resolved, Scope } from './scope.ts'

/** The function a value calls: an object whose only key is the name of one. */
export function callOf(value: JsonValue, functions: ReadonlyMap<string, Intrinsic>): Call | undefined {
  if (!isJsonObject(value)) return undefined
  const keys = Object.keys(value)
  const [name] = keys
  if (keys.length !== 1 || name === undefined) return undefined
  const intrinsic = functions.get(name)
  return intrinsic && { intrinsic, argument: value[name] as JsonValue }
}

export interface Call {
  readonly intrinsic: Intrinsic
  readonly argument: JsonValue
}

/** The value with all functions in it replaced by what they give. */
export async function resolveValue(value: JsonValue, scope: Scope): Promise<Resolved> {
  if (typeof value !== 'object' || value === null) return value
  if (isJsonObject(value)) {
    const call = callOf(value, scope.functions)
    if (call) {
      const resolved = await call.intrinsic.resolve(call.argument, scope, (inner) => resolveValue(inner, scope))
      scope.budget.spend(resolved)
      return resolved
    }
    return resolveObject(value, scope)
  }
  const items: JsonValue[] = []
  for (const item of value) {
    const resolved = await resolveValue(item, scope)
    if (resolved !== undefined) items.push(resolved)
  }
  return items
}

export async function resolveObject(object: JsonObject, scope: Scope): Promise<JsonObject> {
  const entries: [string, JsonValue][] = []
  for (const [key, value] of Object.entries(object)) {
    const resolved = await resolveValue(value, scope)
    if (resolved !== undefined) entries.push([key, resolved])
  }
  return Object.fromEntries(entries)
}
