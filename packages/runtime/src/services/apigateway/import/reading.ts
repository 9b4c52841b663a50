import { type Json, mapOf, textOf } from '../../../languages/openapi/json.ts'
import type { OpenApiDocument } from '../../../languages/openapi/read-document.ts'
import type { Resolve } from '../../../languages/openapi/references.ts'
import type { Strings } from '../records.ts'

/** What every part of the import reads from. */
export interface Reading extends OpenApiDocument {
  readonly resolve: Resolve
  /** The API that models refer to one another in. */
  readonly apiId: string
  /** A name for a schema that has none. */
  readonly freshModelName: () => string
  /** Adds a warning. */
  readonly warn: (text: string) => void
}

export function stringsOf(value: Json | undefined): Strings | undefined {
  if (value === undefined || value === null) return undefined
  return Object.fromEntries(
    Object.entries(mapOf(value)).flatMap(([key, entry]) => {
      const text = textOf(entry)
      return text === undefined ? [] : [[key, text] as const]
    }),
  )
}

export function numberOf(value: Json | undefined): number | undefined {
  const text = textOf(value)
  return text === undefined ? undefined : Number(text)
}

export function flagOf(value: Json | undefined): boolean | undefined {
  const text = textOf(value)
  return text === undefined ? undefined : text.toLowerCase() === 'true'
}
