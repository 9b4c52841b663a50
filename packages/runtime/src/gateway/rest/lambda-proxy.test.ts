import { describe, expect, it, test, vi } from 'vitest'
import { FunctionRefusal, FunctionStreamFailure } from '../../kernel/functions.ts'
import type { WireResponse } from '../../kernel/wire.ts'
import { type Call, createPool, ERROR_500, headerOf, NOW, textOf } from './gateway.harness.ts'
import {
  eventOf,
  Failed,
  FUNCTION,
  type Handler,
  proxied,
  type Serving,
  servingFunction,
  uriOf,
} from './lambda.harness.ts'

const ERROR_502 = [502, '{"message": "Internal server error"}']
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/wIAAgkBAyMAlYwAAAAASUVORK5CYII='

const answerOf = (handler: Handler, call: Call = {}, more: Serving = {}) =>
  servingFunction(proxied(), handler, more).call('/prod/x', call)
const outcomeOf = async (answer: Promise<WireResponse>) => {
  const response = await answer
  return [response.status, textOf(response)]
}

describe('the event of a proxied function', () => {
  it('has the members that AWS gives it, in its order, and no version (7.2)', async () => {
    const event = await eventOf('/prod/x')
    expect(Object.keys(event)).toEqual([
      'resource',
      'path',
      'httpMethod',
      'headers',
      'multiValueHeaders',
      'queryStringParameters',
      'multiValueQueryStringParameters',
      'pathParameters',
      'stageVariables',
      'requestContext',
      'body',
      'isBase64Encoded',
    ])
    expect(event).toMatchObject({
      resource: '/x',
      path: '/x',
      httpMethod: 'GET',
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      pathParameters: null,
      stageVariables: null,
      body: null,
      isBase64Encoded: false,
    })
  })

  it('says in requestContext what API Gateway knows of the call (7.2.1)', async () => {
    const { requestContext } = await eventOf('/prod/pets/7', { headers: { 'User-Agent': 'curl/8' } })
    expect(requestContext).toMatchObject({
      resourceId: 'res2',
      resourcePath: '/pets/{id}',
      httpMethod: 'GET',
      requestTime: '02/Jan/2026:03:04:05 +0000',
      path: '/prod/pets/7',
      accountId: '000000000000',
      protocol: 'HTTP/1.1',
      stage: 'prod',
      domainPrefix: 'abc123',
      requestTimeEpoch: NOW,
      domainName: 'abc123.execute-api.eu-west-1.amazonaws.com',
      deploymentId: 'dep1',
      apiId: 'abc123',
    })
    expect(Object.keys(requestContext)).not.toContain('authorizer')
    expect(Object.keys(requestContext)).not.toContain('responseOverride')
    const named = await eventOf('/prod/x', {}, { method: { operationName: 'ListPets' } })
    expect(named.requestContext.operationName).toBe('ListPets')
  })

  it('has an identity of nulls on an open method (7.2.2)', async () => {
    const { requestContext } = await eventOf('/prod/x', { headers: { 'User-Agent': 'curl/8' } })
    const { sourceIp, userAgent, ...others } = requestContext.identity as Record<string, unknown>
    expect([sourceIp, userAgent]).toEqual(['127.0.0.1', 'curl/8'])
    expect(new Set(Object.values(others))).toEqual(new Set([null]))
    expect(Object.keys(others).sort()).toEqual([
      'accessKey',
      'accountId',
      'caller',
      'cognitoAuthenticationProvider',
      'cognitoAuthenticationType',
      'cognitoIdentityId',
      'cognitoIdentityPoolId',
      'principalOrgId',
      'user',
      'userArn',
    ])
  })

  it('carries the claims of a user pool’s token as texts (7.2.3, 3.4.1)', async () => {
    const pool = createPool('eu-west-1_a')
    const authorizer = { id: 'a', name: 'a', type: 'COGNITO_USER_POOLS', providerARNs: [pool.issuer.poolArn] }
    const authorizers = { a: { ...authorizer, identitySource: 'method.request.header.Authorization' } }
    const served = servingFunction(proxied(), () => ({ statusCode: 200 }), {
      definition: { authorizers },
      method: { authorizationType: 'COGNITO_USER_POOLS', authorizerId: 'a', authorizationScopes: ['a/read'] },
    })
    served.addPool(pool)
    await served.call('/prod/x', { headers: { Authorization: pool.accessToken('a/read') } })
    const { requestContext } = JSON.parse(served.calls[0]?.payload.toString() ?? '{}')
    expect(requestContext.authorizer.claims).toMatchObject({
      client_id: 'client',
      scope: 'a/read',
      exp: 'Fri Jan 02 04:04:05 UTC 2026',
    })
  })

  test.each([
    ['/prod/y/v', '/y/v', 'v', '/prod/y/v'],
    ['/prod/y/v/', '/y/v/', 'v', '/prod/y/v/'],
    ['/prod/y/v//w', '/y/v//w', 'v//w', '/prod/y/v//w'],
    ['/prod/y/a%2Bb@c.d/plus+', '/y/a%2Bb@c.d/plus+', 'a%2Bb@c.d/plus+', '/prod/y/a%2Bb@c.d/plus+'],
  ])('keeps the path of %s as it was sent (1.2.8, 1.2.9, 1.2.12)', async (sent, path, proxy, full) => {
    const event = await eventOf(sent)
    expect([event.path, event.pathParameters, event.requestContext.path]).toEqual([path, { proxy }, full])
  })

  it('decodes the query; of a repeated key the last value counts, and all are listed (1.2.13, 1.2.14)', async () => {
    const event = await eventOf('/prod/x', { query: 'a=1&a=2&b=x%2By+z%2F' })
    expect(event.queryStringParameters).toEqual({ a: '2', b: 'x+y z/' })
    expect(event.multiValueQueryStringParameters).toEqual({ a: ['1', '2'], b: ['x+y z/'] })
  })

  it('has the client’s headers without those of the connection, and says how the call came (4.2.4, 4.2.6)', async () => {
    const { headers, multiValueHeaders } = await eventOf('/prod/x', {
      headers: { 'tEsT-HEADeR': 'aValUE', 'user-agent': 'x', Connection: 'close', 'X-Forwarded-For': '10.0.0.1' },
    })
    expect(headers).toMatchObject({
      'tEsT-HEADeR': 'aValUE',
      'User-Agent': 'x',
      'X-Amzn-Trace-Id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
      'X-Forwarded-For': '10.0.0.1, 127.0.0.1',
      'X-Forwarded-Port': '4566',
      'X-Forwarded-Proto': 'http',
    })
    expect(headers).not.toHaveProperty('Connection')
    expect(multiValueHeaders).toMatchObject({ 'tEsT-HEADeR': ['aValUE'], 'X-Forwarded-Proto': ['http'] })
  })

  it('has a body as text, or as Base64 where its type is binary (7.2.4)', async () => {
    const sent = { method: 'POST', headers: { 'Content-Type': 'image/png' }, body: Buffer.from(PNG, 'base64') }
    expect(await eventOf('/prod/x', { method: 'POST', body: '{"a":"é"}' })).toMatchObject({
      body: '{"a":"é"}',
      isBase64Encoded: false,
    })
    expect(await eventOf('/prod/x', sent, { definition: { binaryMediaTypes: ['image/png'] } })).toMatchObject({
      body: PNG,
      isBase64Encoded: true,
    })
    expect(await eventOf('/prod/x', sent)).toMatchObject({ isBase64Encoded: false })
  })

  it('does without mapped parameters (recorded: aws_proxy_integration_request_data_mapping)', async () => {
    const integration = proxied({ requestParameters: { 'integration.request.header.a': "'b'" } })
    const served = servingFunction(integration, () => ({ statusCode: 200 }))
    await served.call('/prod/x')
    expect(JSON.parse(served.calls[0]?.payload.toString() ?? '').headers).not.toHaveProperty('a')
  })

  it('shows the stage’s variables', async () => {
    expect((await eventOf('/prod/x', {}, { variables: { a: '1' } })).stageVariables).toEqual({ a: '1' })
  })
})

