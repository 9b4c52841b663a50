import { isJsonObject, type JsonValue } from '../../../../kernel/json.ts'

/** What stands in a style's settings at a path. */
export function settingAt(value: JsonValue | undefined, [name, ...rest]: readonly string[]): JsonValue | undefined {
  if (name === undefined) return value
  return isJsonObject(value) && Object.hasOwn(value, name) ? settingAt(value[name], rest) : undefined
}
