import type { RequestListener } from 'node:http'
import type { PutIntegrationCommandInput } from '@aws-sdk/client-api-gateway'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { backends } from '../support/backends.ts'
import { awsClients } from '../support/clients.ts'
import { createMachineClient } from '../support/machine-client.ts'
import { createMockApi } from '../support/mock-api.ts'
import { sendRaw } from '../support/raw-http.ts'

const origin = inject('origin')
const { apiGateway, cognito } = awsClients({ origin, account: '222233336666' })

const { start: backend, close } = backends()
afterAll(close)

const echo: RequestListener = async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  response.setHeader('Content-Type', 'application/json')
  response.statusCode = Number(request.headers['x-status'] ?? 200)
  response.end(
    JSON.stringify({
      method: request.method,
      url: request.url,
      agent: request.headers['user-agent'],
      type: request.headers['content-type'],
      mine: request.headers['x-mine'],
      body: Buffer.concat(chunks).toString(),
    }),
  )
}

function made(integration: Partial<PutIntegrationCommandInput>, path = '/', method = {}) {
  return createMockApi({ apiGateway, origin }, [
    { path, httpMethod: 'ANY', method, integration: { requestTemplates: undefined, ...integration } },
  ])
}

describe('HTTP_PROXY', () => {
  it('passes everything to a server of this machine and back', async () => {
    const uri = `${await backend(echo)}/base/{proxy}`
    const api = await made(
      {
        type: 'HTTP_PROXY',
        integrationHttpMethod: 'ANY',
        uri,
        requestParameters: { 'integration.request.path.proxy': 'method.request.path.proxy' },
      },
      '/{proxy+}',
      { requestParameters: { 'method.request.path.proxy': true } },
    )
    const headers = { 'user-agent': 'me', 'x-status': '418' }
    const response = await api.call('/a/b%20c?q=1', { method: 'PUT', headers, body: 'text' })
    expect(response.status).toBe(418)
    const seen = { method: 'PUT', url: '/base/a/b%20c?q=1', agent: 'me', body: 'text' }
    expect(await response.json()).toMatchObject(seen)
    expect(response.headers.get('x-amzn-remapped-date')).not.toBeNull()
  })

  it('streams where the integration says so', async () => {
    let more: () => void = () => {}
    const uri = await backend((_request, response) => {
      response.write('first')
      more = () => void response.end('last')
    })
    const api = await made({
      type: 'HTTP_PROXY',
      integrationHttpMethod: 'GET',
      uri,
      responseTransferMode: 'STREAM',
    })
    const response = await api.call('/')
    const reader = response.body?.getReader()
    const first = await reader?.read()
    expect(Buffer.from(first?.value ?? []).toString()).toBe('first')
    more()
    const last = await reader?.read()
    expect(Buffer.from(last?.value ?? []).toString()).toBe('last')
  })

  it('reaches the token endpoint of a pool under its name at AWS', async () => {
    const machine = await createMachineClient(cognito)
    const api = await made({
      type: 'HTTP_PROXY',
      integrationHttpMethod: 'POST',
      uri: `https://${machine.domain}.auth.us-east-1.amazoncognito.com/oauth2/token`,
    })
    const credentials = Buffer.from(`${machine.clientId}:${machine.clientSecret}`).toString('base64')
    const response = await api.call('/', {
      method: 'POST',
      headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=client_credentials',
    })
    expect([response.status, await response.json()]).toEqual([
      200,
      expect.objectContaining({ access_token: expect.any(String), token_type: 'Bearer' }),
    ])
  })

  it('is 504 when the backend is too slow (api-gateway 0.18, 1.4.4)', async () => {
    const api = await made({
      type: 'HTTP_PROXY',
      integrationHttpMethod: 'GET',
      uri: await backend(() => {}),
      timeoutInMillis: 50,
    })
    const response = await api.call('/')
    expect([response.status, await response.text()]).toEqual([504, '{"message": "Endpoint request timed out"}'])
  })
})

