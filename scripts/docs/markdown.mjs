// The few pieces of Markdown that the generated pages are made of.

export const GENERATED = '<!-- Written by `npm run docs` from the code. Do not edit. -->'

export const code = (text) => `\`${text}\``

/** `a`, `b`, `c`; a dash when there is nothing. */
export const codeList = (names) => (names.length > 0 ? names.map(code).join(', ') : '–')

export function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Blocks with an empty line between them, and one newline at the end. */
export const page = (...blocks) => `${blocks.flat().join('\n\n')}\n`

/** In the order of their letters, whatever the machine's language. */
export const sorted = (names) => [...names].sort((a, b) => (a < b ? -1 : 1))
