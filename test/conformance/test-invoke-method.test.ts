import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DeleteMethodCommand, PutIntegrationCommand, TestInvokeMethodCommand } from '@aws-sdk/client-api-gateway'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createMockApi } from '../support/mock-api.ts'

const origin = inject('origin')
const { apiGateway } = awsClients({ origin, account: '222233337777' })

const backend = createServer((_request, response) => {
  response.setHeader('Content-Type', 'text/plain')
  response.end('from the backend')
})
afterAll(() => void backend.close())

describe('TestInvokeMethod', () => {
  it('calls a method behind a closed door, and tells how it went (api-gateway 7.7.1, 7.7.2)', async () => {
    const method = { authorizationType: 'AWS_IAM' }
    const api = await createMockApi({ apiGateway, origin }, [{ path: '/pets/{petId}', method }])
    const at = { restApiId: api.apiId, resourceId: api.resources['/pets/{petId}'], httpMethod: 'GET' }
    expect((await api.call('/pets/123')).status).toBe(403)
    const answer = await apiGateway.send(
      new TestInvokeMethodCommand({ ...at, pathWithQueryString: '/pets/123?foo=bar' }),
    )
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'Content-Type': 'application/json' },
      multiValueHeaders: { 'Content-Type': ['application/json'] },
      latency: expect.any(Number),
    })
    const [first, second] = answer.log?.split('\n') ?? []
    expect(first).toMatch(/^Execution log for request [\da-f-]{36}$/)
    expect(second).toMatch(/^\w{3} \w{3} \d\d \d\d:\d\d:\d\d UTC \d{4} : Starting execution for request: [\da-f-]{36}$/)
    expect(answer.log).toContain(' : Method request path: {petId=123}\n')
    expect(answer.log).toMatch(/ : Method completed with status: 200\n$/)
  })

  it('sees what is not deployed yet, and calls real backends (api-gateway 7.7.5)', async () => {
    await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', () => resolve()))
    const uri = `http://127.0.0.1:${(backend.address() as AddressInfo).port}/orders`
    const api = await createMockApi({ apiGateway, origin }, [{}])
    const at = { restApiId: api.apiId, resourceId: api.rootResourceId, httpMethod: 'GET' }
    await apiGateway.send(new PutIntegrationCommand({ ...at, type: 'HTTP_PROXY', integrationHttpMethod: 'GET', uri }))
    const answer = await apiGateway.send(new TestInvokeMethodCommand(at))
    expect(answer).toMatchObject({ status: 200, body: 'from the backend' })
    expect(answer.log).toContain(` : Endpoint request URI: ${uri}\n`)
    expect(answer.log).toContain(' : Endpoint response body before transformations: from the backend\n')
    expect(await (await api.call('/')).text()).not.toBe('from the backend')
  })

  it('tells why a call has failed (api-gateway 7.7.3, 7.5.4)', async () => {
    const integration = {
      type: 'HTTP_PROXY' as const,
      integrationHttpMethod: 'ANY',
      uri: `https://\${stageVariables.host}`,
      requestTemplates: undefined,
    }
    const api = await createMockApi({ apiGateway, origin }, [{ httpMethod: 'ANY', integration }])
    const at = { restApiId: api.apiId, resourceId: api.rootResourceId, httpMethod: 'GET' }
    const { $metadata: _, log, ...answer } = await apiGateway.send(new TestInvokeMethodCommand(at))
    expect(answer).toEqual({
      status: 500,
      body: '{"message": "Internal server error"}',
      headers: { 'x-amzn-ErrorType': 'InternalServerErrorException' },
      multiValueHeaders: { 'x-amzn-ErrorType': ['InternalServerErrorException'] },
      latency: expect.any(Number),
    })
    expect(log?.split('\n').map((line) => line.replace(/^.* UTC \d{4} : /, ''))).toEqual([
      expect.stringMatching(/^Execution log for request/),
      expect.stringMatching(/^Starting execution for request: /),
      'HTTP Method: GET, Resource Path: /',
      'Method request path: {}',
      'Method request query string: {}',
      'Method request headers: {}',
      'Method request body before transformations: ',
      'Execution failed due to configuration error: Invalid endpoint address',
      'Method completed with status: 500',
      '',
    ])
  })

  it.each([
    ['/pets/123', '123', '/pets/123', '{petId=123}'],
    ['/random/test', '', '/random/test', '{}'],
    [undefined, '{petId}', '/pets/{petId}', '{petId={petId}}'],
  ])('takes any path: %s (api-gateway 7.7.4)', async (pathWithQueryString, petId, path, parameters) => {
    const integration = {
      requestTemplates: { 'application/json': '{"statusCode": 200, "id": "$input.params(\'petId\')"}' },
    }
    const responses = [
      { statusCode: '200', responseTemplates: { 'application/json': '{"petId":"$input.params(\'petId\')"}' } },
    ]
    const api = await createMockApi({ apiGateway, origin }, [{ path: '/pets/{petId}', integration, responses }])
    const at = { restApiId: api.apiId, resourceId: api.resources['/pets/{petId}'], httpMethod: 'GET' }
    const answer = await apiGateway.send(new TestInvokeMethodCommand({ ...at, pathWithQueryString }))
    expect([answer.status, answer.body]).toEqual([200, JSON.stringify({ petId })])
    expect(answer.log).toContain(` : HTTP Method: GET, Resource Path: ${path}\n`)
    expect(answer.log).toContain(` : Method request path: ${parameters}\n`)
  })

  it('refuses a method that is gone', async () => {
    const api = await createMockApi({ apiGateway, origin }, [{}])
    const at = { restApiId: api.apiId, resourceId: api.rootResourceId, httpMethod: 'GET' }
    await apiGateway.send(new DeleteMethodCommand(at))
    await expect(apiGateway.send(new TestInvokeMethodCommand(at))).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'Invalid Method identifier specified',
    })
  })
})
