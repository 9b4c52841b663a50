import { expect, it } from 'vitest'
import { RequestMetrics } from '../../kernel/request-metrics.ts'
import { adminSource, headersOf, send } from '../admin.harness.ts'
import { createAdmin } from '../admin.ts'

const metrics = new RequestMetrics({ now: () => 100_000, offsetMs: 0 })
metrics.called('abc', 'prod', 200, 99_996, undefined)
metrics.called('abc', 'prod', 403, 99_996, 'scopes')
metrics.asked('pool', 'c"1\n', 'secret-wrong')
const source = adminSource()
const { handle } = createAdmin({ ...source, requests: { ...source.requests, metrics } })

it('speaks as Prometheus does', async () => {
  const response = await send(handle, 'metrics')
  const text = String(response.body)
  expect([response.status, headersOf(response)['content-type']]).toEqual([200, expect.stringContaining('text/plain')])
  for (const line of [
    'sallyport_calls_total{api="abc",stage="prod",status="200"} 1',
    'sallyport_call_refusals_total{api="abc",stage="prod",reason="scopes"} 1',
    'sallyport_token_requests_total{pool="pool",client="c\\"1\\n",outcome="secret-wrong"} 1',
    'sallyport_call_duration_milliseconds{quantile="0.5"} 4',
  ]) {
    expect(text.split('\n')).toContain(line)
  }
  expect(text).toContain('process_resident_memory_bytes')
  // Asked again it has counted nothing twice.
  expect(String((await send(handle, 'metrics')).body)).toContain('status="200"} 1\n')
})

it('gives columns for charts', async () => {
  const { points, stepSeconds } = JSON.parse(String((await send(handle, 'metrics/series')).body))
  expect([stepSeconds, points.at.length, points.at.at(-1), points.calls.at(-1)]).toEqual([1, 300, 100, 2])
  expect([points.callsRefused.at(-1), points.tokensRefused.at(-1), points.p99Ms.slice(-2)]).toEqual([1, 1, [null, 4]])
  expect((await send(handle, 'metrics/series?step=60')).status).toBe(200)
  expect((await send(handle, 'metrics/series?step=7')).status).toBe(400)
  const none = createAdmin(source).handle
  expect(JSON.parse(String((await send(none, 'metrics/series')).body)).points.at).toEqual([])
})
