import { expect, it } from 'vitest'
import type { MetricsSeries } from '../api/contract.ts'
import { CHARTS, type ChartSpec, columnsOf, inWords } from './specs.ts'

const none = [0, 0]
const series = (stepSeconds: 1 | 60): MetricsSeries => ({
  stepSeconds,
  points: {
    at: [10, 70],
    ...{ tokens: [120, 60], tokensRefused: none, calls: [1200, 6], callsRefused: [0, 3], callsFailed: none },
    ...{ p50Ms: [1.26, null], p90Ms: [2, null], p99Ms: [30, null] },
  },
})
const [tokens, calls, times] = CHARTS as [ChartSpec, ChartSpec, ChartSpec]

it('turns numbers of a minute into numbers a second, but no times', () => {
  expect(columnsOf(tokens, series(60))).toEqual([
    [10, 70],
    [2, 1],
    [0, 0],
  ])
  expect(columnsOf(times, series(60))[1]).toEqual([1.26, null])
})

it('says what a chart shows', () => {
  expect(inWords(calls, series(1))).toBe('Now: all 6, refused (4xx) 3, failed (5xx) 0. The most: 1,200 a second.')
  expect(inWords(times, series(1))).toBe('Now: half of them none, nine of ten none, 99 of 100 none. The most: 30 ms.')
  expect(inWords(tokens, { stepSeconds: 1, points: { ...series(1).points, at: [] } })).toMatch(/Nothing/)
})
