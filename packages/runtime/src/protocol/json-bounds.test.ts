import { expect, it } from 'vitest'
import { exceededBound } from './json-bounds.ts'

const bounds = { depth: 2, values: 7 }

it.each([
  ['[[1]]', undefined],
  ['[[[', 'depth'],
  ['{"a":{"b":1}}', undefined],
  ['{"a":{"b":{}}}', 'depth'],
  ['[[],[],[[]]]', 'depth'],
  ['[[],[],[]]', undefined],
  ['"[[[[["', undefined],
  ['["\\"[[[["]', undefined],
  ['["\\\\",[[1]]]', 'depth'],
  ['[1,2,3,4,5,6]', undefined],
  ['[1,2,3,4,5,6,7]', 'values'],
  ['{"a":[],"b":[],"c":[]}', undefined],
  ['{"a":[],"b":[],"c":[],"d":[]}', 'values'],
  ['",,,,,,,,,,"', undefined],
  ['', undefined],
])('%s', (text, expected) => {
  expect(exceededBound(bounds, Buffer.from(text))).toBe(expected)
})
