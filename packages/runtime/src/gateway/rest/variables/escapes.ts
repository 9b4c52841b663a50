// The functions of `$util` that write a text anew, a character at a time and a piece after another: a pattern that calls
// back for each character would hold the process for seconds over ten megabytes of them.
import { type Budget, MAX_TEXT_LENGTH } from '../../../languages/budget.ts'

const BACKSLASH = 0x5c
const PERCENT = 0x25
const PLUS = 0x2b
const BLANK = 0x20
const LOWER_U = 0x75
/** What is in work at once, small enough for the processor's caches. */
const PIECE = 16_384
const HEX = Buffer.from('0123456789ABCDEF')

/** By character: 0 stays, `u` is written by its number, anything else follows a backslash. */
const ESCAPES = new Uint8Array(128).fill(LOWER_U, 0, 32).fill(LOWER_U, 127)
for (const [character, letter] of ['\bb', '\nn', '\tt', '\ff', '\rr', "''", '""', '\\\\', '//'] as Iterable<string>) {
  ESCAPES[character?.charCodeAt(0) ?? 0] = letter?.charCodeAt(0) ?? 0
}

const ESCAPED = /[^ !#-&(-.0-[\]-~]/

/** As Apache Commons Lang has it: single quotes too, which makes the result invalid JSON (documented). */
export function escapeJavaScript(text: string, budget: Budget): string {
  const units = new Uint16Array(Math.min(text.length, PIECE))
  const bytes = Buffer.from(units.buffer)
  return rewritten(text, 6, budget, ESCAPED, (piece, result) => {
    const length = bytes.write(piece, 'utf16le') / 2
    let at = 0
    for (let i = 0; i < length; i++) {
      const code = units[i] as number
      const letter = code < 128 ? (ESCAPES[code] as number) : LOWER_U
      if (letter === 0) {
        result[at++] = code
        continue
      }
      result[at++] = BACKSLASH
      result[at++] = letter
      if (letter !== LOWER_U) continue
      for (let shift = 12; shift >= 0; shift -= 4) result[at++] = HEX[(code >> shift) & 15] as number
    }
    return at
  })
}

const ENCODED = /[^a-zA-Z0-9.*_-]/
const STAYS_IN_URL = new Uint8Array(256)
for (const byte of Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-*_')) {
  STAYS_IN_URL[byte] = 1
}

/** Form encoding, as java.net.URLEncoder: blanks become `+`, only letters, digits and `.-*_` stay. */
export function urlEncode(text: string, budget: Budget): string {
  const bytes = Buffer.allocUnsafe(Math.min(text.length, PIECE) * 3)
  return rewritten(text, 9, budget, ENCODED, (piece, result) => {
    const length = bytes.write(piece, 'utf8')
    let at = 0
    for (let i = 0; i < length; i++) {
      const byte = bytes[i] as number
      if (STAYS_IN_URL[byte] === 1) result[at++] = byte
      else if (byte === BLANK) result[at++] = PLUS
      else {
        result[at++] = PERCENT
        result[at++] = HEX[byte >> 4] as number
        result[at++] = HEX[byte & 15] as number
      }
    }
    return at
  })
}

/**
 * `write` puts a piece of the text into a buffer, at most so many bytes for each character, and says how many. A piece
 * with nothing to write anew stays as it is.
 */
function rewritten(
  text: string,
  most: number,
  budget: Budget,
  rewrites: RegExp,
  write: (piece: string, result: Buffer) => number,
): string {
  budget.rewrite(text.length)
  const result = Buffer.allocUnsafe(Math.min(text.length, PIECE) * most)
  let whole = ''
  for (let start = 0; start < text.length; ) {
    let end = start + PIECE
    // The two halves of a character stay together.
    if (end < text.length && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800) end--
    const piece = text.slice(start, end)
    whole += rewrites.test(piece) ? result.toString('latin1', 0, write(piece, result)) : piece
    if (whole.length > MAX_TEXT_LENGTH) budget.text(whole.length)
    start = end
  }
  return whole
}

/** Form decoding. Bytes that are not UTF-8 become U+FFFD, a stray percent sign stays. */
export function urlDecode(text: string, budget?: Budget): string {
  if (!/[%+]/.test(text)) return text
  budget?.rewrite(text.length)
  const bytes = Buffer.from(text, 'utf8')
  let at = 0
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number
    const value = byte === PERCENT ? (digitAt(bytes, i + 1) << 4) | digitAt(bytes, i + 2) : -1
    if (value >= 0) i += 2
    bytes[at++] = value >= 0 ? value : byte === PLUS ? BLANK : byte
  }
  return bytes.toString('utf8', 0, at)
}

/** The value of a hexadecimal digit, -1 where there is none. */
function digitAt(bytes: Buffer, at: number): number {
  const code = at < bytes.length ? (bytes[at] as number) : 0
  if (code >= 48 && code <= 57) return code - 48
  const letter = code | 32
  return letter >= 97 && letter <= 102 ? letter - 87 : -1
}
