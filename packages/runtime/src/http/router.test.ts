import { describe, expect, it } from 'vitest'
import type { WireRequest, WireResponse } from '../kernel/wire.ts'
import { limitedTo } from './admission.ts'
import { createRouter } from './router.ts'

function request(host: string, path: string, more: Partial<WireRequest> = {}): WireRequest {
  return {
    method: 'GET',
    path,
    query: '',
    headers: {},
    rawHeaders: [],
    host,
    body: Buffer.alloc(0),
    remoteAddress: '127.0.0.1',
    signal: new AbortController().signal,
    scheme: 'http',
    origin: `http://${host}`,
    ...more,
  }
}

const said = (body: string): WireResponse => ({ status: 200, headers: [], body })
const { handle: route, admit } = createRouter(
  {
    controlPlane: {
      handle: async () => said('control'),
      recognizes: (r) => r.headers.authorization !== undefined,
      bodyLimit: () => limitedTo(7),
    },
    oauth: (_, domain, region) => said(`oauth ${domain} ${region}`),
    issuerDocuments: (_, poolId, document, region) => said(`issuer ${poolId} ${document} ${region ?? '-'}`),
    oversized: {
      gateway: (_, apiId) => said(`too large for ${apiId}`),
      apiDomains: (_, domain) => said(`too large for ${domain}`),
    },
    gateway: (_, apiId, path, { form, region }) => said(`gateway ${apiId} ${path} ${form} ${region}`),
    apiDomains: (_, domain, path) => said(`domain ${domain} ${path}`),
    functionCode: (_, name) => said(`code ${name}`),
    functionUrls: (_, id, path, region) => said(`url ${id} ${path} ${region}`),
    waitConditions: (_request, key) => said(`wait condition ${key}`),
    customResources: (_request, key) => said(`custom resource ${key}`),
    admin: () => said('admin'),
  },
  {
    allowHosts: ['auth.example.com'],
    isApiDomain: (host) => host === 'api.example.com',
    allowOrigins: ['https://console.example.com', 'http://localhost:5173'],
  },
)
const signed = { headers: { authorization: 'AWS4-HMAC-SHA256 …' } }
const answer = async (...args: Parameters<typeof request>) => await route(request(...args))

describe('by host name and path', () => {
  it.each([
    ['127.0.0.1', '/_aws/execute-api/abc/prod/x%2Fy', 'gateway abc /prod/x%2Fy path undefined'],
    ['127.0.0.1', '/_aws/execute-api/abc', 'gateway abc / path undefined'],
    ['127.0.0.1', '/_aws/execute-api-domain/API.example.com/orders', 'domain api.example.com /orders'],
    ['api.example.com', '/_sallyport/health', 'domain api.example.com /_sallyport/health'],
    ['localhost', '/_aws/cognito/shop/oauth2/token', 'oauth shop undefined'],
    ['localhost', '/_sallyport/health', 'admin'],
    ['localhost', '/_aws/lambda-code/1234', 'code 1234'],
    ['localhost', '/_aws/lambda-url/abc/x%2Fy', 'url abc /x%2Fy undefined'],
    ['localhost', '/_aws/lambda-url/abc', 'url abc / undefined'],
    ['abc.lambda-url.eu-west-1.on.aws', '/_sallyport/health', 'url abc /_sallyport/health eu-west-1'],
    ['127.0.0.1', '/us-east-1_aB3dE6gH9/.well-known/jwks.json', 'issuer us-east-1_aB3dE6gH9 jwks.json -'],
    [
      'cognito-idp.us-east-1.amazonaws.com',
      '/us-east-1_x/.well-known/openid-configuration',
      'issuer us-east-1_x openid-configuration us-east-1',
    ],
    ['abc.execute-api.us-east-1.amazonaws.com', '/_sallyport/health', 'gateway abc /_sallyport/health host us-east-1'],
    ['shop.auth.us-east-1.amazoncognito.com', '/oauth2/token', 'oauth shop us-east-1'],
    ['auth.example.com', '/login', 'oauth auth.example.com undefined'],
    ['auth.example.com', '/assets/pages.css', 'oauth auth.example.com undefined'],
    ['auth.example.com', '/_sallyport/health', 'admin'],
    ['assets.s3.us-east-1.amazonaws.com', '/key', 'control'],
    [
      'cloudformation-custom-resource-response-useast1.s3.us-east-1.amazonaws.com',
      '/arn%3Aaws',
      'custom resource arn%3Aaws',
    ],
    ['127.0.0.1', '/_aws/custom-resource/arn%3Aaws', 'custom resource arn%3Aaws'],
    ['cloudformation-waitcondition-us-east-1.s3.amazonaws.com', '/arn%3Aaws', 'wait condition arn%3Aaws'],
    ['127.0.0.1', '/_aws/wait-condition/arn%3Aaws', 'wait condition arn%3Aaws'],
    ['sts.us-east-1.amazonaws.com', '/', 'control'],
    ['auth.example.com', '/oauth2/token', 'oauth auth.example.com undefined'],
  ])('%s %s', async (host, path, expected) => {
    expect((await answer(host, path)).body).toBe(expected)
  })

  it('gives what looks like an AWS call to the control plane, and says what it looked for otherwise', async () => {
    expect((await answer('127.0.0.1', '/', signed)).body).toBe('control')
    const nothing = await answer('127.0.0.1', '/nothing')
    expect(nothing.status).toBe(404)
    expect(nothing.body).toContain('/_aws/execute-api/{apiId}/{stage}')
  })
})

