import { isLineEnd } from './character-class.ts'
import type { Assertion } from './syntax.ts'
import { isLetterOrDigit, isNonSpacingMark } from './unicode-property.ts'

export const atStart: Assertion = (_text, at) => at === 0
export const atEnd: Assertion = (text, at) => at === text.length

/** Which characters end a line: with the flag `d` only `\n`. */
type LineEnds = (code: number) => boolean
const isNewline: LineEnds = (code) => code === 10

/** `$` without flags and `\Z`: at the end, or before a line's end that the text ends with. */
const atFinalEnd =
  (ends: LineEnds): Assertion =>
  (text, at) =>
    at === text.length ||
    (at >= text.length - 2 && at + lineEndAt(text, at, ends) === text.length && !splits(text, at, ends))

/** Length of the line's end that begins at a place; 0 where none does. */
function lineEndAt(text: string, at: number, ends: LineEnds): number {
  if (ends !== isNewline && text.startsWith('\r\n', at)) return 2
  return ends(text.charCodeAt(at)) ? 1 : 0
}

/** `\r\n` is one end of a line. */
function splits(text: string, at: number, ends: LineEnds): boolean {
  return ends !== isNewline && at > 0 && text.startsWith('\r\n', at - 1)
}

/** Java's `^` with the flag `m` does not hold at the end of the text, even of an empty one. */
const atLineStart =
  (ends: LineEnds): Assertion =>
  (text, at) =>
    at < text.length && (at === 0 || (ends(text.charCodeAt(at - 1)) && !splits(text, at, ends)))

const atLineEnd =
  (ends: LineEnds): Assertion =>
  (text, at) =>
    at === text.length || (lineEndAt(text, at, ends) > 0 && !splits(text, at, ends))

export interface LineRules {
  readonly multiline: boolean
  readonly unixLines: boolean
}

export function startAssertion({ multiline, unixLines }: LineRules): Assertion {
  return multiline ? atLineStart(unixLines ? isNewline : isLineEnd) : atStart
}

export function endAssertion({ multiline, unixLines }: LineRules): Assertion {
  const ends = unixLines ? isNewline : isLineEnd
  return multiline ? atLineEnd(ends) : atFinalEnd(ends)
}

/** `\b` asks for letters and digits of all Unicode, up to Java 18; `\w` does not. */
export const atBoundary: Assertion = (text, at) => isWordAt(text, at) !== isWordAt(text, before(text, at))

function isWordAt(text: string, at: number): boolean {
  const code = at < 0 ? undefined : text.codePointAt(at)
  if (code === undefined) return false
  if (code === 95 || isLetterOrDigit(code)) return true
  return isNonSpacingMark(code) && hasBase(text, at)
}

/** A mark belongs to the letter before it. */
function hasBase(text: string, at: number): boolean {
  for (let place = before(text, at); place >= 0; place = before(text, place)) {
    const code = text.codePointAt(place) ?? 0
    if (isLetterOrDigit(code)) return true
    if (!isNonSpacingMark(code)) return false
  }
  return false
}

/** Where the character before a place begins; -1 at the start. */
export function before(text: string, at: number): number {
  return at > 1 && (text.codePointAt(at - 2) ?? 0) > 0xffff ? at - 2 : at - 1
}
