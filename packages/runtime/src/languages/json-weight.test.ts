import { assert, jsonValue, property } from 'fast-check'
import { expect, it } from 'vitest'
import { Budget, BudgetExceededError } from './budget.ts'
import { weighJson } from './json-weight.ts'

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0

it('gives the depth, whatever stands in texts', () => {
  expect(weighJson('{"a[{\\"[\\\\":[{}]}', new Budget())).toBe(3)
  expect(weighJson('"[[', new Budget())).toBe(0)
  assert(
    property(jsonValue(), (value) => {
      expect(weighJson(JSON.stringify(value), new Budget())).toBe(depthOf(value))
    }),
    { seed: 55 },
  )
})

it.each([
  ['numbers', `[${'1,'.repeat(1_100_000)}1]`],
  ['texts', `[${'"a",'.repeat(400_000)}1]`],
  ['names', `{${'"a":1,'.repeat(200_000)}"a":1}`],
  ['lists', `[${'[],'.repeat(250_000)}1]`],
])('pays for too many %s', (_, text) => {
  expect(() => weighJson(text, new Budget())).toThrow(BudgetExceededError)
})

it('pays little for a long text', () => {
  expect(weighJson(JSON.stringify('["'.repeat(3_000_000)), new Budget())).toBe(0)
})
