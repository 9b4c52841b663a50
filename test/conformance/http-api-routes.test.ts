import {
  CreateRouteCommand,
  CreateStageCommand,
  UpdateApiCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-apigatewayv2'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { backends } from '../support/backends.ts'
import { awsClients } from '../support/clients.ts'
import { createHttpApi, type TestedHttpApi } from '../support/http-api.ts'
import { sendRaw } from '../support/raw-http.ts'

const origin = inject('origin')
const { httpApi } = awsClients({ origin, account: '444400000041' })
const clients = { httpApi, origin }
const { start, close } = backends()
afterAll(close)

const NOT_FOUND = [404, '{"message":"Not Found"}']

/** Each route leads to a backend that says which one it is. */
async function api(keys: readonly string[], stages?: Record<string, object>): Promise<TestedHttpApi> {
  const integrations = Object.fromEntries(
    keys.map((key) => [
      key,
      {
        IntegrationType: 'HTTP_PROXY' as const,
        IntegrationMethod: 'ANY',
        IntegrationUri: backend,
        PayloadFormatVersion: '1.0',
        RequestParameters: { 'overwrite:header.x-route': key, 'overwrite:header.x-path': '$request.path' },
      },
    ]),
  )
  const routes = Object.fromEntries(keys.map((key) => [key, { to: key }]))
  return createHttpApi(clients, { integrations, routes, ...(stages && { stages }) })
}

let backend: string
beforeAll(async () => {
  backend = await start((request, response) => {
    response.setHeader('x-route', String(request.headers['x-route']))
    response.end(`${request.headers['x-route']} ${request.headers['x-path']}`)
  })
})

it('a route has the throttle of its stage, or its own in place of that, at once', async () => {
  const { apiId: ApiId, told } = await api(['GET /a', 'GET /b'])
  const passed = (key: string) => [200, `${key} ${key.slice(4)}`]
  const throttled = [429, '{"message":"Too Many Requests"}']
  expect(await told('/a')).toEqual(passed('GET /a'))
  await httpApi.send(
    new UpdateStageCommand({
      ApiId,
      StageName: '$default',
      DefaultRouteSettings: { ThrottlingRateLimit: 0.001, ThrottlingBurstLimit: 1 },
      RouteSettings: { 'GET /b': { ThrottlingRateLimit: 0.001, ThrottlingBurstLimit: 2 } },
    }),
  )
  expect([await told('/a'), await told('/a')]).toEqual([passed('GET /a'), throttled])
  const b = passed('GET /b')
  expect([await told('/b'), await told('/b'), await told('/b')]).toEqual([b, b, throttled])
})

describe('a route is chosen', () => {
  it('by how much of it is fixed, full before greedy, and then by its method (api-gateway 12.1.2)', async () => {
    const { call } = await api(['GET /pets/dog', 'GET /pets/{id}', 'ANY /pets/{id}', 'ANY /pets/{proxy+}', '$default'])
    const chosen = async (path: string, method = 'GET') => (await call(path, { method })).headers.get('x-route')
    expect(await chosen('/pets/dog')).toBe('GET /pets/dog')
    expect(await chosen('/pets/cat')).toBe('GET /pets/{id}')
    expect(await chosen('/pets/cat', 'PUT')).toBe('ANY /pets/{id}')
    expect(await chosen('/pets/a/b')).toBe('ANY /pets/{proxy+}')
    expect(await chosen('/elsewhere', 'DELETE')).toBe('$default')
  })

  it('or none, which is 404 (api-gateway 12.1.3)', async () => {
    const { told } = await api(['GET /pets'])
    expect(await told('/dogs')).toEqual(NOT_FOUND)
    expect(await told('/pets', { method: 'POST' })).toEqual(NOT_FOUND)
  })

  it('whatever the number of slashes at the start (api-gateway 12.1.4)', async () => {
    const { told } = await api(['GET /test'])
    expect(await told('//test')).toEqual([200, 'GET /test /test'])
  })

  it('anew when one is added (api-gateway 12.6.5)', async () => {
    const { apiId: ApiId, told } = await api(['GET /a'])
    expect(await told('/b')).toEqual(NOT_FOUND)
    await httpApi.send(new CreateRouteCommand({ ApiId, RouteKey: 'GET /b' }))
    expect(await told('/b')).toEqual([500, '{"message":"Internal Server Error"}'])
  })
})

describe('a stage is', () => {
  it('the first segment if that names one, else $default (api-gateway 12.1.1)', async () => {
    const { told } = await api(['GET /x', 'GET /prod/x'], { $default: {}, prod: {} })
    expect(await told('/prod/x')).toEqual([200, 'GET /x /x'])
    expect(await told('/x')).toEqual([200, 'GET /x /x'])
  })

  it('none where no stage fits (api-gateway 12.1.1)', async () => {
    const { apiId: ApiId, told } = await api(['GET /x', 'GET /test/x'], { prod: {} })
    expect(await told('/x')).toEqual(NOT_FOUND)
    expect(await told('/test/x')).toEqual(NOT_FOUND)
    await httpApi.send(new CreateStageCommand({ ApiId, StageName: '$default', AutoDeploy: true }))
    expect(await told('/test/x')).toEqual([200, 'GET /test/x /test/x'])
  })
})

describe('an answer', () => {
  it('has the id of the call and no header that a REST API has (api-gateway 12.1.6)', async () => {
    const { call } = await api(['GET /x'])
    for (const path of ['/x', '/y']) {
      const { headers } = await call(path)
      expect(headers.get('apigw-requestid')).toMatch(/^[A-Za-z0-9+/]{15}=$/)
      for (const name of ['x-amzn-errortype', 'x-amz-apigw-id', 'x-amzn-requestid'])
        expect(headers.get(name)).toBeNull()
    }
  })

  it('is 404 where the endpoint is disabled (api-gateway 12.1.10)', async () => {
    const { apiId: ApiId, told } = await api(['GET /x'])
    await httpApi.send(new UpdateApiCommand({ ApiId, DisableExecuteApiEndpoint: true }))
    expect(await told('/x')).toEqual(NOT_FOUND)
  })

  it('is 503 where the integration takes too long (api-gateway 12.1.7)', async () => {
    const IntegrationUri = await start(() => {})
    const slow = {
      IntegrationType: 'HTTP_PROXY' as const,
      IntegrationMethod: 'GET',
      IntegrationUri,
      PayloadFormatVersion: '1.0',
    }
    const { told } = await createHttpApi(clients, {
      integrations: { slow: { ...slow, TimeoutInMillis: 50 } },
      routes: { 'GET /x': {} },
    })
    expect(await told('/x')).toEqual([503, '{"message":"Service Unavailable"}'])
  })
})

describe('a backend', () => {
  it('gets decoded path variables, a Forwarded, and no X-Forwarded (api-gateway 12.1.5, 12.5.9)', async () => {
    const IntegrationUri = `${await start((request, response) => {
      response.end(JSON.stringify({ url: request.url, headers: request.headers }))
    })}/base/{proxy}`
    const { call } = await createHttpApi(clients, {
      integrations: {
        http: { IntegrationType: 'HTTP_PROXY', IntegrationMethod: 'ANY', IntegrationUri, PayloadFormatVersion: '1.0' },
      },
      routes: { 'ANY /a/{proxy+}': {} },
    })
    const response = await call('/a/b%2Fc%20d?q=1', { headers: { 'x-forwarded-for': '1.1.1.1', 'x-mine': '2' } })
    const { url, headers } = (await response.json()) as { url: string; headers: Record<string, string> }
    expect(url).toBe('/base/b/c%20d?q=1')
    expect(headers).toMatchObject({ 'x-mine': '2', via: 'HTTP/1.1 AmazonAPIGateway' })
    expect(headers.forwarded).toMatch(/^for=1\.1\.1\.1,by=[\d.]+;for=[\d.]+;host=[\w.]+;proto=http$/)
    expect(headers).not.toHaveProperty('x-forwarded-for')
  })
})

it('a body of more than ten mebibytes is refused, by a path and by a name (api-gateway 12.1.8)', async () => {
  const { apiId, url, told } = await api(['POST /a'])
  const MEBIBYTES_10 = 10_485_760
  const TOO_LARGE = [413, '{"message":"Request Entity Too Large"}']
  expect((await told('/a', { method: 'POST', body: Buffer.alloc(MEBIBYTES_10) }))[0]).toBe(200)
  const large = Buffer.alloc(MEBIBYTES_10 + 1)
  const host = `${apiId}.execute-api.us-east-1.amazonaws.com`
  for (const [path, headers] of [
    [new URL(url('/a')).pathname, {}],
    [new URL(url('/a')).pathname, { 'transfer-encoding': 'chunked' }],
    ['/a', { host }],
  ] as const) {
    const { status, body, headers: answered } = await sendRaw(origin, path, { headers, body: large })
    expect([status, body]).toEqual(TOO_LARGE)
    expect(answered['apigw-requestid']).toMatch(/=$/)
    expect(answered).not.toHaveProperty('x-amzn-requestid')
  }
})
