/** An XML element as data. Text is escaped when it is written, never before. */
export interface XmlElement {
  readonly name: string
  readonly attributes?: readonly (readonly [name: string, value: string])[]
  readonly content: string | readonly XmlElement[]
}

export function element(
  name: string,
  content: string | readonly XmlElement[],
  attributes?: XmlElement['attributes'],
): XmlElement {
  return attributes?.length ? { name, attributes, content } : { name, content }
}

/** Writes iteratively shallow trees: elements follow shapes, which do not nest without end. */
export function writeXml(root: XmlElement): string {
  const attributes = (root.attributes ?? []).map(([name, value]) => ` ${name}="${escapeXml(value)}"`).join('')
  const inner = typeof root.content === 'string' ? escapeXml(root.content) : root.content.map(writeXml).join('')
  return inner ? `<${root.name}${attributes}>${inner}</${root.name}>` : `<${root.name}${attributes}/>`
}

const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Control characters travel as numeric references, as S3 sends them; NUL has no place in XML at all. */
function escapeXml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to escape
  return text.replace(/[&<>"\x00-\x08\x0b-\x1f]|[\ufffe\uffff]/g, (character) => {
    const named = NAMED[character]
    if (named) return named
    const code = character.charCodeAt(0)
    return code === 0 || code >= 0xfffe ? '\ufffd' : `&#x${code.toString(16)};`
  })
}
