import { expect, it } from 'vitest'
import { STEPS, stepOf } from './steps.ts'

it('rise', () => {
  expect([...STEPS].sort((a, b) => a - b)).toEqual([...STEPS])
})

it('are found by an address', () => {
  expect(STEPS[stepOf('86400')]).toBe(86_400)
})

it.each([undefined, '', '7', 'x'])('begin where a token of an hour has expired: %s', (text) => {
  expect(STEPS[stepOf(text)]).toBe(3660)
})
