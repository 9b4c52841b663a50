import type { Content } from '../html/html.ts'

const GAP = /\{(\w+)\}/

/** A text with its gaps filled. What is put in is never read for gaps itself. */
export function say(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.split(GAP).reduce((said, part, index) => said + (index % 2 === 0 ? part : values[part]), '')
}

/** The same where what is put in has markup of its own. */
export function sayWith(text: string, values: Readonly<Record<string, Content>>): Content {
  return text.split(GAP).map((part, index) => (index % 2 === 0 ? part : values[part]))
}
