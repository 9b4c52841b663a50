import type { JsonObject } from '../../../kernel/json.ts'

/** Templates hold policy documents as objects, or as JSON text. */
export type Document = JsonObject | string

export function documentText(document: Document): string {
  return typeof document === 'string' ? document : JSON.stringify(document)
}
