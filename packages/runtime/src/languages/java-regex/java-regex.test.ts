import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Budget, BudgetExceededError } from '../budget.ts'
import { compileJavaRegex, knownJavaRegex } from './java-regex.ts'
import { PatternError, UnsupportedPatternError } from './syntax.ts'

/** Without a budget these would take minutes or never end; how loaded the machine is must not decide. */
const HANG_MS = 20_000

const matches = (pattern: string, text: string) => compileJavaRegex(pattern).matches(text, new Budget())
const found = (pattern: string, text: string) => compileJavaRegex(pattern).find(text, 0, new Budget())

/** Pattern, text, and whether the whole matches: the answers of java.util.regex in OpenJDK 17. */
const WHOLE: [pattern: string, text: string, matches: boolean][] = [
  ['2\\d{2}', '202', true],
  ['2\\d{2}', '2021', false],
  ['200|201', '201', true],
  ['', '', true],
  ['a*?b', 'aaab', true],
  ['a*+ab', 'aaab', false],
  ['(?i)hello', 'HeLLo', true],
  ['[^a-c]x', 'dx', true],
  ['(?i)[^a]', 'A', false],
  ['(?i)[a-c]', 'B', true],
  ['[a-c&]x', '&x', true],
  ['[]a]+', ']a', true],
  ['(a)(b)\\2\\1', 'abba', true],
  ['(?=a)\\w+', 'abc', true],
  ['(?!a)\\w+', 'abc', false],
  ['\\Qa.b\\E', 'a.b', true],
  ['\\p{Upper}\\P{Digit}', 'Aa', true],
  ['\\u0041\\x42\\x{43}\\0104', 'ABCD', true],
  ['(?<n>x)y\\k<n>', 'xyx', true],
  ['.', '\n', false],
  ['.', '\u0085', false],
  ['(?d).', '\r', true],
  ['(?s).', '\n', true],
  ['^a$', 'a', true],
  ['^a$', 'a\n', false],
  ['(?:ab){2,3}', 'ababab', true],
  ['(?:ab){2,3}', 'ab', false],
  ['(|a)+', 'aaa', true],
  ['https://.*\\.example[.]com', 'https://a.example.com', true],
  ['a{2}{3}', 'aa', true],
  ['a{2}{3}', 'aaaaaa', false],
  ['\\w', 'é', false],
  ['\\s', '\u00a0', false],
  ['\\h\\v', '\u00a0\u2028', true],
  ['\\R', '\r\n', true],
  ['\\p{L}+', 'aé漢𝒳', true],
  ['[\\p{L}\\p{Nd}]+', 'a٣', true],
  ['\\pL', '1', false],
  ['\\P{L}', '𝒳', false],
  ['\\p{C}', '\u0378', true],
  ['\\p{Alpha}', 'é', false],
  ['\\p{IsAlpha}', 'é', true],
  ['\\p{IsAlphabetic}+', 'aé漢', true],
  ['\\p{IsDigit}\\p{Nd}', '٣٣', true],
  ['\\p{gc=Lu}\\p{IsLu}', 'AA', true],
  ['\\p{IsLatin}\\p{IslATIN}\\p{script=Greek}', 'éaλ', true],
  ['\\p{javaLowerCase}\\p{L1}\\p{LD}', 'aé٣', true],
  ['(?i)\\p{Lu}', 'é', true],
  ['(?i)\\p{Lower}', 'A', true],
  ['(?i)é', 'É', false],
  ['(?iu)é', 'É', true],
  ['(?iu)[à-ö]', 'É', true],
  ['(?iu)ß', 'ẞ', false],
  ['(?iu)k', '\u212a', true],
  ['.', '😀', true],
  ['.{2}', '😀', false],
  ['[^a]', '😀', true],
  ['[😀-😂]', '😁', true],
  ['😀{2}', '😀😀', true],
  ['.*?😀', 'a😀😀', true],
  ['.+a', '😀a', true],
  ['\\ud83d\\ude00', '😀', true],
  ['[a-c&&[b-d]x]', 'b', true],
  ['[a-z&&[^b]]', 'b', false],
  ['[a-c&&]', 'b', true],
  ['[^a[b]]', 'b', false],
  ['[^a&&[b]]', 'a', true],
  ['[\\w&&[^\\d]]+', 'ab1', false],
  ['[a-]', '-', true],
  ['a(?i)b|c', 'aB', true],
  ['(a(?i)b)c', 'aBC', false],
  ['(?i:a)a', 'AA', false],
  ['(?x) a b # c', 'ab', true],
  ['(?>a|ab)c', 'abc', false],
  ['(?!-)[a-z-]{1,63}(?<!-)', 'a-b', true],
  ['(?!-)[a-z-]{1,63}(?<!-)', 'ab-', false],
  ['\\cA\\e\\a', '\u0001\u001b\u0007', true],
  ['\\1', '', false],
  ['(?:a{2}){2}', 'aaaa', true],
  ['\\bé\\b', 'é', true],
]

