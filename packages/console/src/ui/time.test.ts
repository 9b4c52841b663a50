import { expect, it } from 'vitest'
import { dateAndTime, durationInWords, timeOfDay } from './time.ts'

it.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [1000, '1 s'],
  [61_000, '1 min 1 s'],
  [61 * 60_000, '1 h 1 min'],
  [2 * 3_600_000, '2 h'],
  [26 * 3_600_000, '1 d 2 h'],
  [400 * 86_400_000, '400 d'],
])('%i ms are %s', (ms, words) => {
  expect(durationInWords(ms)).toBe(words)
})

it('tells the time of the reader', () => {
  const iso = new Date(2030, 0, 2, 3, 4, 5, 6).toISOString()
  expect(timeOfDay(iso)).toBe('03:04:05.006')
  expect(dateAndTime(iso)).toBe('2030-01-02 03:04:05')
  expect(timeOfDay('no time')).toBe('no time')
})
