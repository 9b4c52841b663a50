const BLANK = 0x20
const QUOTE = 0x22
const BACKSLASH = 0x5c
/** Texts up to this length are looked at as they are. */
const SHORT = 256
/** What is looked at at once of a longer one, small enough for the processor's caches. */
const PIECE = 16_384

export interface ClosingQuote {
  readonly at: number
  readonly isEscaped: boolean
}

/** Where the text of a JSON document ends that begins before `start`. Undefined where it does not, or is none. */
export function closingQuote(text: string, start: number): ClosingQuote | undefined {
  let at = start
  let isEscaped = false
  for (let code = text.charCodeAt(at); at - start < SHORT; code = text.charCodeAt(at)) {
    if (code === QUOTE) return { at, isEscaped }
    // Beyond the end a code is NaN.
    if (!(code >= BLANK)) return undefined
    if (code === BACKSLASH) isEscaped = true
    at += code === BACKSLASH ? 2 : 1
  }
  return closingQuoteFar(text, at, isEscaped)
}

/** The same over an array of codes, a piece at a time, which is read twice as fast as a text is. */
function closingQuoteFar(text: string, start: number, wasEscaped: boolean): ClosingQuote | undefined {
  const codes = new Uint16Array(PIECE)
  const bytes = Buffer.from(codes.buffer)
  let isEscaped = wasEscaped
  for (let at = start; at < text.length; ) {
    const length = bytes.write(text.slice(at, at + PIECE), 'utf16le') >> 1
    let i = 0
    while (i < length) {
      const code = codes[i] as number
      if (code === QUOTE) return { at: at + i, isEscaped }
      if (code < BLANK) return undefined
      if (code === BACKSLASH) isEscaped = true
      i += code === BACKSLASH ? 2 : 1
    }
    at += i
  }
  return undefined
}
