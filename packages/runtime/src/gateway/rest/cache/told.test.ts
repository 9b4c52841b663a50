import { expect, it } from 'vitest'
import { RequestHistory } from '../../../kernel/request-history.ts'
import { headerOf } from '../gateway.harness.ts'
import { startCached } from './cache.harness.ts'

const CONTROL = { 'Cache-Control': 'max-age=0' }
const open = { methods: { '*': { isOn: true, ttlSeconds: 300 } } }

it('a trace says what the cache has done', async () => {
  const requests = new RequestHistory({ maxCount: 10, maxBytes: 100_000, keepsBodies: false })
  const { call, clock } = startCached({ requests, cache: open })
  const told = async (headers: Record<string, string> = {}) => {
    const response = await call('/prod/x', { headers })
    // No more than a hundred of those that went well are kept in a second.
    clock.advance(1000)
    const trace = requests.find(headerOf(response, 'x-amzn-RequestId') ?? '')?.trace()
    const { looked = {}, decided = '' } = trace?.steps.find(({ step }) => step === 'integration') ?? {}
    return [decided, looked.cache, looked.ageMs]
  }
  expect(await told()).toEqual(['answered 200', 'miss', undefined])
  expect(await told()).toEqual(["answered 200 from the stage's cache", 'hit', 1000])
  expect(await told(CONTROL)).toEqual(['answered 200', 'renewed', undefined])
})

it('a refused wish is told with what to do about it', async () => {
  const requests = new RequestHistory({ maxCount: 10, maxBytes: 100_000, keepsBodies: false })
  const { call } = startCached({
    requests,
    cache: { methods: { '*': { isOn: true, ttlSeconds: 300, whenUnauthorized: 'FAIL_WITH_403' } } },
  })
  const response = await call('/prod/x', { headers: CONTROL })
  const trace = requests.find(headerOf(response, 'x-amzn-RequestId') ?? '')?.trace()
  expect(trace?.steps.find(({ outcome }) => outcome === 'refused')).toMatchObject({
    step: 'integration',
    decided: 'Cache-Control: max-age=0 from a caller without execute-api:InvalidateCache',
  })
  expect(trace?.advice).toContain('requireAuthorizationForCacheControl')
})

it('an execution log has the lines of an endpoint only where one was asked', async () => {
  const { call, change, clock, written } = startCached({ cache: open })
  change({ logs: { execution: { '*': { level: 'INFO', dataTrace: false } } } })
  const lines = async (headers: Record<string, string> = {}) => {
    written.length = 0
    await call('/prod/x', { headers })
    clock.advance(2500)
    return written
      .map(({ message }) => message.replace(/^\(\S+\) /, ''))
      .filter((line) => /cache|sending|received/i.test(line))
  }
  const asked = [
    'Sending request to http://backend.example/',
    'Received response. Status: 200, Integration latency: 0 ms',
  ]
  expect(await lines()).toEqual(['Cache miss', ...asked])
  expect(await lines()).toEqual(['Cache hit: the response is 2 s old'])
  expect(await lines(CONTROL)).toEqual(['Cache invalidated by Cache-Control: max-age=0', ...asked])
})
