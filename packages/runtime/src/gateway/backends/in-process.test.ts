import { expect, it } from 'vitest'
import type { HeaderList, WireBody } from '../../kernel/wire.ts'
import { request } from '../rest/gateway.harness.ts'
import type { HttpCall } from './http-backend.ts'
import { callInProcess } from './in-process.ts'

const clock = { now: () => Date.UTC(2026, 0, 2, 3, 4, 5) }
const call = (more: Partial<HttpCall> = {}): HttpCall => ({
  method: 'GET',
  url: new URL('https://a.example/'),
  rawHeaders: [],
  body: Buffer.alloc(0),
  timeoutMs: 1000,
  maxBytes: 1000,
  streams: false,
  acceptsAnyIssuer: false,
  client: request({}),
  ...more,
})
const headersOf = async (body: WireBody, headers: HeaderList = [], more: Partial<HttpCall> = {}) =>
  Object.fromEntries((await callInProcess(() => ({ status: 200, headers, body }), call(more), clock)).headers)
const parts = async function* () {
  yield Buffer.from('ab')
  yield Buffer.from('c')
}
const ADDED = { Date: 'Fri, 02 Jan 2026 03:04:05 GMT', Connection: 'keep-alive' }

it('an answer has the headers that a connection would have added', async () => {
  expect(await headersOf('abc')).toEqual({ ...ADDED, 'Content-Length': '3' })
  expect(await headersOf(parts())).toEqual({ ...ADDED, 'Content-Length': '3' })
  expect(await headersOf(parts(), [], { streams: true })).toEqual(ADDED)
})

it('an answer keeps those that it has', async () => {
  const headers: HeaderList = [['date', 'then']]
  expect(await headersOf('', headers)).toEqual({ date: 'then', Connection: 'keep-alive', 'Content-Length': '0' })
})
