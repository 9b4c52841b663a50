import { expect, it } from 'vitest'
import { RequestHistory } from './request-history.ts'
import { RequestRing } from './request-ring.ts'
import type { KeptRequest } from './request-trace.ts'

const nobodyAsks = () => {
  throw new Error('nobody asks')
}
const request = (requestId: string, { bytes = 1, status = 403, startedAt = 0 } = {}): KeptRequest => ({
  requestId,
  status,
  startedAt,
  bytes,
  summary: nobodyAsks,
  trace: nobodyAsks,
})
const textOf = (kept: Iterable<KeptRequest>) => [...kept].map(({ requestId }) => requestId).join('')

it('keeps the newest, by number', () => {
  const ring = new RequestRing({ maxCount: 3, maxBytes: 100 })
  for (const id of 'abcdefgh') ring.keep(request(id))
  expect([textOf(ring.newestFirst()), ring.count]).toEqual(['hgf', 3])
})

it('keeps the newest, by bytes, and nothing that alone is more', () => {
  const ring = new RequestRing({ maxCount: 10, maxBytes: 10 })
  const after = (id: string, bytes: number) => {
    ring.keep(request(id, { bytes }))
    return textOf(ring.newestFirst())
  }
  for (const id of 'abc') after(id, 3)
  expect(after('d', 3)).toBe('dcb')
  expect(after('e', 9)).toBe('e')
  expect(after('f', 11)).toBe('e')
  expect(after('g', 1)).toBe('ge')
})

it('keeps nothing where none is wanted', () => {
  const kept = new RequestHistory({ maxCount: 0, maxBytes: 100, keepsBodies: false })
  for (const status of [200, 403]) kept.keep(request('a', { status }))
  expect([kept.count, kept.newestFirst(), kept.find('a')]).toEqual([0, [], undefined])
})

it('lets no request that went well push out one that was refused', () => {
  const kept = new RequestHistory({ maxCount: 20, maxBytes: 1000, keepsBodies: false })
  kept.keep(request('r', { startedAt: 1 }))
  for (const [i, id] of [...'abcdefgh'].entries()) kept.keep(request(id, { status: 200, startedAt: 2 + i }))
  kept.keep(request('s', { status: 500, startedAt: 20 }))
  expect(textOf(kept.newestFirst())).toBe('shgr')
  expect(kept.find('r')?.requestId).toBe('r')
  expect(kept.find('a')).toBeUndefined()
})

it('finds the newest of an id that a client has chosen twice', () => {
  const kept = new RequestHistory({ maxCount: 3, maxBytes: 100, keepsBodies: false })
  const [first, second] = [request('a', { startedAt: 1 }), request('a', { startedAt: 2, status: 200 })]
  kept.keep(first)
  kept.keep(second)
  expect(kept.find('a')).toBe(second)
})

it('wants all that were refused, and of the others a hundred a second', () => {
  const kept = new RequestHistory({ maxCount: 20, maxBytes: 1000, keepsBodies: false })
  const wanted = (status: number, startedAt: number) =>
    Array.from({ length: 150 }, () => kept.wants(status, startedAt)).filter(Boolean).length
  expect([wanted(403, 1000), wanted(200, 1000), wanted(200, 1999), wanted(200, 2000)]).toEqual([150, 100, 0, 100])
})

it('tells what has come since, the oldest first, and how much of it is gone', () => {
  const kept = new RequestHistory({ maxCount: 20, maxBytes: 1000, keepsBodies: false })
  kept.keep(request('a', { startedAt: 1 }))
  const before = kept.position
  expect(kept.since(before)).toEqual({ requests: [], missed: 0, position: before })
  for (const [at, id] of [...'bcdefgh'].entries()) {
    kept.keep(request(id, { startedAt: 2 + at, status: id === 'c' ? 404 : 200 }))
  }
  const { requests, missed, position } = kept.since(before)
  // Of those that went well two are kept.
  expect([textOf(requests), missed]).toEqual(['cgh', 4])
  expect(kept.since(position)).toMatchObject({ requests: [], missed: 0 })
})

it('counts those that were not wanted', () => {
  const kept = new RequestHistory({ maxCount: 20, maxBytes: 1000, keepsBodies: false })
  const before = kept.position
  for (let i = 0; i < 150; i++) kept.wants(200, 1000)
  expect(kept.since(before)).toMatchObject({ requests: [], missed: 50 })
})