/** Pattern, text, and what is found first: start, end and groups, of OpenJDK 17 as well. */
const FIRST: [pattern: string, text: string, ...found: (number | string | undefined)[]][] = [
  ['$', 'a\n', 1, 1],
  ['$', 'a\r\n', 1, 1],
  ['$', 'a\u2028', 1, 1],
  ['(?d)$', 'a\r\n', 2, 2],
  ['\\z', 'a\n', 2, 2],
  ['\\Z', 'a\n', 1, 1],
  ['(?m)^b', 'a\r\nb', 3, 4],
  ['(?m)$', 'a\r\nb', 1, 1],
  ['(a|ab)(c|bcd)(d*)', 'abcd', 0, 4, 'a', 'bcd', ''],
  ['(?:(a)|b)*', 'ab', 0, 2, 'a'],
  ['(a*)*', 'b', 0, 0, ''],
  ['(a*)+', 'aab', 0, 2, ''],
  ['(?<=a+)b', 'aab', 2, 3],
  ['(?<=😀)x', '😀x', 2, 3],
  ['(?<=^|,)x', 'y,x', 2, 3],
  ['(?=(a+))a*b\\1', 'baaabac', 3, 6, 'a'],
  ['(?=(a))\\1a', 'aa', 0, 2, 'a'],
  ['((a)|b)*+', 'ab', 0, 2, 'b', 'a'],
  ['(a|b)*?c', 'abc', 0, 3, 'b'],
  ['\\Qab\\E+', 'abbab', 0, 3],
  ['(a)\\10', 'aa0', 0, 3, 'a'],
  ['(a{1,2}){2}', 'aaa', 0, 3, 'a'],
  ['([ab]*)(b+)', 'abb', 0, 3, 'ab', 'b'],
  ['[^a]b', '😀b', 0, 3],
]

/** Refused by OpenJDK 17 as well. */
const REFUSED = [
  '(',
  ')',
  '[',
  '*',
  'a**',
  'a+*',
  'a|*',
  '{',
  'a{,3}',
  'a{ 1}',
  'a{2,1}',
  'a{2147483648}',
  '[b-a]',
  '[a-\\d]',
  '[^]',
  '[[a]',
  '\\',
  '\\y',
  '\\E',
  '\\08',
  '\\x1',
  '\\x{110000}',
  '\\u12',
  '\\c',
  '\\p',
  '\\p{L',
  '\\p{}',
  '\\p{Alphabetic}',
  '\\p{IsFoo}',
  '\\k<n>',
  '(?<n>a)(?<n>b)',
  '(?<1a>b)',
  '(?P<a>b)',
  '(?#x)',
  '(?iz)a',
  '(?<=(?:ab)*)c',
  '(?<=ba*?)c',
  '(?<=\\1)c',
]

describe('a Java pattern', () => {
  it.each(WHOLE)('%j on %j: %s', (pattern, text, expected) => expect(matches(pattern, text)).toBe(expected))
  it.each(FIRST)('%j in %j', (pattern, text, start, end, ...groups) => {
    const match = found(pattern, text)
    expect([match?.start, match?.end, ...(match?.groups.slice(1) ?? [])]).toEqual([start, end, ...groups])
  })
  it.each(REFUSED)('%j is refused', (pattern) => expect(() => compileJavaRegex(pattern)).toThrow(PatternError))
  it.each(['(?U)\\w', '\\X', '\\G', '\\b{g}', '\\N{SPACE}', '\\p{InGreek}', '\\p{blk=Greek}'])(
    '%j is refused as not emulated',
    (pattern) => expect(() => compileJavaRegex(pattern)).toThrow(UnsupportedPatternError),
  )
  it('nests 500 deep, and no deeper than 600', () => {
    const nested = (depth: number) => `${'('.repeat(depth)}a${')'.repeat(depth)}`
    expect(found(nested(500), 'ba')).toMatchObject({ start: 1, end: 2 })
    expect(() => compileJavaRegex(nested(601))).toThrow('nesting deeper than 600 levels')
  })
  it('a class of more items than anyone writes is refused', () => {
    expect(() => compileJavaRegex(`[${'ab'.repeat(200)}]`)).toThrow('more than 256 items in a class')
  })
  it('begins no match within a pair', () => {
    expect(found('\\p{Cs}', '😀')).toBeUndefined()
    expect(found('\\ud83d', '😀')).toBeUndefined()
  })
  it('is compiled once, and forgotten when many others came after it', () => {
    const first = knownJavaRegex('once')
    expect(knownJavaRegex('once')).toBe(first)
    for (let i = 0; i < 500; i++) knownJavaRegex(`other ${i}`)
    expect(knownJavaRegex('once')).not.toBe(first)
  })
})

