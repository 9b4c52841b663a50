import type { Field } from '../html/field.ts'
import type { NameKind } from '../sign-in-name.ts'

/** Asks for what people of the pool sign in with. */
export function nameField(id: string, { label, placeholder, inputType }: NameKind, value: string): Field {
  return { id, name: 'username', label, type: inputType, autocomplete: 'username', placeholder, value }
}
