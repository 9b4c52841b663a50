import { asyncProperty, assert as check, constantFrom, jsonValue, oneof, record, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FunctionRefusal } from '../../kernel/functions.ts'
import { type Call, headerOf, textOf } from '../rest/gateway.harness.ts'
import { Failed, type Handler } from '../rest/lambda.harness.ts'
import type { HttpIntegrationDefinition } from './definition.ts'
import { API, echo, FUNCTION, httpApi, type Serving, startHttpApi, toFunction } from './http-api.harness.ts'

const ANY = { 'ANY /x': {}, 'ANY /pets/{id}': {}, $default: {} }

function serving(handler: Handler, integration: Partial<HttpIntegrationDefinition> = {}, more: Serving = {}) {
  return startHttpApi(httpApi(ANY, toFunction(integration)), { handler, ...more })
}

async function eventOf(path: string, call: Call = {}, integration: Partial<HttpIntegrationDefinition> = {}, more = {}) {
  const served = serving(() => ({ statusCode: 200 }), integration, more)
  await served.call(path, call)
  return served.events()[0] as Record<string, unknown> & { requestContext: Record<string, unknown> }
}

describe('an event of the format 2.0 (12.4.1)', () => {
  it('has the members and the order of the documentation', async () => {
    const event = await eventOf(
      '/prod/pets/a%20b',
      {
        method: 'POST',
        query: 'a=1&a=2&b=%20',
        headers: { Cookie: 'c1=x; c2=y', 'User-Agent': 'curl/8', 'Content-Type': 'text/plain', X: '1', x: '2' },
        body: 'hello',
      },
      {},
      { stages: { prod: { variables: { color: 'red' } } } },
    )
    expect(Object.keys(event)).toEqual([
      'version',
      'routeKey',
      'rawPath',
      'rawQueryString',
      'cookies',
      'headers',
      'queryStringParameters',
      'requestContext',
      'body',
      'pathParameters',
      'isBase64Encoded',
      'stageVariables',
    ])
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'ANY /pets/{id}',
      rawPath: '/prod/pets/a%20b',
      rawQueryString: 'a=1&a=2&b=%20',
      cookies: ['c1=x', 'c2=y'],
      queryStringParameters: { a: '1,2', b: ' ' },
      pathParameters: { id: 'a b' },
      body: 'hello',
      isBase64Encoded: false,
      stageVariables: { color: 'red' },
    })
    expect(event.headers).toEqual({
      'content-length': '5',
      'content-type': 'text/plain',
      host: `${API}.execute-api.eu-west-1.amazonaws.com`,
      'user-agent': 'curl/8',
      x: '1,2',
      'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/) as string,
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-port': '4566',
      'x-forwarded-proto': 'http',
    })
    expect(Object.keys(event.headers as object)).toEqual(Object.keys(event.headers as object).toSorted())
    expect(event.requestContext).toEqual({
      accountId: '000000000000',
      apiId: API,
      domainName: `${API}.execute-api.eu-west-1.amazonaws.com`,
      domainPrefix: API,
      http: {
        method: 'POST',
        path: '/prod/pets/a%20b',
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'curl/8',
      },
      requestId: expect.stringMatching(/=$/) as string,
      routeKey: 'ANY /pets/{id}',
      stage: 'prod',
      time: '02/Jan/2026:03:04:05 +0000',
      timeEpoch: 1767323045000,
    })
  })
  it('leaves out what is not there', async () => {
    expect(Object.keys(await eventOf('/x'))).toEqual([
      'version',
      'routeKey',
      'rawPath',
      'rawQueryString',
      'headers',
      'requestContext',
      'isBase64Encoded',
    ])
  })
  it('has bytes as Base64 (12.4.6)', async () => {
    const headers = { 'content-type': 'application/octet-stream' }
    expect(await eventOf('/x', { method: 'POST', headers, body: Buffer.from([0, 255]) })).toMatchObject({
      body: 'AP8=',
      isBase64Encoded: true,
    })
  })
  it('tells of $default', async () => {
    expect(await eventOf('/elsewhere')).toMatchObject({ routeKey: '$default', rawPath: '/elsewhere' })
  })
})

