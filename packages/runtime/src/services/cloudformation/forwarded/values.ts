import { isJsonObject, type JsonObject, type JsonValue } from '../../../kernel/json.ts'

export function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {}
}

export function objectsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}

/** Templates write numbers and truth values as texts, too; an emulator wants them as its service does. */
export function typed(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(typed)
  if (isJsonObject(value))
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, typedAt(name, inner)]))
  return value
}

const NUMBERS = /^(?:Read|Write)CapacityUnits$|^Max(?:Read|Write)RequestUnits$|UnitsPerSecond$/
const FLAGS = /^(?:SSEEnabled|Enabled|DeletionProtectionEnabled)$/

function typedAt(name: string, value: JsonValue): JsonValue {
  if (typeof value === 'string' && NUMBERS.test(name)) return Number(value)
  if (typeof value === 'string' && FLAGS.test(name)) return value === 'true'
  return typed(value)
}

/** Without the members that have no value. */
export function given(members: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(members).filter((member): member is [string, JsonValue] => member[1] !== undefined),
  )
}

export function isSame(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** Of an attribute, as services keep them: a document as its JSON. */
export function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** `[{ Key, Value }]` by key. */
export function tagsOf(value: JsonValue | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(objectsOf(value).map(({ Key, Value }) => [String(Key), String(Value)]))
}
