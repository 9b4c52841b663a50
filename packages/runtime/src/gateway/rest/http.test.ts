import { describe, expect, it } from 'vitest'
import { ERROR_500, headerOf, textOf } from './gateway.harness.ts'
import { type Answer, backendsOnSockets, proxyTo, to } from './http.harness.ts'

const { answerOf, backend } = backendsOnSockets()

describe('HTTP sends', () => {
  it('nothing of the client beside its body, unless it is mapped', async () => {
    const { url, received } = await backend()
    await answerOf(to(`${url}/items`, { httpMethod: 'POST' }), {
      method: 'PUT',
      query: 'a=1',
      headers: { 'X-Mine': 'no', 'Content-Type': 'application/json' },
      body: '{"b":2}',
    })
    const [request] = received
    expect([request?.method, request?.url, request?.body]).toEqual(['POST', '/items', '{"b":2}'])
    expect(request?.headers).toMatchObject({
      accept: 'application/json',
      'content-length': '7',
      'content-type': 'application/json',
      'user-agent': 'AmazonAPIGateway_abc123',
      'x-amzn-apigateway-api-id': 'abc123',
      host: url.slice('http://'.length),
    })
    // The root alone: recorded, by the length of what httpbin.org answered (header_remapping_http).
    expect(request?.headers['x-amzn-trace-id']).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/)
    expect(request?.headers['x-mine']).toBeUndefined()
  })

  it('mapped paths, queries and headers, and what a template overrides', async () => {
    const { url, received } = await backend()
    const integration = to(`${url}/{stage}/{id}/{unmapped}?fixed=1`, {
      httpMethod: 'POST',
      requestParameters: {
        'integration.request.path.id': 'method.request.path.proxy',
        'integration.request.path.stage': 'context.stage',
        'integration.request.querystring.q': 'method.request.multivaluequerystring.a',
        'integration.request.header.X-One': "'first'",
        'integration.request.header.X-Two': 'method.request.header.X-Absent',
        'integration.request.header.TE': "'trailers'",
      },
      requestTemplates: { 'application/json': '#set($context.requestOverride.header.X-One = "over")made $input.body' },
    })
    await answerOf(integration, { at: '/prod/y/a%20b/c', query: 'a=1&a=2+3', body: '{}' })
    const [request] = received
    expect(request?.url).toBe('/prod/a%20b/c/%7Bunmapped%7D?fixed=1&q=1&q=2%203')
    expect(request?.body).toBe('made {}')
    expect(request?.headers['x-one']).toBe('over')
    expect(request?.headers['x-two']).toBeUndefined()
    expect(request?.headers.te).toBeUndefined()
  })

  it.each(['..', '../..', 'a/%2e%2E/b', '.%2e', 'a\\..\\b', '.'])('nothing beside its path: %s', async (path) => {
    const { url, received } = await backend()
    const requestParameters = { 'integration.request.path.id': 'method.request.path.proxy' }
    const integration = to(`${url}/own/{id}`, { requestParameters })
    expect((await answerOf(integration, { at: `/prod/y/${path}` })).status).toBe(400)
    expect((await answerOf(integration, { at: '/prod/y/..a/b..' })).status).toBe(200)
    expect(received.map((request) => request.url)).toEqual(['/own/..a/b..'])
  })

  it('bodies as they are, both ways, where a template is null', async () => {
    const { url, received } = await backend((_request, response) => response.end('[1]'))
    const none = { 'application/json': null }
    const integration = to(url, {
      httpMethod: 'POST',
      passthroughBehavior: 'NEVER',
      requestTemplates: none,
      integrationResponses: { 200: { statusCode: '200', responseTemplates: none } },
    })
    const answer = await answerOf(integration, { body: '{"a":1}' })
    expect(received[0]?.body).toBe('{"a":1}')
    expect(textOf(answer)).toBe('[1]')
  })

  it.each(['Content-Length', 'Transfer-Encoding'])('nothing when %s is mapped', async (name) => {
    const { url, received } = await backend()
    const integration = to(url, { requestParameters: { [`integration.request.header.${name}`]: "'1'" } })
    const response = await answerOf(integration)
    expect([response.status, textOf(response)]).toEqual(ERROR_500)
    expect(received).toEqual([])
  })

  it('where stage variables lead, and nowhere without a proper address', async () => {
    const { url, received } = await backend()
    const uri = `http://\${stageVariables.host}/v`
    await answerOf(to(uri), {}, {}, { host: url.slice('http://'.length) })
    expect(received[0]?.url).toBe('/v')
    const response = await answerOf(to(uri))
    expect([response.status, textOf(response)]).toEqual(ERROR_500)
  })
})

