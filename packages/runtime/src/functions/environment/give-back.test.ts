import { expect, it } from 'vitest'
import { giveBack } from './give-back.ts'

it('frees the memory of a chunk that has it to itself', () => {
  const chunk = Buffer.from(new ArrayBuffer(64 * 1024))
  giveBack(chunk)
  expect(chunk.length).toBe(0)
})

it('leaves memory alone that others are in', () => {
  const whole = Buffer.from(new ArrayBuffer(64 * 1024)).fill(1)
  giveBack(whole.subarray(0, 1024))
  expect(whole.at(-1)).toBe(1)
})
