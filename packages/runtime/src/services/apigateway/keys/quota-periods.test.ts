import { expect, test } from 'vitest'
import { datesBetween, isDate, periodStart } from './quota-periods.ts'

test.each([
  ['2030-03-15', 'DAY', 0, '2030-03-15'],
  // A Friday.
  ['2030-03-15', 'WEEK', 0, '2030-03-10'],
  ['2030-03-10', 'WEEK', 0, '2030-03-10'],
  ['2030-03-09', 'WEEK', 0, '2030-03-03'],
  ['2030-03-10', 'WEEK', 1, '2030-03-04'],
  ['2030-03-11', 'WEEK', 1, '2030-03-11'],
  ['2030-03-15', 'MONTH', 0, '2030-03-01'],
  ['2030-03-15', 'MONTH', 20, '2030-02-21'],
  ['2030-01-02', 'MONTH', 20, '2029-12-21'],
  ['2030-03-21', 'MONTH', 20, '2030-03-21'],
] as const)('%s is in a %s with offset %i that begins on %s', (date, period, offset, start) => {
  expect(periodStart(date, { period, offset })).toBe(start)
})

test('dates are those of the calendar', () => {
  expect(['2030-02-28', '2030-02-29', '2030-2-01', '', '2030-02-28T00:00'].map(isDate)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ])
  expect(datesBetween('2030-02-27', '2030-03-02')).toEqual(['2030-02-27', '2030-02-28', '2030-03-01', '2030-03-02'])
  expect(datesBetween('2030-03-02', '2030-03-01')).toEqual([])
})