describe('HTTP answers', () => {
  const failing: Answer = (_request, response) =>
    response.writeHead(404, { 'X-Why': 'gone', 'Content-Type': 'text/plain' }).end('{"why":"gone"}')

  it('with the default response where no pattern fits the status', async () => {
    const { url } = await backend(failing)
    const response = await answerOf(to(url))
    expect([response.status, textOf(response)]).toEqual([200, '{"why":"gone"}'])
    expect(headerOf(response, 'content-type')).toBe('application/json')
    expect(headerOf(response, 'x-why')).toBeUndefined()
    expect(headerOf(response, 'x-amzn-trace-id')).toMatch(/^Root=1-/)
  })

  it('with the response whose pattern fits, its mapped headers and its template', async () => {
    const { url } = await backend(failing)
    const response = await answerOf(
      to(url, {
        integrationResponses: {
          200: { statusCode: '200' },
          410: {
            statusCode: '410',
            selectionPattern: '4\\d{2}',
            responseParameters: {
              'method.response.header.Reason': 'integration.response.header.X-Why',
              'method.response.header.Type': 'integration.response.header.content-type',
              'method.response.header.Body': 'integration.response.body.why',
            },
            responseTemplates: { 'application/json': "it is $input.path('$.why')" },
          },
        },
      }),
    )
    expect([response.status, textOf(response)]).toEqual([410, 'it is gone'])
    expect(['reason', 'type', 'body'].map((name) => headerOf(response, name))).toEqual(['gone', 'text/plain', 'gone'])
  })

  it('with redirects themselves', async () => {
    const { url, received } = await backend((_request, response) => response.writeHead(302, { Location: '/b' }).end())
    const response = await answerOf(proxyTo(url))
    expect([response.status, headerOf(response, 'location'), received.length]).toEqual([302, '/b', 1])
  })
})

describe('HTTP_PROXY', () => {
  it('passes method, query, headers and body, but for those of the connection', async () => {
    const { url, received } = await backend()
    await answerOf(
      proxyTo(`${url}/{proxy}`, {
        requestParameters: {
          'integration.request.path.proxy': 'method.request.path.proxy',
          'integration.request.querystring.a': "'more'",
          'integration.request.header.X-Kind': "'mapped'",
        },
      }),
      {
        at: '/prod/y/one/two',
        method: 'PATCH',
        query: 'a=1&b=%2F',
        headers: {
          Host: 'api.example',
          'User-Agent': 'me',
          Accept: 'text/html',
          'X-Kind': 'client',
          TE: 'trailers',
          Via: '1.1 x',
          Connection: 'close',
          Authorization: 'Bearer t',
        },
        body: 'raw',
      },
    )
    const [request] = received
    expect([request?.method, request?.url, request?.body]).toEqual(['PATCH', '/one/two?a=1&b=%2F&a=more', 'raw'])
    expect(request?.headers).toMatchObject({
      host: url.slice('http://'.length),
      'user-agent': 'me',
      accept: 'text/html',
      'x-kind': 'mapped',
      authorization: 'Bearer t',
      'x-amzn-apigateway-api-id': 'abc123',
    })
    expect(request?.headers).not.toHaveProperty('te')
    expect(request?.headers).not.toHaveProperty('via')
    expect(request?.headers.connection).not.toBe('close')
  })

  it('says where the client is (recorded: http_integration_with_lambda)', async () => {
    const { url, received } = await backend()
    await answerOf(proxyTo(url), { headers: { 'x-forwarded-for': '203.0.113.9', 'X-Forwarded-Proto': 'gopher' } })
    expect(received[0]?.headers).toMatchObject({
      'x-forwarded-for': '203.0.113.9, 127.0.0.1',
      'x-forwarded-port': '4566',
      'x-forwarded-proto': 'http',
    })
  })

  it('keeps a signature to itself', async () => {
    const { url, received } = await backend()
    await answerOf(proxyTo(url), { headers: { Authorization: 'AWS4-HMAC-SHA256 Credential=x' } })
    expect(received[0]?.headers.authorization).toBeUndefined()
  })

  it('passes status, headers and body back, and renames what API Gateway says itself', async () => {
    const { url } = await backend((_request, response) => {
      response.setHeader('Set-Cookie', ['a=1', 'b=2'])
      response.setHeader('Server', 'mine')
      response.setHeader('Via', '1.1 y')
      response.setHeader('x-amzn-RequestId', 'theirs')
      response.writeHead(418, { 'Content-Type': 'text/plain' }).end('teapot')
    })
    const response = await answerOf(proxyTo(url))
    expect([response.status, textOf(response)]).toEqual([418, 'teapot'])
    expect(response.headers.filter(([name]) => name === 'Set-Cookie')).toEqual([
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
    ])
    expect(headerOf(response, 'content-type')).toBe('text/plain')
    expect(headerOf(response, 'x-amzn-Remapped-Server')).toBe('mine')
    expect(headerOf(response, 'x-amzn-Remapped-x-amzn-RequestId')).toBe('theirs')
    expect(headerOf(response, 'x-amzn-Remapped-Date')).toBeDefined()
    expect(headerOf(response, 'content-length')).toBe('6')
    expect(headerOf(response, 'via')).toBeUndefined()
    expect(headerOf(response, 'x-amzn-trace-id')).toBeUndefined()
  })

  it('spoils bytes unless their type is binary', async () => {
    const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x41])
    const { url } = await backend((_request, response) =>
      response.writeHead(200, { 'Content-Type': 'image/png' }).end(bytes),
    )
    const call = { headers: { Accept: 'image/png' } }
    expect((await answerOf(proxyTo(url), call)).body.toString()).toBe('��\u0000A')
    expect((await answerOf(proxyTo(url), call, { binaryMediaTypes: ['image/png'] })).body).toEqual(bytes)
  })

  it('hands a body on as it comes where it streams', async () => {
    const { url } = await backend((_request, response) => {
      response.write('first')
      response.end('second')
    })
    const response = await answerOf(proxyTo(url, { responseTransferMode: 'STREAM' }))
    expect(headerOf(response, 'content-length')).toBeUndefined()
    const parts: string[] = []
    for await (const part of response.body as AsyncIterable<Uint8Array>) parts.push(Buffer.from(part).toString())
    expect(parts.join('')).toBe('firstsecond')
  })
})