describe('what a proxied function answers', () => {
  it('becomes the answer', async () => {
    const response = await answerOf(() => ({ statusCode: 201, headers: { 'x-a': 'b' }, body: '{"a":1}' }))
    expect([response.status, textOf(response), headerOf(response, 'x-a')]).toEqual([201, '{"a":1}', 'b'])
    expect(headerOf(response, 'X-Amzn-Trace-Id')).toMatch(/^Root=1-/)
  })

  test.each([
    ['an unknown member', { statusCode: 200, other: 1 }],
    ['a text', '"just a text"'],
    ['null', null],
    ['a list', [1]],
    ['no JSON', 'no JSON'],
    ['no list in multiValueHeaders', { multiValueHeaders: { a: 'b' } }],
    ['a body that is an object', { statusCode: 200, body: { a: 1 } }],
    ['a status that is none', { statusCode: 'test' }],
    ['a status that no answer has', { statusCode: 99 }],
    ['a header that is an object', { headers: { a: {} } }],
  ])('is 502 with %s (7.3.1, 7.3.3, 7.3.5, 7.3.8)', async (_name, answer) => {
    expect(await outcomeOf(answerOf(() => answer))).toEqual(ERROR_502)
  })

  test.each([
    ['nothing in it', {}, 200, ''],
    ['headers alone', { headers: { a: 'b' } }, 200, ''],
    ['headers null', { headers: null, statusCode: 200 }, 200, ''],
    ['a status that is a text', { statusCode: '201', body: 'x' }, 201, 'x'],
    ['a body null', { statusCode: 200, body: null }, 200, ''],
  ])('may have %s (7.3.2, 7.3.3, 7.3.4, 7.3.7)', async (_name, answer, status, body) => {
    const response = await answerOf(() => answer)
    expect([response.status, textOf(response)]).toEqual([status, body])
    expect(headerOf(response, 'Content-Type')).toBe('application/json')
  })

  it('has scalars in headers as texts (7.3.4)', async () => {
    expect(headerOf(await answerOf(() => ({ headers: { a: true } })), 'a')).toBe('true')
  })

  it('merges both maps of headers: lists first, in their spelling, whatever the case (7.3.6)', async () => {
    const { headers } = await answerOf(() => ({
      statusCode: 200,
      headers: { 'test-multi': 'solo', Same: 'a' },
      multiValueHeaders: { 'tesT-Multi': ['multi'], same: ['a'] },
    }))
    const named = (key: string) => headers.filter(([name]) => name.toLowerCase() === key)
    expect(named('test-multi')).toEqual([
      ['tesT-Multi', 'multi'],
      ['tesT-Multi', 'solo'],
    ])
    expect(named('same')).toEqual([['same', 'a']])
  })

  test.each([
    [['image/png'], 'image/png', true],
    [['image/png'], 'image/jpg', false],
    [['image/png'], 'image/*', false],
    [['image/png'], '*/*', false],
    [['image/png'], 'image/webp,image/png,*/*;q=0.8', false],
    [['image/png'], 'image/png,image/*,*/*;q=0.8', true],
    [['image/png'], undefined, false],
    [['application/*'], 'application/whatever', true],
    [['application/*'], 'application/*', true],
    [['application/*'], 'application', false],
    [['*/test'], 'random/test', false],
    [['*/test'], '*/test', false],
    [['*/*'], 'image/png', true],
    [[], 'image/png', false],
  ])(
    'is decoded for %j by the first type of Accept: %s (7.3.10, 7.3.11)',
    async (binaryMediaTypes, accept, isBinary) => {
      const handler = () => ({ statusCode: 200, body: PNG, isBase64Encoded: true })
      const headers = accept === undefined ? undefined : { Accept: accept }
      const { body } = await answerOf(handler, { ...(headers && { headers }) }, { definition: { binaryMediaTypes } })
      expect(Buffer.isBuffer(body) ? body : String(body)).toEqual(isBinary ? Buffer.from(PNG, 'base64') : PNG)
    },
  )

  test.each<[object]>([
    [{ headers: { a: 'x\r\nb: y' } }],
    [{ multiValueHeaders: { a: ['x', 'y\0'] } }],
    [{ headers: { 'a b': 'x' } }],
    [{ multiValueHeaders: { '': ['x'] } }],
  ])('is 502 for headers that HTTP cannot carry: %j', async (headers) => {
    expect(await outcomeOf(answerOf(() => ({ statusCode: 200, ...headers })))).toEqual(ERROR_502)
  })

  it('has values beyond ASCII as the bytes of UTF-8', async () => {
    const response = await answerOf(() => ({ statusCode: 200, headers: { a: 'é日' } }))
    expect(headerOf(response, 'a')).toBe(Buffer.from('é日').toString('latin1'))
  })

  it('is 500 where it cannot be decoded (7.3.12)', async () => {
    const handler = () => ({ body: 'èé+à)(', isBase64Encoded: true })
    const answer = answerOf(handler, { headers: { Accept: 'a/b' } }, { definition: { binaryMediaTypes: ['a/b'] } })
    expect(await outcomeOf(answer)).toEqual(ERROR_500)
  })

  it('is 502 when the function fails (7.3.9)', async () => {
    const answer = answerOf(() => new Failed({ errorType: 'Error', errorMessage: 'boom' }))
    expect(await outcomeOf(answer)).toEqual(ERROR_502)
    expect((await answer).note?.reason).toContain('customer function error: boom')
  })

  test.each(['denied', 'missing', 'throttled', 'not-runnable', 'too-large'] as const)(
    'is 500 when the platform refuses: %s (2.1.7, lambda 8)',
    async (reason) => {
      const answer = answerOf(() => {
        throw new FunctionRefusal(reason, 'because')
      })
      expect(await outcomeOf(answer)).toEqual(ERROR_500)
      expect((await answer).note?.reason).toContain('because')
    },
  )

  it('is 504 when it takes longer than the integration may (0.18)', async () => {
    vi.useFakeTimers()
    try {
      const served = servingFunction(proxied({ timeoutInMillis: 50 }), () => new Promise(() => {}))
      const answer = served.call('/prod/x')
      await vi.advanceTimersByTimeAsync(50)
      expect(await outcomeOf(answer)).toEqual([504, '{"message": "Endpoint request timed out"}'])
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('how a proxied function is called', () => {
  it('as API Gateway, from the method and path that the client used (lambda 10.8)', async () => {
    const served = servingFunction(proxied(), () => ({ statusCode: 200 }))
    await served.call('/prod/pets/7', { method: 'PUT' })
    await served.call('/prod//pets/7/', { method: 'PUT' })
    await served.call('/prod/')
    const arn = 'arn:aws:execute-api:eu-west-1:000000000000:abc123/prod'
    expect(served.calls.map(({ principal }) => principal)).toEqual([
      { service: 'apigateway.amazonaws.com', sourceArn: `${arn}/PUT/pets/7`, sourceAccount: '000000000000' },
      { service: 'apigateway.amazonaws.com', sourceArn: `${arn}/PUT/pets/7`, sourceAccount: '000000000000' },
      { service: 'apigateway.amazonaws.com', sourceArn: `${arn}/GET/`, sourceAccount: '000000000000' },
    ])
  })

  it('with a role as that role', async () => {
    const integration = proxied({ credentials: 'arn:aws:iam::000000000000:role/r' })
    const served = servingFunction(integration, () => ({ statusCode: 200 }))
    await served.call('/prod/x')
    expect(served.calls[0]?.principal).toBe('account')
  })

  it('by the alias that its URI or a stage variable names', async () => {
    const uri = uriOf(`${FUNCTION}:$` + '{stageVariables.alias}')
    const served = servingFunction(proxied({ uri }), () => ({ statusCode: 200 }), { variables: { alias: 'live' } })
    await served.call('/prod/x')
    expect(served.calls[0]?.functionArn).toBe(`${FUNCTION}:live`)
  })

  it('with POST, and not at all with another method (2.1.6)', async () => {
    const served = servingFunction(proxied({ httpMethod: 'GET' }), () => ({ statusCode: 200 }))
    expect(await outcomeOf(served.call('/prod/x'))).toEqual(ERROR_500)
    expect(served.calls).toEqual([])
  })

  test.each([
    'Content-Length',
    'Transfer-Encoding',
    'Authorization',
    'Connection',
    'Expect',
    'Proxy-Authenticate',
    'TE',
  ])('not where %s is mapped (4.2.7, 4.2.8)', async (name) => {
    const requestParameters = { [`integration.request.header.${name}`]: "'x'" }
    const served = servingFunction(proxied({ requestParameters }), () => ({ statusCode: 200 }))
    expect(await outcomeOf(served.call('/prod/x'))).toEqual(ERROR_500)
  })
})

describe('a proxied function that streams', () => {
  const TYPE = 'application/vnd.awslambda.http-integration-response'
  const streaming = (parts: readonly (string | Buffer)[], contentType = TYPE) =>
    servingFunction(proxied({ responseTransferMode: 'STREAM' }), () => ({
      contentType,
      payload: (async function* () {
        for (const part of parts) yield Buffer.from(part)
      })(),
    }))
  const collected = async ({ body }: WireResponse) => {
    const parts: Uint8Array[] = []
    for await (const part of body as AsyncIterable<Uint8Array>) parts.push(part)
    return Buffer.concat(parts).toString()
  }
  const HEAD = '{"statusCode":202,"headers":{"a":"b"},"cookies":["c=d"]}'

  test.each([
    ['at once', [`${HEAD}\0\0\0\0\0\0\0\0one`, 'two']],
    ['in pieces', [HEAD.slice(0, 9), HEAD.slice(9), '\0\0\0', '\0\0\0\0\0on', 'e', 'two']],
  ])('answers with what stands before its body, which comes %s (lambda 4.7.3)', async (_how, parts) => {
    const served = streaming(parts)
    const response = await served.call('/prod/x')
    expect([response.status, headerOf(response, 'a'), headerOf(response, 'set-cookie')]).toEqual([202, 'b', 'c=d'])
    expect(await collected(response)).toBe('onetwo')
    expect(served.calls[0]?.streams).toBe(true)
  })

  test.each([
    ['no delimiter', ['{"statusCode":200}']],
    ['no JSON before it', ['x\0\0\0\0\0\0\0\0']],
    ['16 KB before it', ['x'.repeat(20_000)]],
  ])('is 502 with %s', async (_name, parts) => {
    expect(await outcomeOf(streaming(parts).call('/prod/x'))).toEqual(ERROR_502)
  })

  it('is 502 where it fails before its body', async () => {
    const served = servingFunction(proxied({ responseTransferMode: 'STREAM' }), () => ({
      contentType: TYPE,
      // biome-ignore lint/correctness/useYield: it fails before its first part
      payload: (async function* (): AsyncGenerator<Uint8Array> {
        throw new FunctionStreamFailure(Buffer.from('{"errorMessage":"boom"}'), 'Error')
      })(),
    }))
    expect(await outcomeOf(served.call('/prod/x'))).toEqual(ERROR_502)
  })

  it.each([
    ['HEAD', '{"statusCode":200}'],
    ['GET', '{"statusCode":204}'],
  ])('is left where nobody reads it: %s %s', async (httpMethod, head) => {
    let isLeft = false
    const served = servingFunction(proxied({ responseTransferMode: 'STREAM' }), () => ({
      contentType: TYPE,
      payload: (async function* () {
        try {
          for (;;) yield Buffer.from(`${head}\0\0\0\0\0\0\0\0`)
        } finally {
          isLeft = true
        }
      })(),
    }))
    expect((await served.call('/prod/x', { method: httpMethod })).body).toBe('')
    await vi.waitFor(() => expect(isLeft).toBe(true))
  })

  it('is 502 where it has not said that it streams HTTP', async () => {
    expect(await outcomeOf(streaming(['x'], 'application/octet-stream').call('/prod/x'))).toEqual(ERROR_502)
  })
})
