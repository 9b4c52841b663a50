import { expect, test, vi } from 'vitest'
import { LoadingCache } from './loading-cache.ts'

const value = (n: number) => ({ n })

test('a value is loaded once, also by callers that come at the same time', async () => {
  const cache = new LoadingCache<{ n: number }>(10)
  const load = vi.fn(async () => value(1))
  const [first, second] = await Promise.all([cache.get('a', load), cache.get('a', load)])
  expect(first).toBe(second)
  expect(cache.get('a', load)).toBe(first)
  expect(load).toHaveBeenCalledTimes(1)
})

test('a read that was overtaken by a change is not kept', async () => {
  const cache = new LoadingCache<{ n: number }>(10)
  let finish = (_value: { n: number }) => {}
  const stale = cache.get('a', () => new Promise((resolve) => (finish = resolve)))
  cache.invalidate('a')
  const fresh = await cache.get('a', async () => value(2))
  finish(value(1))
  expect(await stale).toEqual(value(1))
  expect(cache.get('a', async () => value(3))).toBe(fresh)
})

test('missing values and failures are not kept', async () => {
  const cache = new LoadingCache<{ n: number }>(10)
  expect(await cache.get('a', async () => undefined)).toBeUndefined()
  await expect(cache.get('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await cache.get('a', async () => value(1))).toEqual(value(1))
})

test('of too many values the least recently used goes', async () => {
  const cache = new LoadingCache<{ n: number }>(3)
  for (const key of ['a', 'b', 'c']) await cache.get(key, async () => value(1))
  await cache.get('a', async () => value(2))
  await cache.get('d', async () => value(1))
  expect(await cache.get('b', async () => value(3))).toEqual(value(3))
  expect(await cache.get('a', async () => value(3))).toEqual(value(1))
})

test('whoever does not want to wait gets what is here', async () => {
  const cache = new LoadingCache<{ n: number }>(10)
  const loading = cache.get('a', async () => value(1))
  expect(cache.peek('a')).toBeUndefined()
  const loaded = await loading
  expect(cache.peek('a')).toBe(loaded)
  cache.invalidate('a')
  expect(cache.peek('a')).toBeUndefined()
})