describe('contentHandling of HTTP', () => {
  const bytes = Buffer.from([0xff, 0x00, 0x41])
  const base64 = bytes.toString('base64')
  const binary = { binaryMediaTypes: ['image/png'] }
  const png = { 'Content-Type': 'image/png' }

  it.each([
    ['text, and nothing is asked for', 'text/plain', undefined, base64, Buffer.from(base64)],
    ['text that is to be bytes', 'text/plain', 'CONVERT_TO_BINARY', base64, bytes],
    ['text that is to be text', 'text/plain', 'CONVERT_TO_TEXT', base64, Buffer.from(base64)],
    ['bytes, and nothing is asked for', 'image/png', undefined, bytes, bytes],
    ['bytes that are to be bytes', 'image/png', 'CONVERT_TO_BINARY', bytes, bytes],
    ['bytes that are to be text', 'image/png', 'CONVERT_TO_TEXT', bytes, Buffer.from(base64)],
  ])('a request of %s', async (_, type, contentHandling, body, sent) => {
    const { url, received } = await backend()
    const call = { method: 'POST', headers: { 'Content-Type': type }, body }
    await answerOf(to(url, { httpMethod: 'POST', contentHandling }), call, binary)
    expect(received[0]?.bytes).toEqual(sent)
  })

  it('a request of bytes that a template reads as Base64', async () => {
    const { url, received } = await backend()
    const requestTemplates = { 'image/png': 'it is $input.body' }
    const call = { method: 'POST', headers: png, body: bytes }
    await answerOf(to(url, { httpMethod: 'POST', requestTemplates }), call, binary)
    expect(received[0]?.body).toBe(`it is ${base64}`)
  })

  it('a request that is no Base64 is not sent', async () => {
    const { url, received } = await backend()
    const call = { method: 'POST', headers: { 'Content-Type': 'text/plain' }, body: '%%%' }
    const response = await answerOf(to(url, { httpMethod: 'POST', contentHandling: 'CONVERT_TO_BINARY' }), call, binary)
    expect([response.status, textOf(response)]).toEqual(ERROR_500)
    expect(received).toEqual([])
  })

  it.each([
    ['text', 'text/plain', undefined, 'text/plain', Buffer.from(base64)],
    ['text for a client that wants bytes', 'text/plain', undefined, 'image/png', bytes],
    ['text that is to be bytes', 'text/plain', 'CONVERT_TO_BINARY', 'text/plain', bytes],
    ['text that is to be text', 'text/plain', 'CONVERT_TO_TEXT', 'image/png', Buffer.from(base64)],
    ['bytes for a client that wants text', 'image/png', undefined, 'text/plain', Buffer.from(base64)],
    ['bytes', 'image/png', undefined, 'image/png', bytes],
    ['bytes that are to be bytes', 'image/png', 'CONVERT_TO_BINARY', 'text/plain', bytes],
    ['bytes that are to be text', 'image/png', 'CONVERT_TO_TEXT', 'image/png', Buffer.from(base64)],
  ])('an answer of %s', async (_, type, contentHandling, accept, given) => {
    const content = type === 'image/png' ? bytes : base64
    const { url } = await backend((_request, response) => response.setHeader('Content-Type', type).end(content))
    const integrationResponses = { 200: { statusCode: '200', contentHandling } }
    const { body } = await answerOf(to(url, { integrationResponses }), { headers: { Accept: accept } }, binary)
    expect(Buffer.from(body as Buffer)).toEqual(given)
  })

  it.each([
    ['CONVERT_TO_BINARY', ERROR_500],
    ['CONVERT_TO_TEXT', [200, `{"data":"${base64}"}`]],
  ])('a template over an answer that is %s (recorded)', async (contentHandling, expected) => {
    const { url } = await backend((_request, response) => response.setHeader('Content-Type', 'text/plain').end(base64))
    const responseTemplates = { 'application/json': '{"data":"$input.body"}' }
    const integrationResponses = { 200: { statusCode: '200', contentHandling, responseTemplates } }
    const response = await answerOf(to(url, { integrationResponses }), { headers: { Accept: 'image/png' } }, binary)
    expect([response.status, textOf(response)]).toEqual(expected)
  })
})
