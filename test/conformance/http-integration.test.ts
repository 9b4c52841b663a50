import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PutIntegrationCommandInput } from '@aws-sdk/client-api-gateway'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createMachineClient } from '../support/machine-client.ts'
import { createMockApi } from '../support/mock-api.ts'

const origin = inject('origin')
const { apiGateway, cognito } = awsClients({ origin, account: '222233336666' })

const closing: (() => void)[] = []
afterAll(() => {
  for (const close of closing) close()
})

async function backend(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  closing.push(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

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
    expect(await response.json()).toEqual({ method: 'PUT', url: '/base/a/b%20c?q=1', agent: 'me', body: 'text' })
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

  it('is 504 when the backend is too slow', async () => {
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
      body: 'made',
    })
  })
})

describe('PutIntegration refuses', () => {
  it.each([
    ['an address that is none', { uri: 'nowhere' }, 'Invalid HTTP endpoint specified for URI'],
    ['no method', { uri: 'http://127.0.0.1/', integrationHttpMethod: undefined }, 'Enumeration value for HttpMethod'],
    ['a private integration', { uri: 'http://127.0.0.1/', connectionType: 'VPC_LINK' as const }, 'private integration'],
  ])('%s', async (_, wrong, message) => {
    await expect(made({ type: 'HTTP', integrationHttpMethod: 'GET', ...wrong })).rejects.toThrow(message)
  })
})
