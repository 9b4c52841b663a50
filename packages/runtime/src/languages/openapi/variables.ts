import { type Json, type JsonMap, listOf } from './json.ts'

/** A document with `${name}` in its texts replaced by what the name stands for; a name that is not known stays. */
export function withVariables(root: JsonMap, values: ReadonlyMap<string, string>): JsonMap {
  return Object.fromEntries(Object.entries(root).map(([key, value]) => [key, replaced(value, values)]))
}

function replaced(value: Json, values: ReadonlyMap<string, string>): Json {
  if (typeof value === 'string') {
    return value.replace(/\$\{([^{}]+)\}/g, (whole, name: string) => values.get(name) ?? whole)
  }
  if (Array.isArray(value)) return listOf(value).map((item) => replaced(item, values))
  return typeof value === 'object' && value !== null ? withVariables(value as JsonMap, values) : value
}