describe('an event of the format 1.0 (12.4.2)', () => {
  it('has members, order and spelling of its own', async () => {
    const call = { query: 'a=1&a=2', headers: { accept: '*/*', 'user-agent': 'curl/8' } }
    const event = await eventOf('/pets/1', call, { payloadFormatVersion: '1.0' })
    expect(event).toEqual({
      version: '1.0',
      resource: '/pets/{id}',
      path: '/pets/1',
      httpMethod: 'GET',
      headers: expect.objectContaining({ 'Content-Length': '0', 'User-Agent': 'curl/8', accept: '*/*' }) as object,
      multiValueHeaders: expect.objectContaining({ accept: ['*/*'], 'X-Forwarded-Proto': ['http'] }) as object,
      queryStringParameters: { a: '2' },
      multiValueQueryStringParameters: { a: ['1', '2'] },
      requestContext: expect.objectContaining({ resourceId: 'ANY /pets/{id}', resourcePath: '/pets/{id}' }) as object,
      pathParameters: { id: '1' },
      stageVariables: null,
      body: null,
      isBase64Encoded: false,
    })
    expect(event.requestContext.extendedRequestId).toBe(event.requestContext.requestId)
    expect((event.requestContext.identity as object | undefined) ?? {}).toMatchObject({
      cognitoAmr: null,
      userArn: null,
    })
  })
  it('of $default has that for a resource', async () => {
    const { resource, requestContext } = await eventOf('/a', {}, { payloadFormatVersion: '1.0' })
    expect([resource, requestContext.resourceId, requestContext.resourcePath]).toEqual([
      '$default',
      '$default',
      '$default',
    ])
  })
})

describe('an answer of the format 2.0 (12.4.4)', () => {
  it.each<[string, unknown, [number, string, string]]>([
    ['a text', '"Hello from Lambda!"', [200, 'application/json', 'Hello from Lambda!']],
    ['an object', { message: 'hi' }, [200, 'application/json', '{"message":"hi"}']],
    ['nothing', null, [200, 'application/json', 'null']],
    ['a list', [1], [200, 'application/json', '[1]']],
    ['a status alone', { statusCode: 204 }, [204, 'application/json', '']],
    ['a status as a text', { statusCode: '201', body: 'x' }, [201, 'application/json', 'x']],
    ['a type', { statusCode: 200, headers: { 'content-type': 'text/plain' }, body: 'x' }, [200, 'text/plain', 'x']],
    ['bytes', { statusCode: 200, body: 'aGk=', isBase64Encoded: true }, [200, 'application/json', 'hi']],
  ])('is %s', async (_, told, [status, type, body]) => {
    const response = await serving(() => told).call('/x')
    expect([response.status, headerOf(response, 'content-type'), textOf(response)]).toEqual([status, type, body])
  })
  it('sets each cookie', async () => {
    const response = await serving(() => ({ statusCode: 200, cookies: ['a=1', 'b=2; Secure'] })).call('/x')
    const cookies = response.headers.filter(([name]) => name.toLowerCase() === 'set-cookie').map(([, value]) => value)
    expect(cookies).toEqual(['a=1', 'b=2; Secure'])
  })
})

describe('what is no answer is 500 (12.1.7)', () => {
  const ERROR = [500, '{"message":"Internal Server Error"}']
  const outcome = async (handler: Handler, integration: Partial<HttpIntegrationDefinition> = {}) => {
    const response = await serving(handler, integration).call('/x')
    return [response.status, textOf(response)]
  }

  it.each<[string, unknown]>([
    ['no JSON', 'not json'],
    ['a status that is none', { statusCode: 1000 }],
    ['a status of another type', { statusCode: {} }],
    ['headers that are a list', { statusCode: 200, headers: [] }],
    ['a header that is an object', { statusCode: 200, headers: { a: {} } }],
    ['a header with a line end', { statusCode: 200, headers: { a: 'b\r\nc: d' } }],
    ['a name that is none', { statusCode: 200, headers: { 'a b': 'c' } }],
    ['a body that is no text', { statusCode: 200, body: {} }],
    ['cookies that are a text', { statusCode: 200, cookies: 'a=1' }],
    ['an error', new Failed({ errorMessage: 'boom', errorType: 'Error' })],
  ])('%s', async (_, told) => {
    expect(await outcome(() => told)).toEqual(ERROR)
  })
  it.each<[string, unknown]>([
    ['a text', '"hi"'],
    ['an object of another kind', { message: 'hi' }],
  ])('in the format 1.0 %s', async (_, told) => {
    expect(await outcome(() => told, { payloadFormatVersion: '1.0' })).toEqual(ERROR)
  })
  it.each([
    ['denied', 500],
    ['missing', 500],
    ['not-runnable', 500],
    ['throttled', 503],
    ['too-large', 413],
  ] as const)('a function that is %s: %i', async (reason, status) => {
    const [answered] = await outcome(() => {
      throw new FunctionRefusal(reason, 'no')
    })
    expect(answered).toBe(status)
  })
  it('an integration that names none', async () => {
    expect(await outcome(echo, { integrationUri: 'https://example.com' })).toEqual(ERROR)
  })
  it('one that is slower than its time: 503', async () => {
    const never = () => new Promise(() => {})
    expect(await outcome(never, { timeoutInMillis: 50 })).toEqual([503, '{"message":"Service Unavailable"}'])
  })
})

