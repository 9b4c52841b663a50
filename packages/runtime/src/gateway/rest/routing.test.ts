import { describe, expect, it } from 'vitest'
import type { MethodDefinition } from './definition.ts'
import { answering, api, headerOf, method, request, startGateway, textOf } from './gateway.harness.ts'

const named = (name: string): MethodDefinition => method({ integration: answering(`${name} $input.params().path`) })

describe('routing', () => {
  const target = startGateway(
    api({
      '/': { GET: named('root') },
      '/part1/fixed': { GET: named('fixed') },
      '/part1/{id}': { POST: named('id-post') },
      '/part1/{id}/sub': { GET: named('sub') },
      '/part1/fixed/deep': { GET: named('deep') },
      '/part2/{rest+}': { GET: named('rest'), ANY: named('rest-any') },
      '/part2/special': { ANY: named('special-any') },
      '/test': { POST: named('test-post') },
      '/{proxy+}': { OPTIONS: named('proxy-options'), GET: named('proxy-get') },
    }),
  )
  const routes: [request: string, answer: string][] = [
    ['GET /prod', 'root {}'],
    ['GET /prod/', 'root {}'],
    ['GET //prod/', 'root {}'],
    ['GET /prod/part1/fixed', 'fixed {}'],
    ['GET /prod/part1/fixed/', 'fixed {}'],
    ['GET /prod//part1/fixed', 'fixed {}'],
    ['GET //prod/part1/fixed', 'fixed {}'],
    ['GET /prod/part1/%66ixed', 'fixed {}'],
    ['POST /prod/part1/fixed', 'id-post {id=fixed}'],
    ['POST /prod/part1/a%2Fb', 'id-post {id=a%2Fb}'],
    ['GET /prod/part1/fixed/sub', 'sub {id=fixed}'],
    ['GET /prod/part1/fixed/deep', 'deep {}'],
    ['GET /prod/part1/other', 'proxy-get {proxy=part1/other}'],
    ['GET /prod/part2/a/b//c/', 'rest {rest=a/b//c}'],
    ['PUT /prod/part2/a', 'rest-any {rest=a}'],
    ['GET /prod/part2/special', 'special-any {}'],
    ['OPTIONS /prod/test', 'proxy-options {proxy=test}'],
    ['OPTIONS /prod/test+alias@gmail.com/x', 'proxy-options {proxy=test+alias@gmail.com/x}'],
  ]
  it.each(routes)('%s is served by %s', async (line, answer) => {
    const [verb = '', path = ''] = line.split(' ')
    const response = await target.call(path, { method: verb })
    expect([response.status, textOf(response)]).toEqual([200, answer])
  })
  it.each([
    'PUT /prod/test',
    'TRACE /prod/part2/a',
    'ANY /prod/part2/a',
    'POST /prod/',
    'HEAD /prod/part1/fixed',
    'OPTIONS /prod/',
  ])('%s is not there', async (line) => {
    const [verb = '', path = ''] = line.split(' ')
    const response = await target.call(path, { method: verb })
    expect(response.status).toBe(403)
    expect(headerOf(response, 'x-amzn-ErrorType')).toBe('MissingAuthenticationTokenException')
    if (verb !== 'HEAD') expect(textOf(response)).toBe('{"message":"Missing Authentication Token"}')
  })
  it('X-HTTP-Method-Override replaces the method', async () => {
    const response = await target.call('/prod/test', { headers: { 'X-HTTP-Method-Override': 'post' } })
    expect(textOf(response)).toBe('test-post {}')
  })
  it.each([
    ['/other/test', 'abc123', "403: API abc123 has no stage 'other'"],
    ['/PROD/test', 'abc123', "403: API abc123 has no stage 'PROD'"],
    ['/', 'abc123', "403: API abc123 has no stage ''"],
    ['/prod/test', 'zzz', '403: there is no API zzz'],
  ])('%s of %s is forbidden', async (path, apiId, reason) => {
    const response = await target.call(path, {}, apiId)
    expect(response).toMatchObject({ status: 403, body: '{"message":"Forbidden"}' })
    expect(headerOf(response, 'x-amzn-ErrorType')).toBe('ForbiddenException')
    expect(response.note?.reason).toBe(reason)
  })
  it('another region’s host name is forbidden, whoever asks', async () => {
    const { gateway, address } = target
    const ask = (region: string | undefined) =>
      gateway.handle(request({ path: '/prod/test' }), 'abc123', '/prod/test', { ...address, region })
    expect((await ask('eu-west-1')).status).toBe(200)
    expect((await ask(undefined)).status).toBe(200)
    const response = await ask('us-east-1')
    expect(response).toMatchObject({ status: 403, body: '{"message":"Forbidden"}' })
    expect(response.note?.reason).toBe('403: API abc123 is in eu-west-1, not in us-east-1')
  })
  it('a disabled endpoint is forbidden', async () => {
    const disabled = startGateway(api({ '/': { GET: method() } }, { disableExecuteApiEndpoint: true }))
    expect(await disabled.call('/prod/')).toMatchObject({ status: 403, body: '{"message":"Forbidden"}' })
  })
  it('a disabled endpoint says nothing of API keys, however their refusal was customized', async () => {
    const custom = { statusCode: '456', responseParameters: {}, responseTemplates: { 'application/json': 'bad key' } }
    const disabled = startGateway(
      api(
        { '/': { GET: method() } },
        { disableExecuteApiEndpoint: true, gatewayResponses: { INVALID_API_KEY: custom } },
      ),
    )
    expect(await disabled.call('/prod/')).toMatchObject({ status: 403, body: '{"message":"Forbidden"}' })
  })
  it('an empty X-HTTP-Method-Override replaces nothing', async () => {
    const response = await target.call('/prod/test', { method: 'POST', headers: { 'X-HTTP-Method-Override': '' } })
    expect(textOf(response)).toBe('test-post {}')
  })
  const NO_EQUAL_SIGN =
    /^Invalid key=value pair \(missing equal-sign\) in Authorization header \(hashed with SHA-256 and encoded with Base64\): '[\w+/]{43}='\.$/
  const MISSING_ALL =
    /^Authorization header requires 'Credential' parameter\. Authorization header requires 'Signature' parameter\. Authorization header requires 'SignedHeaders' parameter\. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header\. \(Hashed with SHA-256 and encoded with Base64\) Authorization=[\w+/]{43}=$/
  const broken: [headers: Record<string, string>, message: RegExp][] = [
    [{ Authorization: 'Bearer abc' }, NO_EQUAL_SIGN],
    [{ Authorization: 'AWS4-HMAC-SHA256 Credential= a, SignedHeaders=b, Signature=c' }, NO_EQUAL_SIGN],
    [{ Authorization: 'Authorization: AWS4-HMAC-SHA256 Credential=a' }, NO_EQUAL_SIGN],
    [{ Authorization: 'abc' }, MISSING_ALL],
    [{ Authorization: 'Bearer' }, MISSING_ALL],
    [{ Authorization: 'Basic abc==' }, MISSING_ALL],
    [
      { Authorization: 'AWS4-HMAC-SHA256 Credential=a' },
      /^Authorization header requires 'Signature' parameter\. Authorization header requires 'SignedHeaders' parameter\. .*'X-Amz-Date'/,
    ],
    [
      { Authorization: 'Basic abc==', Date: 'today' },
      /'SignedHeaders' parameter\. \(Hashed with SHA-256 and encoded with Base64\) Authorization=[\w+/]{43}=$/,
    ],
  ]
  it.each(broken)('an unknown route with %j is a broken signature', async (headers, message) => {
    const response = await target.call('/prod/part1/fixed', { method: 'PUT', headers })
    expect(response.status).toBe(403)
    expect(headerOf(response, 'x-amzn-ErrorType')).toBe('IncompleteSignatureException')
    expect(JSON.parse(textOf(response)).message).toMatch(message)
    expect(textOf(response)).not.toContain('abc')
  })
})

