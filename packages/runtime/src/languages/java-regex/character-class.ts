import type { CharacterTest } from './syntax.ts'

const between =
  (low: number, high: number): CharacterTest =>
  (code) =>
    code >= low && code <= high

export const isDigit = between(48, 57)
const isUpper = between(65, 90)
const isLower = between(97, 122)
const isAlpha: CharacterTest = (code) => isUpper(code) || isLower(code)
export const isWord: CharacterTest = (code) => isAlpha(code) || isDigit(code) || code === 95
const isSpace: CharacterTest = (code) => code === 32 || (code >= 9 && code <= 13)
const isPunctuation: CharacterTest = (code) => code > 32 && code < 127 && !isAlpha(code) && !isDigit(code)

/** `.` stops at line ends, all of Java's. */
export const isNotLineEnd: CharacterTest = (code) =>
  code !== 10 && code !== 13 && code !== 0x85 && code !== 0x2028 && code !== 0x2029

export const not =
  (test: CharacterTest): CharacterTest =>
  (code) =>
    !test(code)

/** `\d` and its like. */
export const ESCAPED: Readonly<Record<string, CharacterTest>> = {
  d: isDigit,
  D: not(isDigit),
  w: isWord,
  W: not(isWord),
  s: isSpace,
  S: not(isSpace),
}

/** `\p{Alpha}` and its like: US-ASCII, as in Java without flags. */
export const POSIX: ReadonlyMap<string, CharacterTest> = new Map([
  ['Lower', isLower],
  ['Upper', isUpper],
  ['ASCII', between(0, 127)],
  ['Alpha', isAlpha],
  ['Digit', isDigit],
  ['Alnum', (code: number) => isAlpha(code) || isDigit(code)],
  ['Punct', isPunctuation],
  ['Graph', between(33, 126)],
  ['Print', between(32, 126)],
  ['Blank', (code: number) => code === 32 || code === 9],
  ['Cntrl', (code: number) => code < 32 || code === 127],
  ['XDigit', (code: number) => isDigit(code) || between(65, 70)(code) || between(97, 102)(code)],
  ['Space', isSpace],
  ['L', (code: number) => /\p{L}/u.test(String.fromCharCode(code))],
  ['Lu', (code: number) => /\p{Lu}/u.test(String.fromCharCode(code))],
  ['Ll', (code: number) => /\p{Ll}/u.test(String.fromCharCode(code))],
  ['N', (code: number) => /\p{N}/u.test(String.fromCharCode(code))],
])

/** Tests a character in both cases. Java's flag `(?i)` is US-ASCII only. */
export function eitherCase(test: CharacterTest): CharacterTest {
  return (code) => test(code) || (isUpper(code) && test(code + 32)) || (isLower(code) && test(code - 32))
}

export { between }
