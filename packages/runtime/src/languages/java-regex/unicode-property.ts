import { between, either, not, POSIX } from './character-class.ts'
import type { CharacterTest } from './syntax.ts'

/** Characters in one page of what is remembered. */
const PAGE = 256

const known = new Map<string, CharacterTest>()

/**
 * Asks JavaScript for a property of Unicode, once for each character and property: a page of answers is made when one
 * of its characters turns up first. Undefined where JavaScript has no such property.
 */
function unicode(property: string): CharacterTest | undefined {
  const found = known.get(property) ?? compile(property)
  if (found) known.set(property, found)
  return found
}

function compile(property: string): CharacterTest | undefined {
  let expression: RegExp
  try {
    expression = new RegExp(`\\p{${property}}`, 'u')
  } catch {
    return undefined
  }
  const pages: (Uint8Array | undefined)[] = []
  return (code) => {
    const index = Math.floor(code / PAGE)
    pages[index] ??= Uint8Array.from({ length: PAGE }, (_, at) =>
      Number(expression.test(String.fromCodePoint(index * PAGE + at))),
    )
    return pages[index]?.[code % PAGE] === 1
  }
}

/** The same, looked up when it is asked first. */
function of(property: string): CharacterTest {
  let test: CharacterTest | undefined
  return (code) => {
    test ??= unicode(property)
    return test?.(code) ?? false
  }
}

/** The general categories by their short names, alone and in groups. */
const CATEGORIES = new Set(
  'L Lu Ll Lt LC Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs Zl Zp C Cc Cf Co Cs Cn'.split(
    ' ',
  ),
)

const isBlank = either(of('Zs'), between(9, 9))
const isControl = of('Cc')
const isSeparator = of('Z')
const isHexDigit = either(of('Nd'), of('Hex_Digit'))
const isGraph = not(either(isSeparator, isControl, of('Cs'), of('Cn')))
export const isLetterOrDigit = either(of('L'), of('Nd'))
export const isNonSpacingMark = of('Mn')

/** `\p{name}`: beside the categories, Java's own. */
const PROPERTIES: ReadonlyMap<string, CharacterTest> = new Map([
  ...POSIX,
  ...[...CATEGORIES].map((name): [string, CharacterTest] => [name, of(name)]),
  ['LD', isLetterOrDigit],
  ['L1', between(0, 255)],
  ['all', () => true],
  ['javaLowerCase', of('Lowercase')],
  ['javaUpperCase', of('Uppercase')],
  ['javaTitleCase', of('Lt')],
  ['javaAlphabetic', of('Alphabetic')],
  ['javaIdeographic', of('Ideographic')],
  ['javaDigit', of('Nd')],
  ['javaDefined', not(of('Cn'))],
  ['javaLetter', of('L')],
  ['javaLetterOrDigit', isLetterOrDigit],
  ['javaSpaceChar', isSeparator],
  ['javaISOControl', isControl],
  ['javaMirrored', of('Bidi_Mirrored')],
  [
    'javaWhitespace',
    either(
      (code) => isSeparator(code) && code !== 0xa0 && code !== 0x2007 && code !== 0x202f,
      between(9, 13),
      between(28, 31),
    ),
  ],
])

/** `\p{IsName}`, in any case of its letters. Names of POSIX mean all of Unicode here. */
const BINARY: ReadonlyMap<string, CharacterTest> = new Map([
  ['ALPHABETIC', of('Alphabetic')],
  ['ALPHA', of('Alphabetic')],
  ['LETTER', of('L')],
  ['IDEOGRAPHIC', of('Ideographic')],
  ['LOWERCASE', of('Lowercase')],
  ['LOWER', of('Lowercase')],
  ['UPPERCASE', of('Uppercase')],
  ['UPPER', of('Uppercase')],
  ['TITLECASE', of('Lt')],
  ['WHITE_SPACE', of('White_Space')],
  ['WHITESPACE', of('White_Space')],
  ['SPACE', of('White_Space')],
  ['CONTROL', isControl],
  ['CNTRL', isControl],
  ['PUNCTUATION', of('P')],
  ['PUNCT', of('P')],
  ['HEX_DIGIT', isHexDigit],
  ['HEXDIGIT', isHexDigit],
  ['XDIGIT', isHexDigit],
  ['ASSIGNED', not(of('Cn'))],
  ['NONCHARACTER_CODE_POINT', of('Noncharacter_Code_Point')],
  ['NONCHARACTERCODEPOINT', of('Noncharacter_Code_Point')],
  ['JOIN_CONTROL', of('Join_Control')],
  ['JOINCONTROL', of('Join_Control')],
  ['DIGIT', of('Nd')],
  ['ALNUM', either(of('Alphabetic'), of('Nd'))],
  ['BLANK', isBlank],
  ['GRAPH', isGraph],
  ['PRINT', (code: number) => (isGraph(code) || isBlank(code)) && !isControl(code)],
  ['WORD', either(of('Alphabetic'), of('M'), of('Nd'), of('Pc'), of('Join_Control'))],
])

/** With the flag `i`, each of these means letters of any case. */
const CASED =
  /^(?:Is|gc=|general_category=)?(?:Lu|Ll|Lt)$|^(?:Upper|Lower)$|^java(?:Upper|Lower|Title)Case$|^Is(?:upper|lower|title)(?:case)?$/i
const isCased = either(of('Uppercase'), of('Lowercase'), of('Lt'))

/** What stands in the braces of `\p{…}`. Undefined: Java knows no such property. */
export function propertyTest(name: string, ignoreCase: boolean): CharacterTest | undefined {
  const test = namedTest(name)
  if (!test || !ignoreCase || !CASED.test(name)) return test
  return /^(?:Upper|Lower)$/.test(name) ? POSIX.get('Alpha') : isCased
}

/** JavaScript knows nothing of blocks. */
export function isBlockName(name: string): boolean {
  return /^(?:In|bl(?:oc)?k=)/i.test(name)
}

function namedTest(name: string): CharacterTest | undefined {
  const [, key, value] = /^(\w+)=(.*)$/.exec(name) ?? []
  if (key !== undefined && value !== undefined) {
    if (/^(?:sc|script)$/i.test(key)) return script(value)
    return /^(?:gc|general_category)$/i.test(key) ? PROPERTIES.get(value) : undefined
  }
  if (!name.startsWith('Is')) return PROPERTIES.get(name)
  const short = name.slice(2)
  return BINARY.get(short.toUpperCase()) ?? PROPERTIES.get(short) ?? script(short)
}

/** Java takes a script's name in any case, JavaScript in its own. */
function script(name: string): CharacterTest | undefined {
  if (!/^[A-Za-z_]+$/.test(name)) return undefined
  const spelled = name.toLowerCase().replace(/(?:^|_)[a-z]/g, (start) => start.toUpperCase())
  return unicode(`Script=${spelled}`)
}
