import type { Field } from '../html/field.ts'

/** Phones and browsers offer a code that has come in a message. */
export function codeField(id: string, name: string, label: string): Field {
  return { id, name, label, autocomplete: 'one-time-code', isCode: true, maxLength: 2048 }
}
