import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Budget, BudgetExceededError } from '../budget.ts'
import { compileJavaRegex } from './java-regex.ts'
import { PatternError } from './syntax.ts'

/** Without a budget these would take minutes or never end; how loaded the machine is must not decide. */
const HANG_MS = 20_000

const matches = (pattern: string, text: string) => compileJavaRegex(pattern).matches(text, new Budget())

describe('a Java pattern', () => {
  it.each([
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
    ['\\u0041\\x42', 'AB', true],
    ['(?<n>x)y', 'xy', true],
    ['.', '\n', false],
    ['(?s).', '\n', true],
    ['^a$', 'a', true],
    ['(?:ab){2,3}', 'ababab', true],
    ['(?:ab){2,3}', 'ab', false],
    ['(|a)+', 'aaa', true],
    ['https://.*\\.example[.]com', 'https://a.example.com', true],
  ])('%j on %j: %s', (pattern, text, expected) => expect(matches(pattern, text)).toBe(expected))
  it.each(['(', ')', '[', '*', 'a**', '[b-a]', '\\y', '(?<=a)b', '[a&&b]', '\\', 'a{2,1}', '(?#x)', '\\1'])(
    '%j is refused',
    (pattern) => {
      expect(() => compileJavaRegex(pattern)).toThrow(PatternError)
    },
  )
  it('a class of more items than anyone writes is refused', () => {
    expect(() => compileJavaRegex(`[${'ab'.repeat(200)}]`)).toThrow('more than 256 items in a class')
  })
  it.each([
    ['.'.repeat(4000), 'a'.repeat(4000)],
    ['(?:a|b)*c', 'ab'.repeat(5000)],
  ])('that needs too much stack ends as such: %#', (pattern, text) => {
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
  it('that begins with a character does not stop at the others', () => {
    const text = `${'x'.repeat(8_000_000)}\\'`
    expect(compileJavaRegex("\\\\'").find(text, 0, new Budget())?.start).toBe(8_000_000)
    expect(compileJavaRegex('(y|z)').find('x'.repeat(1000), 0, new Budget())).toBeUndefined()
  })
  it('agrees with JavaScript where both mean the same', () => {
    const pattern = fc
      .array(
        fc.constantFrom(
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
          '\\b',
        ),
        { maxLength: 6 },
      )
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(pattern, fc.array(fc.constantFrom('a', 'b', 'c', ' '), { maxLength: 8 }), (source, letters) => {
        const text = letters.join('')
        expect(matches(source, text)).toBe(new RegExp(`^(?:${source})$`).test(text))
        const found = compileJavaRegex(source).find(text, 0, new Budget())
        expect(found?.groups).toEqual(
          [...(new RegExp(source).exec(text) ?? [])].length ? [...(new RegExp(source).exec(text) ?? [])] : undefined,
        )
      }),
      { numRuns: 1000 },
    )
  })
})
