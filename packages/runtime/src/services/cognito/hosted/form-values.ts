import { wellFormed } from '../../../kernel/well-formed.ts'

/** What was filled into a form. */
export interface FormValues {
  /** Empty where there is none. */
  get(name: string): string
  readonly names: readonly string[]
}

/** As many fields as a page has at most: twenty standard attributes, and what the forms have of their own. */
const MOST_FIELDS = 64

/**
 * Reads a form that the pages have sent, or a script in their place. Undefined: none of them would have sent it. Values
 * of scripts that were written for AWS's two-step page are JSON; their forms have no `_csrf` but `csrf`, or neither
 * (recorded).
 */
export function readForm(form: URLSearchParams): FormValues | undefined {
  const names = [...form.keys()]
  if (names.length > MOST_FIELDS || new Set(names).size < names.length) return undefined
  const isPlain = form.has('_csrf')
  const textOf = (name: string) => {
    const value = form.get(name) ?? ''
    return isPlain ? value : jsonText(value)
  }
  return { get: textOf, names }
}

function jsonText(value: string): string {
  if (!value.startsWith('"')) return value
  try {
    const read: unknown = JSON.parse(value)
    return typeof read === 'string' ? wellFormed(read) : value
  } catch {
    return value
  }
}
