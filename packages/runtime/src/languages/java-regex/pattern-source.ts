import type { CaseRule } from './character-class.ts'
import { PatternError, UnsupportedPatternError } from './syntax.ts'

/** What the letters of `(?imsdxu)` set. */
export interface Flags {
  readonly i: boolean
  readonly m: boolean
  readonly s: boolean
  readonly d: boolean
  readonly x: boolean
  readonly u: boolean
}

const NO_FLAGS: Flags = { i: false, m: false, s: false, d: false, x: false, u: false }
const MAX_NESTING = 600

/** A place in the text of a pattern, and what holds there. */
export class PatternSource {
  readonly text: string
  at = 0
  flags = NO_FLAGS
  #depth = 0

  constructor(text: string) {
    this.text = withoutQuotes(text)
  }

  get done(): boolean {
    return this.at >= this.text.length
  }

  get caseRule(): CaseRule {
    if (!this.flags.i) return 'exact'
    return this.flags.u ? 'unicode' : 'ascii'
  }

  /** The next unit; with the flag `x`, blanks and comments before it are skipped. */
  peek(): string {
    if (this.flags.x) this.take(/(?:[ \t\n\v\f\r]|#[^\n\r\u0085\u2028\u2029]*)+/y)
    return this.text[this.at] ?? ''
  }

  /** Takes one character: a code point. */
  next(): string {
    const character = String.fromCodePoint(this.text.codePointAt(this.at) ?? 0)
    this.at += character.length
    return character
  }

  /** What a sticky expression would match here. */
  look(expected: RegExp): RegExpExecArray | null {
    expected.lastIndex = this.at
    return expected.exec(this.text)
  }

  take(expected: RegExp): RegExpExecArray | null {
    const found = this.look(expected)
    if (found) this.at += found[0].length
    return found
  }

  /** Text nested too deeply would overflow the stack. */
  nested<T>(read: () => T): T {
    if (++this.#depth > MAX_NESTING) this.fail(`nesting deeper than ${MAX_NESTING} levels`)
    const result = read()
    this.#depth--
    return result
  }

  fail(what: string): never {
    throw new PatternError(what, this.text)
  }

  unsupported(feature: string): never {
    throw new UnsupportedPatternError(feature, this.text)
  }
}

/** Java rewrites `\Q…\E` before it reads anything else, so that `\Qab\E+` repeats the `b` only. */
function withoutQuotes(text: string): string {
  if (!text.includes('\\Q')) return text
  return text.replace(/\\(?:Q([\s\S]*?)(?:\\E|$)|[\s\S])/g, (all, quoted: string | undefined) =>
    quoted === undefined
      ? all
      : quoted.replace(/[\0-\x7f]/g, (character) =>
          /\w/.test(character) && character !== '_' ? character : `\\${character}`,
        ),
  )
}
