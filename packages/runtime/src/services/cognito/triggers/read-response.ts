import { isJsonObject, type JsonObject, type JsonValue } from '../../../kernel/json.ts'
import { unrecognizable } from './run-trigger.ts'

/* Members of what a function answers. One of another form is refused; null is as good as none. */

export function objectOrNone(value: JsonValue | undefined): JsonObject | undefined {
  if (value === undefined || value === null) return undefined
  if (!isJsonObject(value)) throw unrecognizable()
  return value
}

export function textOrNone(value: JsonValue | undefined): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw unrecognizable()
  return value
}

export function flag(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null) return false
  if (typeof value !== 'boolean') throw unrecognizable()
  return value
}

export function textsOrNone(value: JsonValue | undefined): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined
  if (!Array.isArray(value) || !value.every((entry) => typeof entry === 'string')) throw unrecognizable()
  return value
}

/** A map of texts. Numbers and booleans are written as such (inferred); what is null is left out. */
export function textMapOrNone(value: JsonValue | undefined): Readonly<Record<string, string>> | undefined {
  const map = objectOrNone(value)
  if (!map) return undefined
  return Object.fromEntries(
    Object.entries(map).flatMap(([name, each]) => {
      if (each === null) return []
      if (typeof each === 'object') throw unrecognizable()
      return [[name, String(each)]]
    }),
  )
}
