import { afterEach, beforeEach, expect, test } from 'vitest'
import type { MethodTest } from '../../../gateway/test-ports.ts'
import { createMockApi, HOME, refusal, startApiGateway, type TestApiGateway } from '../apigateway.harness.ts'

let gateway: TestApiGateway
let at: { restApiId: string; resourceId: string; httpMethod: string }
const tests: MethodTest[] = []
beforeEach(async () => {
  tests.length = 0
  gateway = await startApiGateway({
    testMethod: async (given) => {
      tests.push(given)
      const headers = [
        ['Content-Type', 'text/plain'],
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
      ] as const
      return { status: 503, headers, body: 'later', log: 'told', latencyMs: 7 }
    },
  })
  ;({ at } = await createMockApi(gateway))
})
afterEach(() => gateway.close())

test('7.7.1: whatever the method answers is the result of a test that has succeeded', async () => {
  expect(await gateway.call('TestInvokeMethod', at)).toEqual({
    status: 503,
    body: 'later',
    headers: { 'Content-Type': 'text/plain', 'Set-Cookie': 'b=2' },
    multiValueHeaders: { 'Content-Type': ['text/plain'], 'Set-Cookie': ['a=1', 'b=2'] },
    log: 'told',
    latency: 7,
  })
})

test('7.7.5: the method is tested as it is now, without a deployment', async () => {
  await gateway.call('TestInvokeMethod', {
    ...at,
    pathWithQueryString: '/?a=1',
    headers: { 'X-A': '1', 'x-b': 'single' },
    multiValueHeaders: { 'X-B': ['2', '3'] },
    body: 'text',
    stageVariables: { v: '1' },
  })
  expect(tests).toEqual([
    expect.objectContaining({
      place: HOME,
      httpMethod: 'GET',
      pathWithQueryString: '/?a=1',
      headers: [
        ['X-A', '1'],
        ['X-B', '2'],
        ['X-B', '3'],
      ],
      body: 'text',
      variables: { v: '1' },
      method: expect.objectContaining({ httpMethod: 'GET', authorizationType: 'NONE' }),
      definition: expect.objectContaining({ apiId: at.restApiId }),
    }),
  ])
})

test('a verb tests ANY where the resource has nothing else for it, and no other name does', async () => {
  await gateway.call('PutMethod', { ...at, httpMethod: 'ANY', authorizationType: 'NONE' })
  await gateway.call('PutIntegration', { ...at, httpMethod: 'ANY', type: 'MOCK' })
  await gateway.call('TestInvokeMethod', { ...at, httpMethod: 'POST' })
  expect(tests[0]).toMatchObject({ httpMethod: 'POST', method: { httpMethod: 'ANY' } })
  const other = gateway.call('TestInvokeMethod', { ...at, httpMethod: 'TRACE' })
  await expect(other).rejects.toMatchObject(refusal('Invalid Method identifier specified', 'NotFoundException'))
})

test.each([
  ['API', { restApiId: 'nobody' }, 'Invalid Resource identifier specified'],
  ['resource', { resourceId: 'nobody' }, 'Invalid Resource identifier specified'],
  ['method', { httpMethod: 'POST' }, 'Invalid Method identifier specified'],
])('an unknown %s is refused', async (_what, wrong, message) => {
  const call = gateway.call('TestInvokeMethod', { ...at, ...wrong })
  await expect(call).rejects.toMatchObject(refusal(message, 'NotFoundException'))
})

test('a method without an integration is refused', async () => {
  await gateway.call('DeleteIntegration', at)
  const message = 'Invalid Integration identifier specified'
  await expect(gateway.call('TestInvokeMethod', at)).rejects.toMatchObject(refusal(message, 'NotFoundException'))
})

test('a client certificate is shown that there is', async () => {
  const call = (clientCertificateId: string) => gateway.call('TestInvokeMethod', { ...at, clientCertificateId })
  await expect(call('abc')).rejects.toMatchObject({ code: 'NotFoundException' })
  expect(tests).toEqual([])
  const { clientCertificateId = '', pemEncodedCertificate } = await gateway.call('GenerateClientCertificate', {})
  await call(clientCertificateId)
  expect(tests).toMatchObject([{ clientIdentity: { id: clientCertificateId, certificate: pemEncodedCertificate } }])
})