describe('HTTP', () => {
  it('sends what a template makes, and answers by the default response', async () => {
    const api = await made({
      type: 'HTTP',
      integrationHttpMethod: 'POST',
      uri: await backend(echo),
      requestParameters: { 'integration.request.header.X-Status': "'404'" },
      requestTemplates: { 'application/json': 'made' },
    })
    const response = await api.call('/?q=1')
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({
      method: 'POST',
      url: '/',
      agent: `AmazonAPIGateway_${api.apiId}`,
      type: 'application/json',
      body: 'made',
    })
  })
})

describe.each(['HTTP', 'HTTP_PROXY'] as const)('%s', (type) => {
  const isProxy = type === 'HTTP_PROXY'
  const to = (uri: string, more: Partial<PutIntegrationCommandInput> = {}) =>
    made({ type, integrationHttpMethod: 'POST', uri, ...more })

  it('has no response for a status but the default one, unless it passes it (api-gateway 7.5.1)', async () => {
    const uri = await backend((_request, response) => void response.writeHead(400).end('{"from":"backend"}'))
    const answer = await (await to(uri)).call('/')
    expect([answer.status, await answer.text()]).toEqual([isProxy ? 400 : 200, '{"from":"backend"}'])
  })

  it.each(['POST', 'PUT', 'GET'])('is called by its own method, whatever %s is (api-gateway 7.5.2)', async (method) => {
    const { origin: at, pathname } = new URL((await to(await backend(echo))).url('/'))
    const headers = { 'content-type': 'application/json', 'content-length': '7' }
    const answer = await sendRaw(at, pathname, { method, headers, body: '{"a":1}' })
    expect(JSON.parse(answer.body)).toMatchObject({ method: 'POST', type: 'application/json', body: '{"a":1}' })
  })

  it('has the client’s query and headers where it is a proxy, or maps them (api-gateway 7.5.3)', async () => {
    const api = await to(await backend(echo))
    const call = async (mapped: typeof api) =>
      (await mapped.call('/?q=1', { method: 'POST', headers: { 'X-Mine': 'm' }, body: '{}' })).json()
    const passed = { url: '/?q=1', mine: 'm' }
    expect(await call(api)).toMatchObject(isProxy ? passed : { url: '/' })
    if (isProxy) return
    expect(await call(api)).not.toHaveProperty('mine')
    const requestParameters = {
      'integration.request.querystring.q': 'method.request.querystring.q',
      'integration.request.header.X-Mine': 'method.request.header.X-Mine',
    }
    const declared = {
      requestParameters: { 'method.request.querystring.q': false, 'method.request.header.X-Mine': false },
    }
    const uri = await backend(echo)
    const mapping = await made({ type, integrationHttpMethod: 'POST', uri, requestParameters }, '/', declared)
    expect(await call(mapping)).toMatchObject(passed)
  })

  it('is not followed where it leads on (api-gateway 7.5.5)', async () => {
    const location = 'http://elsewhere.example/'
    const uri = await backend((_request, response) => void response.writeHead(302, { location }).end('moved'))
    const answer = await (await to(uri)).call('/', { redirect: 'manual' })
    const led = [answer.status, answer.headers.get('location'), await answer.text()]
    expect(led).toEqual(isProxy ? [302, location, 'moved'] : [200, null, 'moved'])
  })

  it('is an error of the server where nobody is to be found (api-gateway 2.1.5, 7.5.4)', async () => {
    const gone = backends()
    const uri = await gone.start(echo)
    gone.close()
    expect((await (await to(uri)).call('/')).status).toBe(504)
    expect((await (await to('http://nobody.invalid/')).call('/')).status).toBe(500)
  })
})

describe('PutIntegration refuses', () => {
  it.each([
    ['an address that is none', { uri: 'nowhere' }, 'Invalid HTTP endpoint specified for URI'],
    ['no method', { uri: 'http://127.0.0.1/', integrationHttpMethod: undefined }, 'Enumeration value for HttpMethod'],
    ['a link that is none', { uri: 'http://127.0.0.1/', connectionType: 'VPC_LINK' as const }, 'connection ID'],
  ])('%s', async (_, wrong, message) => {
    await expect(made({ type: 'HTTP', integrationHttpMethod: 'GET', ...wrong })).rejects.toThrow(message)
  })
})
