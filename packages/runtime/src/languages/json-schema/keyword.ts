import { isJsonObject, type JsonObject, type JsonValue } from './json.ts'
import type { Check } from './run.ts'

/** A schema cannot be used: a keyword does not have the form of draft 4, or a reference leads nowhere. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError'
}

/** What a keyword is compiled with, beside its own value. */
export interface Surroundings {
  /** The schema that the keyword stands in. */
  readonly schema: JsonObject
  /** Compiles a schema within this one. */
  compile(schema: JsonValue): Check
}

export interface Keyword {
  readonly name: string
  compile(value: JsonValue, surroundings: Surroundings): Check
}

export function numberOf(name: string, value: JsonValue): number {
  if (typeof value !== 'number') throw new SchemaError(`${name} is no number`)
  return value
}

export function listOf(name: string, value: JsonValue | undefined): readonly JsonValue[] {
  if (!Array.isArray(value)) throw new SchemaError(`${name} is no list`)
  return value as readonly JsonValue[]
}

export function namesOf(name: string, value: JsonValue): readonly string[] {
  const names = listOf(name, value)
  if (!names.every((each) => typeof each === 'string')) throw new SchemaError(`${name} is no list of names`)
  return names as readonly string[]
}

export function mapOf(name: string, value: JsonValue | undefined): JsonObject {
  if (!isJsonObject(value)) throw new SchemaError(`${name} is no object`)
  return value
}