describe('a general category', () => {
  const CATEGORIES =
    'L Lu Ll Lt LC Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs Zl Zp C Cc Cf Co Cs Cn'
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 4 }),
    fc.string({
      unit: fc.constantFrom('a', 'A', '_', '1', 'ǅ', 'ʰ', '漢', '𝒳', '😀', '\u0301', '٣', '«', '€', '\u2007'),
      maxLength: 6,
    }),
  )
  it.each(CATEGORIES.split(' '))('%s takes what JavaScript takes, in a class, repeated and negated', (name) => {
    const patterns = [`\\p{${name}}`, `[_\\p{${name}}]+`, `[\\s\\S]*\\P{${name}}{1,2}`]
    const ours = patterns.map((pattern) => compileJavaRegex(pattern))
    const theirs = patterns.map((pattern) => new RegExp(`^(?:${pattern})$`, 'u'))
    fc.assert(
      fc.property(text, (sample) => {
        expect(ours.map((regex) => regex.matches(sample, new Budget()))).toEqual(
          theirs.map((regex) => regex.test(sample)),
        )
      }),
      { numRuns: 60 },
    )
  })
})

describe('the budget of a pattern', () => {
  it.each([
    ['.'.repeat(4000), 'a'.repeat(4000), true],
    ['(?:a|b)*c', 'ab'.repeat(5000), false],
    ['(?:a|b)*', 'ab'.repeat(5000), true],
    ['([ab]b?)*+', 'ab'.repeat(5000), true],
  ])('%.20j costs no stack', (pattern, text, expected) => expect(matches(pattern, text)).toBe(expected))
  it.each([
    ['^(a+)+$', 'a'],
    ['(a|a)*b', 'a'],
    ['(?:(a+)+)+b', 'a'],
    ['a*a*a*a*a*b', 'a'],
    ['(.*)(.*)(.*)(.*)(.*)[^x]x', 'x'],
    ['(\\w+\\s?)+!', 'a'],
  ])('%s takes time by the length of the text, as in Java', (pattern, letter) => {
    const text = letter.repeat(3000)
    expect(matches(pattern, `${text}-`)).toBe(false)
    expect(found(pattern, '')).toBeUndefined()
  })
  it.each([
    ['(a+)+\\1b', 'a'.repeat(40)],
    ['(a|a){1,50}b', 'a'.repeat(50)],
    ['(?=(a+)+b)a', 'a'.repeat(40)],
  ])('%s, which remembers more than a place, ends as a failure', (pattern, text) => {
    expect(() => matches(pattern, text)).toThrow(BudgetExceededError)
  })
  it.each([
    [`[${'b-z'.repeat(80)}]x`, 'a'],
    [`${'a'.repeat(3000)}b`, 'a'],
    [`a${'()'.repeat(1500)}b`, 'a'],
    ['(a*)*b', 'a'],
  ])('costs the same however large it is: %#', (pattern, letter) => {
    const started = performance.now()
    const regex = compileJavaRegex(pattern)
    expect(() => regex.find(letter.repeat(5_000_000), 0, new Budget())).toThrow(BudgetExceededError)
    expect(performance.now() - started).toBeLessThan(HANG_MS)
  })
  it('does not pay for places where no match can begin', () => {
    const text = `${'x'.repeat(4_000_000)}\\'`
    expect(found("\\\\'", text)?.start).toBe(4_000_000)
    expect(found('[\\s\\\\]+', text)?.start).toBe(4_000_000)
    expect(found('^y', text)).toBeUndefined()
    expect(found('(y|z)', 'x'.repeat(1000))).toBeUndefined()
  })
})

it('agrees with JavaScript where both mean the same', () => {
  const parts = [
    'a',
    'b',
    '.',
    '[ab]',
    '[^a]',
    '(a|b)',
    '(?:ab)',
    '\\w',
    'a*',
    'b+',
    'a?',
    '(a*)',
    'b{1,2}',
    'a*?',
    '|',
  ]
  const pattern = fc.array(fc.constantFrom(...parts, '(?:a|b)+', '(?=a)', '(?!b)', '(?<=a)', '\\b'), { maxLength: 6 })
  fc.assert(
    fc.property(pattern, fc.array(fc.constantFrom('a', 'b', 'c', ' '), { maxLength: 8 }), (pieces, letters) => {
      const source = pieces.join('')
      const text = letters.join('')
      expect(matches(source, text)).toBe(new RegExp(`^(?:${source})$`).test(text))
      const theirs = new RegExp(source).exec(text)
      expect(found(source, text)?.groups).toEqual(theirs ? [...theirs] : undefined)
    }),
    { numRuns: 1000 },
  )
})