describe('a new deployment', () => {
  it('is served from the next call on, and only that one', async () => {
    const target = startGateway(api({ '/x': { GET: named('one') } }))
    expect(textOf(await target.call('/prod/x'))).toBe('one {}')
    expect(textOf(target.callNow('/prod/x'))).toBe('one {}')
    target.deploy(api({ '/x': { GET: named('two') } }))
    expect(textOf(await target.call('/prod/x'))).toBe('two {}')
    expect(textOf(target.callNow('/prod/x'))).toBe('two {}')
  })
  it('stage variables are live', async () => {
    const definition = api({ '/x': { GET: method({ integration: answering('$stageVariables.a|$stageVariables.b') }) } })
    const target = startGateway(definition, { a: '1' })
    expect(textOf(await target.call('/prod/x'))).toBe('1|')
    target.deploy(definition, { a: '1', b: '2' })
    expect(textOf(await target.call('/prod/x'))).toBe('1|2')
  })
})

describe('the edge', () => {
  const target = startGateway(
    api(
      {
        '/v/{id}': {
          ANY: method({
            requestValidatorId: 'v',
            requestParameters: {
              'method.request.querystring.qs1': true,
              'method.request.path.issuer': true,
              'method.request.header.x-header-param': true,
              'method.request.querystring.optional': false,
            },
          }),
        },
      },
      { requestValidators: { v: { validateRequestBody: false, validateRequestParameters: true } } },
    ),
  )
  it('required parameters are reported together: header, path, query', async () => {
    const response = await target.call('/prod/v/1', { query: 'qs1=%20' })
    expect(response).toMatchObject({
      status: 400,
      body: '{"message": "Missing required request parameters: [x-header-param, issuer, qs1]"}',
    })
    expect(headerOf(response, 'x-amzn-ErrorType')).toBe('BadRequestException')
  })
  it('a body over 10 MB is refused in plain text', async () => {
    const over = await target.call('/prod/v/1', { method: 'POST', body: Buffer.alloc(10_485_761) })
    expect(over).toMatchObject({ status: 413, body: 'HTTP content length exceeded 10485760 bytes.' })
    expect((await target.call('/prod/v/1', { method: 'POST', body: Buffer.alloc(10_485_760) })).status).toBe(400)
  })
  it('a URL or headers over 10240 characters are refused', async () => {
    expect((await target.call(`/prod/${'a'.repeat(10_240)}`)).status).toBe(414)
    expect((await target.call('/prod/v/1', { headers: { 'x-a': 'a'.repeat(10_240) } })).status).toBe(431)
  })
  it.each([
    ['EDGE', 8192, 10_240],
    ['PRIVATE', 8192, 8000],
    ['REGIONAL', 10_240, 10_240],
  ])('a %s API takes URLs of %i and headers of %i characters', async (type, url, headers) => {
    const typed = startGateway(api({ '/{rest+}': { ANY: method() } }, { endpointTypes: [type] }))
    const path = (length: number) => `/prod/${'a'.repeat(length - '/prod/'.length)}`
    expect((await typed.call(path(url + 1))).status).toBe(414)
    expect((await typed.call(path(headers - 2048), { headers: { a: 'a'.repeat(2048) } })).status).toBe(200)
    expect((await typed.call(path(headers - 2048), { headers: { a: 'a'.repeat(2049) } })).status).toBe(431)
  })
  it('a request id is taken over only if it is a UUID', async () => {
    const response = await target.call('/prod/v/1', { headers: { 'x-amzn-requestid': 'mine' } })
    expect(headerOf(response, 'x-amzn-RequestId')).toMatch(/^[0-9a-f-]{36}$/)
  })
})
