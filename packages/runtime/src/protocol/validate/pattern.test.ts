import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ServiceName } from '../../kernel/operation.ts'
import { createModels } from '../models.ts'
import { patternTest } from './pattern.ts'

const SERVICES: readonly ServiceName[] = [
  'apigateway',
  'cloudformation',
  'cognito-idp',
  'ecr',
  'iam',
  'kms',
  'logs',
  's3',
  'secretsmanager',
  'ssm',
  'sts',
]
const models = createModels()
const patterns = [
  ...new Set(SERVICES.flatMap((name) => Object.values(models.of(name).shapes).flatMap(({ pattern }) => pattern ?? []))),
]

it.each([
  ['[\\w-]+_[0-9a-zA-Z]+', 'eu-west-1_aB3', true],
  ['[\\w-]+_[0-9a-zA-Z]+', 'x eu-west-1_aB3 y', false],
  ['^[a-z]+$', 'abc\n', false],
  ['[\\S]+', 'a\u00a0b', true],
  ['[\\s\\S]+', 'a\u00a0 \n', true],
  ['[\\w\\s+=,.@-]+', 'a\u00a0b', false],
  ['(?s).*', 'a\nb', true],
  ['.*\\{####\\}.*', 'code {####}.', true],
  ['[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+', 'äß😀漢1!', true],
  ['[\\w+=,.@\\:-]*', 'a:b-c', true],
  ['[\\x21\\x23-\\x2E\\x30-\\x5B\\x5D-\\x7E]+', 'a/b', false],
  ['a|b', 'ab', false],
])('%s on %j', (pattern, text, expected) => {
  expect(patternTest(pattern)(text)).toBe(expected)
})

/** Java's ASCII-only `\s`, as the inside of a class, and everything else. */
const SPACE = ' \\t\\n\\x0b\\f\\r'
const NO_SPACE = '\\x00-\\x08\\x0e-\\x1f\\x21-\\u{10ffff}'

/** A model's pattern in JavaScript's Unicode mode, which is stricter about escapes and wider about spaces. */
function toJavaScript(pattern: string): RegExp {
  const [, flag, source = ''] = /^(\(\?s\))?([\s\S]*)$/.exec(pattern) ?? []
  let inClass = false
  const translated = source
    .replace(/(\\[wds])-(?!\])/g, '$1\\-')
    .replace(/\\([\s\S])|[[\]]/g, (all, escaped: string | undefined) => {
      if (escaped === undefined) inClass = all === '['
      if (escaped === 's') return inClass ? SPACE : `[${SPACE}]`
      if (escaped === 'S') return inClass ? NO_SPACE : `[${NO_SPACE}]`
      if (escaped === undefined || /[A-Za-z0-9^$\\.*+?()[\]{}|/]/.test(escaped) || (escaped === '-' && inClass))
        return all
      return escaped
    })
  return new RegExp(`^(?:${translated})$`, flag ? 'us' : 'u')
}

/** Texts of the characters that a pattern names, and of some that it does not. */
function textsFor(pattern: string): fc.Arbitrary<string> {
  const words = pattern.match(/[A-Za-z0-9]+|[^\\[\](){}*+?|^$]/g) ?? []
  const units = ['a', 'Z', '0', '9', '-', '_', '.', '/', ':', ' ', 'é', '😀', '漢', '\u00a0', 'arn:', 'aws', ...words]
  return fc.array(fc.constantFrom(...units), { maxLength: 12 }).map((parts) => parts.join(''))
}

it(`says of each of the models' ${patterns.length} patterns what JavaScript says`, () => {
  expect(patterns.length).toBeGreaterThan(110)
  for (const pattern of patterns) {
    const ours = patternTest(pattern)
    const theirs = toJavaScript(pattern)
    fc.assert(
      fc.property(textsFor(pattern), (text) => {
        expect(ours(text), pattern).toBe(theirs.test(text))
      }),
      { numRuns: 40 },
    )
  }
})

/** Repeats that each pattern's own characters suggest, with an end that makes the match fail. */
function adversaries(pattern: string, length: number): string[] {
  const units = ['a', 'a-', 'a_', 'a.', '/a', ':', 'arn:', '{####}', '{##', '##}', 'http:', '\\', '1.', '-', 'a::', ' ']
  const literal = pattern.replace(/\\(.)/g, '$1').replace(/[[\]()*+?^$|]/g, '')
  return [...units, literal].map((unit) => `${unit.repeat(Math.ceil(length / unit.length)).slice(0, length)}\u0000`)
}

/** The budget bounds each; what a busy machine makes of it must not decide. */
it('gives up on long texts that would take minutes', () => {
  for (const pattern of patterns) {
    for (const text of adversaries(pattern, 20_000)) {
      const started = performance.now()
      patternTest(pattern)(text)
      expect(performance.now() - started, pattern).toBeLessThan(5000)
    }
  }
}, 120_000)
