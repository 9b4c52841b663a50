import { expect, it } from 'vitest'
import { answering, api, headerOf, method, startGateway, textOf } from './rest/gateway.harness.ts'

it.each(['/ping', '/sping'])('1.2.20: %s at the root is the service’s own health check', async (path) => {
  const { call } = startGateway(api({ '/ping': { GET: method({ integration: answering('mine') }) } }))
  const response = await call(path)
  expect([response.status, textOf(response), headerOf(response, 'content-type')]).toEqual([
    200,
    'Healthy Connection',
    'text/plain',
  ])
  expect(textOf(await call('/prod/ping'))).toBe('mine')
})

it('is none of an API that is not there', async () => {
  expect((await startGateway(api({})).call('/ping', {}, 'nobody')).status).toBe(403)
})
