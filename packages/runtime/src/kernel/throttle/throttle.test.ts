import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Throttles } from './throttles.ts'
import { TokenBucket } from './token-bucket.ts'

const passed = (bucket: TokenBucket, times: readonly number[]) => times.map((at) => bucket.take(at))

test('a burst passes at once, and after it as many as come in a second', () => {
  const bucket = new TokenBucket({ rateLimit: 2, burstLimit: 3 })
  expect(passed(bucket, [0, 0, 0, 0, 499, 500, 501, 1000])).toEqual([true, true, true, false, false, true, false, true])
})

test('a pause fills it to the burst and no further', () => {
  const bucket = new TokenBucket({ rateLimit: 1000, burstLimit: 2 })
  expect(passed(bucket, [0, 60_000, 60_000, 60_000])).toEqual([true, true, true, false])
})

test('nothing passes where the limit is nothing, and a clock that goes back fills nothing', () => {
  expect(passed(new TokenBucket({ rateLimit: 0, burstLimit: 0 }), [0, 1000])).toEqual([false, false])
  expect(passed(new TokenBucket({ rateLimit: 1, burstLimit: 1 }), [1000, 0, 500])).toEqual([true, false, false])
})

test('a bucket is the same one under its name, with the limits given last', () => {
  const throttles = new Throttles()
  expect(throttles.bucket('a', { rateLimit: 0, burstLimit: 2 }).take(0)).toBe(true)
  const again = throttles.bucket('a', { rateLimit: 0, burstLimit: 9 })
  expect(passed(again, [0, 0])).toEqual([true, false])
  expect(throttles.bucket('b', { rateLimit: 0, burstLimit: 1 }).take(0)).toBe(true)
})

test('never more passes than the burst and what came in between', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 50 }),
      fc.integer({ min: 0, max: 20 }),
      fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 60 }),
      (rateLimit, burstLimit, pauses) => {
        const bucket = new TokenBucket({ rateLimit, burstLimit })
        let now = 0
        const count = pauses.filter((pause) => {
          now += pause
          return bucket.take(now)
        }).length
        return count <= burstLimit + (now * rateLimit) / 1000 + 1e-6
      },
    ),
  )
})
