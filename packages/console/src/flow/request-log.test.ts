import { expect, it } from 'vitest'
import type { RequestSummary } from '../api/contract.ts'
import { RequestLog } from './request-log.ts'

const request = (requestId: string): RequestSummary => ({
  requestId,
  plane: 'oauth',
  api: 'domain',
  method: 'POST',
  path: '/oauth2/token',
  status: 200,
  startedAt: '2030-01-01T00:00:00.000Z',
  durationMs: 1,
})
const ids = (log: RequestLog) => log.items.map((item) => item.request.requestId).join('')

it('has the newest first, and no more than it holds', () => {
  const log = new RequestLog(3)
  log.add([request('a'), request('b')])
  expect(ids(log)).toBe('ba')
  log.add([request('c'), request('d')])
  expect(ids(log)).toBe('dcb')
  log.add([1, 2, 3, 4, 5].map((id) => request(String(id))))
  expect(ids(log)).toBe('543')
})

it('tells requests with the same id apart', () => {
  const log = new RequestLog(3)
  log.add([request('a'), request('a')])
  expect(new Set(log.items.map(({ serial }) => serial)).size).toBe(2)
})

it('changes no list that it has given', () => {
  const log = new RequestLog(3)
  const before = log.add([request('a')])
  log.add([request('b')])
  expect(before).toHaveLength(1)
})

it('puts what was before behind what has come', () => {
  const log = new RequestLog(3)
  log.add([request('d')])
  log.addOlder([request('c'), request('b'), request('a')])
  expect(ids(log)).toBe('dcb')
})

it('has a request once that is heard of and was kept, in whatever order it comes', () => {
  const heardFirst = new RequestLog(9)
  heardFirst.add([request('b')])
  heardFirst.addOlder([request('b'), request('a')])
  heardFirst.add([request('c')])
  expect(ids(heardFirst)).toBe('cba')
  const keptFirst = new RequestLog(9)
  keptFirst.addOlder([request('b'), request('a')])
  keptFirst.add([request('b'), request('c')])
  expect(ids(keptFirst)).toBe('cba')
})
