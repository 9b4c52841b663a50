import { expect, it } from 'vitest'
import { RequestHistory } from './request-history.ts'
import type { KeptRequest } from './request-trace.ts'

const request = (requestId: string, bytes = 1): KeptRequest => ({
  requestId,
  bytes,
  trace: () => {
    throw new Error('nobody asks')
  },
})
const history = (maxCount: number, maxBytes: number) => new RequestHistory({ maxCount, maxBytes, keepsBodies: false })
const idsOf = (kept: RequestHistory) =>
  kept
    .newest(100)
    .map(({ requestId }) => requestId)
    .join('')

it('keeps the newest, by number', () => {
  const kept = history(3, 100)
  for (const id of 'abcdefgh') kept.keep(request(id))
  expect([idsOf(kept), kept.count]).toEqual(['hgf', 3])
  expect(kept.newest(2)).toHaveLength(2)
  expect(kept.find('g')?.requestId).toBe('g')
  expect(kept.find('a')).toBeUndefined()
})

it('keeps the newest, by bytes, and nothing that alone is more', () => {
  const kept = history(10, 10)
  for (const id of 'abcd') kept.keep(request(id, 3))
  expect(idsOf(kept)).toBe('dcb')
  kept.keep(request('e', 9))
  expect(idsOf(kept)).toBe('e')
  kept.keep(request('f', 11))
  expect(idsOf(kept)).toBe('e')
  kept.keep(request('g', 1))
  expect(idsOf(kept)).toBe('ge')
})

it('finds the newest of an id that a client has chosen twice', () => {
  const kept = history(3, 100)
  const [first, second] = [request('a'), request('a')]
  kept.keep(first)
  kept.keep(second)
  expect(kept.find('a')).toBe(second)
})
