import type { Field } from '../html/field.ts'

/** Phones and browsers offer a code that has come in a message. */
export function codeField(id: string, name: string, label: string): Field {
  return { id, name, label, autocomplete: 'one-time-code', isCode: true, maxLength: 2048 }
}

/** How AWS's pages say where a code went (observed). */
export function sentTo(what: string, medium: string | undefined, destination: string | undefined): string {
  const way = medium === 'SMS' ? 'SMS' : 'email'
  return destination === undefined ? `We have sent ${what}.` : `We have sent ${what} by ${way} to ${destination}.`
}
