import type { JsonObject, JsonValue } from './json.ts'

/** The members that have a value. */
export function defined(members: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const entries = Object.entries(members).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined)
  return Object.fromEntries(entries)
}
