/** A document once it has been read: a tree, without cycles, shared parts or keys that mean something to JavaScript. */
export type Json = string | number | boolean | null | readonly Json[] | JsonMap
export interface JsonMap {
  readonly [key: string]: Json
}

const NOTHING: JsonMap = {}

export function isMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What is not a map counts as an empty one. */
export function mapOf(value: Json | undefined): JsonMap {
  return isMap(value) ? value : NOTHING
}

export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : []
}

/** A scalar as text: `version: 1` and a status code of 200 are what they look like. */
export function textOf(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

/** An entry of a map whose keys come from outside. */
export function entryOf(map: JsonMap, key: string): Json | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined
}

/** A map without the members that nothing is said of. */
export function saidOf(members: Readonly<Record<string, Json | undefined>>): JsonMap {
  return Object.fromEntries(Object.entries(members).filter((entry): entry is [string, Json] => entry[1] !== undefined))
}

/** A map with its keys in order, so that the same is always written alike. */
export function sorted(map: JsonMap): JsonMap {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)))
}
