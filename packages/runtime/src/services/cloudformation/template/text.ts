import type { Resolved } from './scope.ts'

/** A scalar as it reads inside a text; undefined for what is none. */
export function toText(value: Resolved): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return undefined
}