describe('refuses', () => {
  it.each(['evil.example', 'sqs.us-east-1.amazonaws.com', '192.168.0.5', ''])('the host %j', async (host) => {
    const { status, body } = await answer(host, '/_sallyport/reset', { method: 'POST' })
    expect(status).toBe(403)
    expect(body).toContain(`${host} is not emulated`)
    expect(body).toContain('--proxy-passthrough')
  })

  it.each(['https://evil.example', 'null', 'http://localhost.evil.example', 'http://localhost:3000'])(
    'pages from %s at the control plane and the admin API, not at the data planes',
    async (origin) => {
      const from = { headers: { ...signed.headers, origin } }
      expect((await answer('127.0.0.1', '/', from)).status).toBe(403)
      expect((await answer('127.0.0.1', '/_sallyport/clock', from)).status).toBe(403)
      expect((await answer('sts.us-east-1.amazonaws.com', '/', from)).status).toBe(403)
      expect((await answer('127.0.0.1', '/_aws/cognito/shop/oauth2/token', from)).status).toBe(200)
      expect((await answer('127.0.0.1', '/_aws/execute-api/abc/prod', from)).status).toBe(200)
    },
  )
})

it.each(['http://localhost:5173', 'https://console.example.com'])(
  'lets pages from %s in, preflight included',
  async (origin) => {
    const headers = {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-amz-target',
    }
    const preflight = await answer('127.0.0.1', '/', { method: 'OPTIONS', headers })
    expect(preflight.status).toBe(204)
    expect(preflight.headers).toContainEqual(['access-control-allow-headers', 'x-amz-target'])
    const call = await answer('127.0.0.1', '/', { headers: { ...signed.headers, origin } })
    expect(call.headers).toContainEqual(['access-control-allow-origin', origin])
  },
)

describe('before the body is read', () => {
  const limit = (...args: Parameters<typeof request>) => {
    const admission = admit(request(...args))
    return 'status' in admission ? admission.status : admission.maxBytes
  }

  it.each([
    ['127.0.0.1', '/', 7],
    ['sts.us-east-1.amazonaws.com', '/', 7],
    ['127.0.0.1', '/_sallyport/clock', 64 * 1024],
    ['127.0.0.1', '/_aws/execute-api/abc/prod', 10_485_760],
    ['abc.execute-api.us-east-1.amazonaws.com', '/prod', 10_485_760],
    ['api.example.com', '/orders', 10_485_760],
    ['shop.auth.us-east-1.amazoncognito.com', '/oauth2/token', 64 * 1024],
    ['evil.example', '/', 403],
  ])('%s %s may send %i bytes, or is refused', (host, path, expected) => {
    expect(limit(host, path)).toBe(expected)
  })

  it.each([
    ['abc.execute-api.us-east-1.amazonaws.com', '/prod', 'too large for abc'],
    ['127.0.0.1', '/_aws/execute-api/abc/prod', 'too large for abc'],
    ['api.example.com', '/orders', 'too large for api.example.com'],
  ])('%s %s is asked what it says to a body that is too large', async (host, path, text) => {
    const head = request(host, path)
    const admission = admit(head)
    expect('refuse' in admission && (await admission.refuse(head)).body).toBe(text)
  })

  it('refuses a page', () => {
    expect(limit('127.0.0.1', '/', { headers: { origin: 'null' } })).toBe(403)
    expect(limit('127.0.0.1', '/_sallyport/reset', { headers: { 'sec-fetch-site': 'cross-site' } })).toBe(403)
  })
})
