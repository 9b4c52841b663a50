import { expect, it } from 'vitest'
import { KNOWN_AFTER_APPLY } from '../template/known-after-apply.ts'
import { equal } from './decide.ts'

it.each<[unknown, unknown, boolean]>([
  [{ a: 1, b: [2, { c: 'x' }] }, { b: [2, { c: 'x' }], a: 1 }, true],
  [{ a: 1, b: undefined }, { a: 1 }, true],
  [{ a: 1 }, { a: 1, b: undefined }, true],
  [{ a: undefined, b: 1 }, { a: 1, b: undefined }, false],
  [{ a: null }, {}, false],
  [{ a: null }, { a: null }, true],
  [[1, 2], [2, 1], false],
  [[], {}, false],
  [{ toString: 1 }, {}, false],
  ['1', 1, false],
  [KNOWN_AFTER_APPLY, KNOWN_AFTER_APPLY, false],
])('%j and %j: %s', (a, b, wanted) => {
  expect(equal(a, b)).toBe(wanted)
})
