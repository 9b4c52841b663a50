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
  's3',
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

it('compiles every pattern of the models', () => {
  expect(patterns.length).toBeGreaterThan(100)
  for (const pattern of patterns) expect(() => patternTest(pattern)('x'), pattern).not.toThrow()
})

/** Repeats that each pattern's own characters suggest, with an end that makes the match fail. */
function adversaries(pattern: string, length: number): string[] {
  const units = ['a', 'a-', 'a_', 'a.', '/a', ':', 'arn:', '{####}', '{##', '##}', 'http:', '\\', '1.', '-', 'a::', ' ']
  const literal = pattern.replace(/\\(.)/g, '$1').replace(/[[\]()*+?^$|]/g, '')
  return [...units, literal].map((unit) => `${unit.repeat(Math.ceil(length / unit.length)).slice(0, length)}\u0000`)
}

it('answers fast on short texts, whatever they are', () => {
  for (const pattern of patterns) {
    for (const text of adversaries(pattern, 255)) {
      const started = performance.now()
      patternTest(pattern)(text)
      expect(performance.now() - started, pattern).toBeLessThan(200)
    }
  }
})

it('gives up on long texts that would take minutes', () => {
  for (const pattern of patterns) {
    for (const text of adversaries(pattern, 20_000)) {
      const started = performance.now()
      patternTest(pattern)(text)
      expect(performance.now() - started, pattern).toBeLessThan(1500)
    }
  }
}, 60_000)
