import { expect, it } from 'vitest'
import { RequestMetrics } from './request-metrics.ts'

let ms = 0
const at = (second: number) => {
  ms = second * 1000
}
const OFFSET = 3_600_000
const metrics = () => new RequestMetrics({ now: () => ms + OFFSET, offsetMs: OFFSET })
/** The start of a call that took so long. */
const after = (took: number) => ms + OFFSET - took

it('counts by second and by minute', () => {
  const counted = metrics()
  at(6000)
  counted.called('a', 'prod', 200, after(3), undefined)
  counted.called('a', 'prod', 403, after(1), 'scopes')
  at(6001)
  counted.called('a', 'prod', 500, after(0), 'template')
  counted.asked('pool', 'client', undefined)
  counted.asked('pool', '-', 'secret-wrong')
  const seconds = counted.points(1)
  expect([seconds.length, seconds.at(-1)?.at, seconds.at(-2)?.counts, seconds.at(-1)?.counts]).toEqual([
    300,
    6001,
    { tokens: 0, tokensRefused: 0, calls: 2, callsRefused: 1, callsFailed: 0 },
    { tokens: 1, tokensRefused: 1, calls: 1, callsRefused: 0, callsFailed: 1 },
  ])
  const all = { tokens: 1, tokensRefused: 1, calls: 3, callsRefused: 1, callsFailed: 1 }
  expect(counted.points(60).at(-1)).toMatchObject({ at: 6000, counts: all })
  at(6059)
  counted.called('a', 'prod', 200, after(0), undefined)
  at(6061)
  expect(counted.points(60).slice(-2)).toMatchObject([
    { at: 6000, counts: { ...all, calls: 4 } },
    { at: 6060, counts: { calls: 0 } },
  ])
  // What is older than five minutes is gone, of seconds.
  at(6400)
  expect(counted.points(1).every(({ counts }) => counts.calls === 0)).toBe(true)
  expect(counted.points(60).find((point) => point.at === 6000)?.counts.calls).toBe(4)
})

it('tells how long calls took, within a fifth', () => {
  const counted = metrics()
  at(100)
  const percentiles = () => [50, 90, 99].map((percent) => counted.points(1).at(-1)?.percentile(percent))
  expect(percentiles()).toEqual([undefined, undefined, undefined])
  for (let i = 1; i <= 1000; i++) counted.called('a', 'b', 200, after(i), undefined)
  for (const [i, value] of percentiles().entries()) {
    const exact = [500, 900, 990][i] ?? 0
    expect(value).toBeGreaterThanOrEqual(exact)
    expect(value).toBeLessThanOrEqual(exact * 1.21)
  }
  const other = metrics()
  for (const took of [0, 0, 2, Number.POSITIVE_INFINITY, Number.NaN, -5])
    other.called('a', 'b', 200, after(took), undefined)
  expect(other.points(1).at(-1)?.percentile(50)).toBe(0)
})

it('counts by name, up to a bound', () => {
  const counted = metrics()
  for (let i = 0; i < 3; i++) counted.called('a', 'prod', 200, after(1), undefined)
  counted.called('a', 'prod', 403, after(1), 'scopes')
  for (let i = 0; i < 5000; i++) counted.asked('pool', `client-${i}`, undefined)
  const { calls, refusals, tokens } = counted.counters
  expect(calls).toEqual([
    { labels: { api: 'a', stage: 'prod', status: '200' }, count: 3 },
    { labels: { api: 'a', stage: 'prod', status: '403' }, count: 1 },
  ])
  expect(refusals).toEqual([{ labels: { api: 'a', stage: 'prod', reason: 'scopes' }, count: 1 }])
  expect(tokens.length).toBe(2001)
  expect(tokens.at(-1)).toEqual({
    labels: { pool: '(others)', client: '(others)', outcome: '(others)' },
    count: 3000,
  })
})