it('whatever a function says is an answer or 500, and never a fault', async () => {
  const spoken = record(
    {
      statusCode: oneof(constantFrom(200, 204, '404', 999), jsonValue()),
      headers: oneof(record({ 'content-type': string(), a: string() }), jsonValue()),
      multiValueHeaders: jsonValue(),
      cookies: jsonValue(),
      body: oneof(string(), jsonValue()),
      isBase64Encoded: jsonValue(),
    },
    { requiredKeys: [] },
  )
  const formats = constantFrom('1.0', '2.0')
  await check(
    asyncProperty(oneof(spoken, jsonValue(), string()), formats, async (answer, payloadFormatVersion) => {
      const { status, headers } = await serving(() => answer, { payloadFormatVersion }).call('/x')
      expect(status).toBeGreaterThanOrEqual(200)
      expect(status).toBeLessThan(600)
      for (const [name, value] of headers)
        expect(`${name}: ${value}`).toMatch(/^[\w!#$%&'*+.^`|~-]+: [\t\x20-\x7e\x80-\xff]*$/)
    }),
    { numRuns: 500 },
  )
})

describe('an answer of the format 1.0 (12.4.5)', () => {
  it('has lists of values, and bytes', async () => {
    const told = { statusCode: 201, multiValueHeaders: { a: ['1', '2'] }, body: 'aGk=', isBase64Encoded: true }
    const response = await serving(() => told, { payloadFormatVersion: '1.0' }).call('/x')
    expect([response.status, textOf(response)]).toEqual([201, 'hi'])
    expect(response.headers.filter(([name]) => name === 'a').map(([, value]) => value)).toEqual(['1', '2'])
  })
  it('does not speak for the connection', async () => {
    const headers = { 'Content-Length': '1', Connection: 'close', 'Transfer-Encoding': 'chunked', 'x-own': '1' }
    for (const payloadFormatVersion of ['1.0', '2.0'] as const) {
      const response = await serving(() => ({ statusCode: 200, headers, body: 'abc' }), { payloadFormatVersion }).call(
        '/x',
      )
      expect(
        response.headers
          .map(([name, value]) => `${name.toLowerCase()}: ${value}`)
          .toSorted()
          .slice(1),
      ).toEqual(['content-length: 3', 'content-type: application/json', 'x-own: 1'])
    }
  })
})

describe('a function is called', () => {
  const calledWith = async (path: string, integration: Partial<HttpIntegrationDefinition>, more: Serving = {}) => {
    const served = serving(echo, integration, more)
    await served.call(path)
    return served.calls[0]
  }

  it('for the route as it is written (12.4.1)', async () => {
    const call = await calledWith('/pets/7', {})
    expect(call?.principal).toEqual({
      service: 'apigateway.amazonaws.com',
      sourceArn: `arn:aws:execute-api:eu-west-1:000000000000:${API}/$default/GET/pets/{id}`,
      sourceAccount: '000000000000',
    })
  })
  it('for $default', async () => {
    const call = await calledWith('/a/b', {})
    expect(call?.principal).toMatchObject({
      sourceArn: `arn:aws:execute-api:eu-west-1:000000000000:${API}/$default/$default`,
    })
  })
  it('as a role', async () => {
    const call = await calledWith('/x', { credentialsArn: 'arn:aws:iam::000000000000:role/r' })
    expect(call?.principal).toBe('account')
  })
  it('by the path of API Gateway, in any Region (12.3.9), and by stage variables', async () => {
    const integrationUri = `arn:aws:apigateway:xx-nowhere-1:lambda:path/2015-03-31/functions/${FUNCTION}:$\{stageVariables.alias}/invocations`
    const stages = { $default: { variables: { alias: 'live' } } }
    expect((await calledWith('/x', { integrationUri }, { stages }))?.functionArn).toBe(`${FUNCTION}:live`)
  })
})
