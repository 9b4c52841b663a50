export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject
export interface JsonObject {
  readonly [key: string]: JsonValue
}

/** Templates hold documents (policies, schemas) as objects or as their text; operations take the text. */
export function jsonText(document: JsonValue): string
export function jsonText(document: JsonValue | undefined): string | undefined
export function jsonText(document: JsonValue | undefined): string | undefined {
  return typeof document === 'string' ? document : JSON.stringify(document)
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
