import { DocumentFault } from './fault.ts'
import { type Json, mapOf, textOf } from './json.ts'

export type Strings = Readonly<Record<string, string>>

/** Entries that are null are left out; one that is no text is refused, and not dropped (what AWS says of it is unknown). */
export function stringsOf(value: Json | undefined): Strings | undefined {
  if (value === undefined || value === null) return undefined
  return Object.fromEntries(
    Object.entries(mapOf(value)).flatMap(([key, entry]) => {
      const text = textOf(entry)
      if (text !== undefined) return [[key, text] as const]
      if (entry === null) return []
      throw new DocumentFault(`The value of ${key} must be a text.`)
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
