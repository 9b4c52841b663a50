const MARKUP = Symbol('markup')

/** What a browser may read as markup. Only {@link html} makes it: whatever else comes into a page is escaped. */
export interface Html {
  readonly [MARKUP]: string
}

/** What may stand in a page. Nothing is written for `undefined` and `false`, so that parts may be left out with `&&`. */
export type Content = Html | string | number | undefined | false | readonly Content[]

/**
 * A piece of a page. What is put into it is escaped for text and for attributes, which therefore always stand in double
 * quotation marks; names of elements and attributes are never put in.
 *
 * ```ts
 * html`<p title="${title}">${text}</p>`
 * ```
 */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Html {
  const [first = '', ...rest] = parts
  return { [MARKUP]: rest.reduce((text, part, index) => text + written(contents[index]) + part, first) }
}

export function markupOf(page: Html): string {
  return page[MARKUP]
}

function written(content: Content): string {
  if (content === undefined || content === false) return ''
  if (typeof content === 'string') return escaped(content)
  if (typeof content === 'number') return String(content)
  return isList(content) ? content.map(written).join('') : content[MARKUP]
}

const isList = (content: Html | readonly Content[]): content is readonly Content[] => Array.isArray(content)

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}
