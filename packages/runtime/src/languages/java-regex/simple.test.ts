import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Budget } from '../budget.ts'
import { compileJavaRegex } from './java-regex.ts'
import { simplePattern } from './simple.ts'

it.each([
  '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{12}$',
  '^[A-Z]{3}-[0-9]+$',
  '^[0-9A-Z -]{3,10}$',
  String.raw`^\d{3}\.\d{2}$`,
  '^a',
  '^',
])('%s is simple', (pattern) => {
  expect(simplePattern(pattern)).toBeInstanceOf(RegExp)
})

it.each([
  ['not anchored', 'a+$'],
  ['two that vary', '^a*a*$'],
  ['a group', '^(a+)+$'],
  ['an alternative', '^a|b$'],
  ['a lazy one', '^a+?$'],
  ['a possessive one', '^a++$'],
  ['an intersection', '^[a-z&&[b]]$'],
  ['a negated class', '^[^a]$'],
  ['a dash within', '^[a-z-0]$'],
  ['a dot', '^.$'],
  ['what is beyond ASCII', '^é$'],
  ['a word', String.raw`^\w+$`],
  ['the wrong way round', '^[z-a]$'],
  ['fewer at most', '^a{3,2}$'],
])('%s is not simple: %s', (_what, pattern) => {
  expect(simplePattern(pattern)).toBeUndefined()
})

const atom = fc.constantFrom(
  'a',
  'b',
  '-',
  ' ',
  '[ab]',
  '[a-c]',
  '[b-]',
  '[a-z0-9 _.]',
  String.raw`\d`,
  String.raw`\.`,
  '[+-]',
)
const fixed = fc.tuple(atom, fc.constantFrom('', '', '{2}', '{0}')).map((parts) => parts.join(''))
const varying = fc.tuple(atom, fc.constantFrom('+', '*', '?', '{1,}', '{0,2}', '{1,3}')).map((parts) => parts.join(''))
const some = fc.array(fixed, { maxLength: 3 })
const pattern = fc
  .tuple(some, fc.option(varying, { nil: '' }), some, fc.constantFrom('', '$'))
  .map(([before, one, after, end]) => `^${before.join('')}${one}${after.join('')}${end}`)
const text = fc.string({
  unit: fc.constantFrom('a', 'b', 'c', '-', ' ', '1', '.', '+', '\n', '\r', '\u2028', 'é', '\u{1F600}'),
  maxLength: 8,
})

it('finds what Java finds', () => {
  fc.assert(
    fc.property(pattern, text, (source, given) => {
      const simple = simplePattern(source)
      const java = compileJavaRegex(source).find(given, 0, new Budget()) !== undefined
      expect(simple?.test(given)).toBe(java)
    }),
    { numRuns: 3_000 },
  )
})
