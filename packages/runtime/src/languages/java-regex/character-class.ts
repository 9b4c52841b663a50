import type { CharacterSet, CharacterTest } from './syntax.ts'

export const between =
  (low: number, high: number): CharacterTest =>
  (code) =>
    code >= low && code <= high

export const not =
  (test: CharacterTest): CharacterTest =>
  (code) =>
    !test(code)

export const either =
  (...tests: readonly CharacterTest[]): CharacterTest =>
  (code) =>
    tests.some((test) => test(code))

const oneOf = (characters: string): CharacterTest => {
  const codes = new Set([...characters].map((character) => character.codePointAt(0)))
  return (code) => codes.has(code)
}

const isDigit = between(48, 57)
const isUpper = between(65, 90)
const isLower = between(97, 122)
const isAlpha = either(isUpper, isLower)
const isAlnum = either(isAlpha, isDigit)
const isWord = either(isAlnum, between(95, 95))
const isSpace = either(between(32, 32), between(9, 13))
const isGraph = between(33, 126)
const isHorizontalSpace = either(oneOf('\t \u00a0\u1680\u180e\u202f\u205f\u3000'), between(0x2000, 0x200a))
const isVerticalSpace = oneOf('\n\v\f\r\u0085\u2028\u2029')

/** Java's ends of a line. */
export const isLineEnd = oneOf('\n\r\u0085\u2028\u2029')
export { isVerticalSpace }

/** `\d` and its like: US-ASCII, but for the spaces of `\h` and `\v`. */
export const ESCAPED: ReadonlyMap<string, CharacterTest> = new Map(
  Object.entries({ d: isDigit, w: isWord, s: isSpace, h: isHorizontalSpace, v: isVerticalSpace }).flatMap(
    ([letter, test]): [string, CharacterTest][] => [
      [letter, test],
      [letter.toUpperCase(), not(test)],
    ],
  ),
)

/** `\p{Alpha}` and its like: US-ASCII. */
export const POSIX: ReadonlyMap<string, CharacterTest> = new Map([
  ['Lower', isLower],
  ['Upper', isUpper],
  ['ASCII', between(0, 127)],
  ['Alpha', isAlpha],
  ['Digit', isDigit],
  ['Alnum', isAlnum],
  ['Punct', (code: number) => isGraph(code) && !isAlnum(code)],
  ['Graph', isGraph],
  ['Print', between(32, 126)],
  ['Blank', oneOf(' \t')],
  ['Cntrl', either(between(0, 31), between(127, 127))],
  ['XDigit', either(isDigit, between(65, 70), between(97, 102))],
  ['Space', isSpace],
])

/** The flag `i` is about US-ASCII; with `u`, about all of Unicode. */
export type CaseRule = 'exact' | 'ascii' | 'unicode'

/** Asks a test for a character in each of its cases. */
export function anyCase(test: CharacterTest, rule: CaseRule): CharacterTest {
  if (rule === 'exact') return test
  const ascii: CharacterTest = (code) =>
    test(code) || (isUpper(code) && test(code + 32)) || (isLower(code) && test(code - 32))
  if (rule === 'ascii') return ascii
  return (code) => {
    if (ascii(code)) return true
    const upper = changed(code, 'toUpperCase')
    return test(upper) || test(changed(upper, 'toLowerCase'))
  }
}

/** Whether a character has another case by a rule. */
export function hasCase(code: number, rule: CaseRule): boolean {
  if (rule !== 'unicode') return rule === 'ascii' && isAlpha(code)
  const upper = changed(code, 'toUpperCase')
  return upper !== changed(upper, 'toLowerCase')
}

/** What becomes several characters stays as it is, as in Java's `Character.toUpperCase`. */
function changed(code: number, method: 'toUpperCase' | 'toLowerCase'): number {
  const text = String.fromCodePoint(code)[method]()
  const other = text.codePointAt(0) ?? code
  return text.length === (other > 0xffff ? 2 : 1) ? other : code
}

/** The same characters with a table of the first 128, made when it is first asked for. */
export function characterSet(test: CharacterTest, items = 1): CharacterSet {
  return new TabledSet(test, 1 + (items >>> 3))
}

class TabledSet implements CharacterSet {
  readonly has: CharacterTest
  readonly cost: number
  #ascii: Uint8Array | undefined

  constructor(has: CharacterTest, cost: number) {
    this.has = has
    this.cost = cost
  }

  get ascii(): Uint8Array {
    if (!this.#ascii) {
      this.#ascii = new Uint8Array(128)
      for (let code = 0; code < 128; code++) this.#ascii[code] = this.has(code) ? 1 : 0
    }
    return this.#ascii
  }
}
