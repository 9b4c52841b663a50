import { expect, it } from 'vitest'
import { isDeeperThan } from './json-depth.ts'

const deeper = (text: string, most = 2) => isDeeperThan(most, Buffer.from(text))

it.each([
  ['[[1]]', false],
  ['[[[', true],
  ['{"a":{"b":1}}', false],
  ['{"a":{"b":{}}}', true],
  ['[[],[],[[]]]', true],
  ['[[],[],[]]', false],
  ['"[[[[["', false],
  ['["\\"[[[["]', false],
  ['["\\\\",[[1]]]', true],
  ['', false],
])('%s', (text, expected) => {
  expect(deeper(text)).toBe(expected)
})
