import type { Field } from '../html/field.ts'
import type { NameKind } from '../sign-in-name.ts'
import type { Texts } from '../texts/texts.ts'

/** Asks for what people of the pool sign in with. */
export function nameField(id: string, { names }: Texts, kind: NameKind, value: string): Field {
  const { label, placeholder } = names[kind]
  // A name that was given to nobody is no email address, and must be refused in AWS's words, not the browser's.
  const type = kind === 'phone' ? 'tel' : 'text'
  return { id, name: 'username', label, type, autocomplete: 'username', placeholder, value }
}
