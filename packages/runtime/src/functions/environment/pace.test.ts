import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Pace } from './pace.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function paced() {
  const source = { isFlowing: true, pause: () => (source.isFlowing = false), resume: () => (source.isFlowing = true) }
  return { source, pace: new Pace(source) }
}

it('holds the source back once a turn is used up, and goes on with the next', () => {
  const { source, pace } = paced()
  pace.took(1000, true)
  expect(source.isFlowing).toBe(true)
  pace.took(64 * 1024, true)
  expect([source.isFlowing, pace.isHeld]).toEqual([false, true])
  vi.advanceTimersByTime(10)
  expect([source.isFlowing, pace.isHeld]).toEqual([true, false])
})

it('takes more of what is only counted', () => {
  const { source, pace } = paced()
  for (let i = 0; i < 15; i++) pace.took(64 * 1024, false)
  expect(source.isFlowing).toBe(true)
  pace.took(64 * 1024, false)
  expect(source.isFlowing).toBe(false)
})

it('does not go on while its owner holds the source back, nor lets the owner go on before the turn', () => {
  const { source, pace } = paced()
  pace.took(64 * 1024, true)
  pace.pause()
  vi.advanceTimersByTime(10)
  expect(source.isFlowing).toBe(false)
  pace.resume()
  expect(source.isFlowing).toBe(true)

  vi.advanceTimersByTime(10)
  pace.took(64 * 1024, true)
  pace.pause()
  pace.resume()
  expect(source.isFlowing).toBe(false)
})
