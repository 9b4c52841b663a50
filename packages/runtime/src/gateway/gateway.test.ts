// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Velocity and stage variables write it so
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { definitionChecks } from './checks.ts'
import type { IntegrationDefinition, MethodDefinition } from './definition.ts'
import { answering, api, type Call, headerOf, method, mock, request, startGateway, textOf } from './gateway.harness.ts'

const named = (name: string): MethodDefinition => method({ integration: answering(`${name} $input.params().path`) })
const serving = (integration: IntegrationDefinition) =>
  startGateway(api({ '/x': { ANY: method({ httpMethod: 'ANY', integration }) } }))
const outcome = async (integration: IntegrationDefinition, call: Call = {}) => {
  const response = await serving(integration).call('/prod/x', call)
  return [response.status, textOf(response)]
}
const ERROR_500 = [500, '{"message": "Internal server error"}']

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
  it('a disabled endpoint says nothing of API keys, however their refusal was customised', async () => {
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

describe('a mock', () => {
  it('answers the tutorial', async () => {
    const response = await serving(
      mock({
        requestTemplates: { 'application/json': "{ 'statusCode': 200 }" },
        integrationResponses: {
          200: {
            statusCode: '200',
            responseTemplates: { 'application/json': '{"statusCode":200,"message":"Hello From Protected Resource"}' },
            responseParameters: { 'method.response.header.Content-Type': "'application/json'" },
          },
        },
      }),
    ).call('/prod/x', { headers: { Accept: '*/*' } })
    expect(response).toMatchObject({
      status: 200,
      body: '{"statusCode":200,"message":"Hello From Protected Resource"}',
    })
    expect(response.headers.map(([name]) => name)).toEqual([
      'Content-Type',
      'Content-Length',
      'x-amzn-RequestId',
      'x-amz-apigw-id',
    ])
  })
  it.each([
    ['text', {}, { 'Content-Type': 'text/plain' }, 'WHEN_NO_MATCH', 500],
    ['text', {}, { 'Content-Type': 'text/plain' }, 'WHEN_NO_TEMPLATES', 500],
    ['{"statusCode":200}', {}, {}, 'WHEN_NO_TEMPLATES', 200],
    ['{"statusCode":200}', {}, {}, 'NEVER', 415],
    ['{"statusCode":200}', { 'application/xml': '{"statusCode":200}' }, {}, 'WHEN_NO_MATCH', 200],
    ['{"statusCode":200}', { 'application/xml': '{"statusCode":200}' }, {}, 'WHEN_NO_TEMPLATES', 415],
    ['{"statusCode":200}', { 'application/xml': '{"statusCode":200}' }, {}, 'NEVER', 415],
    [
      'x',
      { 'application/json': '{"statusCode":200}' },
      { 'Content-Type': 'application/json; charset=utf-8' },
      'NEVER',
      200,
    ],
    ['x', { 'application/json': '{"statusCode":200}' }, {}, 'NEVER', 200],
    ['x', { $default: '{"statusCode":200}' }, { 'Content-Type': 'a/b' }, 'NEVER', 200],
    ['', {}, {}, 'WHEN_NO_MATCH', 500],
  ] as [string, Record<string, string>, Record<string, string>, string, number][])(
    'body %j, templates %j, headers %j, %s: %i',
    async (body, requestTemplates, headers, passthroughBehavior, status) => {
      const response = await serving(mock({ requestTemplates, passthroughBehavior })).call('/prod/x', {
        method: 'POST',
        body,
        headers,
      })
      expect(response.status).toBe(status)
      if (status === 415) {
        expect(textOf(response)).toBe('{"message": "Unsupported Media Type"}')
        expect(headerOf(response, 'x-amzn-ErrorType')).toBe('BadRequestException')
      }
    },
  )
  it('without an integer status is a 500 with one blank', async () => {
    const response = await serving(mock({ requestTemplates: { 'application/json': '{"statusCode":"200"}' } })).call(
      '/prod/x',
    )
    expect([response.status, textOf(response), headerOf(response, 'x-amzn-ErrorType')]).toEqual([
      ...ERROR_500,
      'InternalServerErrorException',
    ])
    expect(response.note?.reason).toContain('no integer statusCode')
  })
  it.each([
    [{ 200: { statusCode: '200' }, 404: { statusCode: '404', selectionPattern: '4\\d{2}' } }, 404, 404],
    [{ 200: { statusCode: '200' }, 404: { statusCode: '404', selectionPattern: '4' } }, 404, 200],
    [
      { 500: { statusCode: '500', selectionPattern: '.*' }, 202: { statusCode: '202', selectionPattern: '2\\d\\d' } },
      204,
      202,
    ],
    [{ 201: { statusCode: '201', selectionPattern: '' } }, -1000, 201],
  ] as [IntegrationDefinition['integrationResponses'], number, number][])(
    'chooses from %j for %i: %i',
    async (integrationResponses, status, answer) => {
      const requestTemplates = { 'application/json': `{"statusCode": ${status}}` }
      expect((await outcome(mock({ requestTemplates, integrationResponses })))[0]).toBe(answer)
    },
  )
  it.each<IntegrationDefinition['integrationResponses']>([{}, { 404: { statusCode: '404', selectionPattern: '404' } }])(
    'with nothing to choose in %j is a 500',
    async (integrationResponses) => {
      expect(await outcome(mock({ integrationResponses }))).toEqual(ERROR_500)
    },
  )
  it('an integration of another type is a 500 that says so in the log', async () => {
    const response = await serving(mock({ type: 'HTTP_PROXY' })).call('/prod/x')
    expect([response.status, response.note?.reason]).toEqual([500, '500: integration type HTTP_PROXY is not emulated'])
  })
  it('with a request mapping that cannot be read is a 500 that names it', async () => {
    const response = await serving(mock({ requestParameters: { 'integration.request.header.X': 'nonsense' } })).call(
      '/prod/x',
    )
    expect([response.status, response.note?.reason]).toEqual([
      500,
      '500: the mapping of integration.request.header.X cannot be read',
    ])
  })
  it('whose request mapping reads a body that is not JSON is a 400 of the default kind', async () => {
    const integration = mock({ requestParameters: { 'integration.request.header.X': 'method.request.body.a' } })
    const custom = { statusCode: '422', responseParameters: {}, responseTemplates: {} }
    const definition = api({ '/x': { ANY: method({ integration }) } })
    const response = await startGateway(definition).call('/prod/x', { method: 'POST', body: '{"a"' })
    expect([response.status, textOf(response), headerOf(response, 'x-amzn-ErrorType')]).toEqual([
      400,
      '{"message": "Invalid JSON in request body"}',
      'BadRequestException',
    ])
    for (const [type, status] of [
      ['BAD_REQUEST_BODY', 400],
      ['DEFAULT_4XX', 422],
    ] as const) {
      const customised = startGateway({ ...definition, gatewayResponses: { [type]: custom } })
      expect((await customised.call('/prod/x', { method: 'POST', body: '{"a"' })).status).toBe(status)
    }
  })
  it.each(['100', '600', 'x'])('whose answer would have the status %s is a 500', async (statusCode) => {
    expect(await outcome(mock({ integrationResponses: { [statusCode]: { statusCode } } }))).toEqual(ERROR_500)
  })
  it('a template that fails is a 500, and the log says why', async () => {
    const response = await serving(answering("#set($x = 'a')$x.substring(5)")).call('/prod/x')
    expect([response.status, response.note?.reason]).toEqual([500, '500: String index out of range: 5'])
  })
})

describe('the response', () => {
  it('takes the template for Accept, else JSON, else the first', async () => {
    const templates = (responseTemplates: Record<string, string | null>) =>
      mock({ integrationResponses: { 200: { statusCode: '200', responseTemplates } } })
    const both = templates({ 'text/html': 'html', 'application/json': 'json' })
    expect((await outcome(both, { headers: { Accept: 'text/html' } }))[1]).toBe('html')
    expect((await outcome(both, { headers: { Accept: '*/*' } }))[1]).toBe('json')
    expect((await outcome(templates({ 'a/b': 'first', 'c/d': 'second' })))[1]).toBe('first')
    expect((await outcome(templates({ 'application/json': null })))[1]).toBe('')
    const html = await serving(both).call('/prod/x', { headers: { Accept: 'text/html' } })
    expect(headerOf(html, 'Content-Type')).toBe('application/json')
  })
  it('maps headers from everywhere, and none that is not there', async () => {
    const from = (sources: Record<string, string>) =>
      mock({
        integrationResponses: {
          200: {
            statusCode: '200',
            responseParameters: Object.fromEntries(
              Object.entries(sources).map(([name, source]) => [`method.response.header.${name}`, source]),
            ),
          },
        },
      })
    const response = await serving(
      from({
        'content-TYPE': "'text/html'",
        'X-Static': "'a''b'",
        'X-Context': 'context.identity.sourceIp',
        'X-Resource': 'context.resourceId',
        'X-Query': 'method.request.querystring.q',
        'X-Header': 'method.request.header.X-In',
        'X-Body': 'method.request.body.a.b',
        'X-None': 'method.request.querystring.none',
        'X-Backend': 'integration.response.header.Any',
        Date: "'today'",
        'Transfer-Encoding': "'chunked'",
        'Content-Length': "'5'",
        'x-amzn-requestid': "'mine'",
        'X-Amz-Apigw-Id': "'mine'",
      }),
    ).call('/prod/x', {
      method: 'POST',
      query: 'q=1&q=a%0d%0aSet-Cookie:%20x',
      headers: { 'x-in': 'é' },
      body: '{"a":{"b":[1,1.0]}}',
    })
    expect(response.headers.filter(([name]) => !/^(x-amzn?-RequestId|x-amz-apigw-id)$/i.test(name))).toEqual([
      ['content-TYPE', 'text/html'],
      ['Content-Length', '0'],
      ['X-Static', "a''b"],
      ['X-Context', '127.0.0.1'],
      ['X-Resource', 'res0'],
      ['X-Query', 'a  Set-Cookie: x'],
      ['X-Header', 'Ã©'],
      ['X-Body', '[1,1.0]'],
      ['x-amzn-Remapped-Date', 'today'],
      ['x-amzn-Remapped-Content-Length', '5'],
      ['x-amzn-Remapped-x-amzn-requestid', 'mine'],
      ['x-amzn-Remapped-X-Amz-Apigw-Id', 'mine'],
    ])
  })
  it('overrides of the request template survive, with or without a response template', async () => {
    const request =
      '#set($context.responseOverride.status = 444)#set($context.responseOverride.header.foo = "bar")#set($context.responseOverride.custom = "is also passed around"){"statusCode": 200}'
    for (const [responseTemplates, body] of [
      [undefined, ''],
      [{ 'application/json': '$context.responseOverride.custom' }, 'is also passed around'],
    ] as const) {
      const integration = mock({
        requestTemplates: { 'application/json': request },
        integrationResponses: { 200: { statusCode: '200', responseTemplates } },
      })
      const response = await serving(integration).call('/prod/x')
      expect([response.status, headerOf(response, 'foo'), textOf(response)]).toEqual([444, 'bar', body])
    }
  })
  it.each([
    '$context.requestOverride.querystring.put($v, "x")',
    '#set($context.requestOverride.querystring[$v] = "x")',
    '#set($context["requestOverride"].querystring["k"] = "x")',
  ])('sees what the request template set with %s', async (set) => {
    const integration = mock({
      requestTemplates: { 'application/json': `#set($v = "k")\n${set}\n{"statusCode": 200}` },
      integrationResponses: {
        200: {
          statusCode: '200',
          responseTemplates: { 'application/json': '[$context.requestOverride.querystring.k]' },
        },
      },
    })
    expect(await outcome(integration)).toEqual([200, '[x]'])
  })
  it.each(['99', '600', '"abc"', '150', '1.5', '" 404 "', '"0x1F4"'])(
    'ignores an override to the status %s',
    async (status) => {
      expect((await outcome(answering(`#set($context.responseOverride.status = ${status})`)))[0]).toBe(200)
    },
  )
  it.each([
    '#set($context.responseOverride.header.X = "1")#set($context.responseOverride.header.X = "2")',
    '#set($z = $context.responseOverride.header.put("X", "1"))$context.responseOverride.header.put("X", "2")',
    '#set($context.requestOverride.path.X = "1")#set($context.requestOverride.path.X = "2")',
    '#set($context.responseOverride.status = 201)#set($context.responseOverride.status = 202)',
  ])('a parameter that is overridden twice is a 500: %s', async (template) => {
    const response = await serving(answering(template)).call('/prod/x')
    expect([response.status, response.note?.reason]).toEqual([
      500,
      expect.stringMatching(/the override of (X|status) is set twice/),
    ])
  })
  it('of HEAD has no body, of 204 not even a length', async () => {
    const head = await serving(answering('hello')).call('/prod/x', { method: 'HEAD' })
    expect([head.body, headerOf(head, 'Content-Length')]).toEqual(['', '5'])
    const empty = await serving(mock({ integrationResponses: { 204: { statusCode: '204' } } })).call('/prod/x')
    expect([empty.status, headerOf(empty, 'Content-Length'), headerOf(empty, 'Content-Type')]).toEqual([
      204,
      undefined,
      'application/json',
    ])
  })
  it("serves CDK's preflight for several origins", async () => {
    const template =
      '#set($origin = $input.params().header.get("Origin"))\n#if($origin == "")\n  #set($origin = $input.params().header.get("origin"))\n#end\n#if($origin == "https://a.example" || $origin.matches("https://b[.]example"))\n  #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)\n#end'
    const integration = mock({
      requestTemplates: { 'application/json': '{ statusCode: 200 }' },
      integrationResponses: {
        204: {
          statusCode: '204',
          responseTemplates: { 'application/json': template },
          responseParameters: {
            'method.response.header.Access-Control-Allow-Origin': "'https://a.example'",
            'method.response.header.Vary': "'Origin'",
          },
        },
      },
    })
    for (const [headers, allowed] of [
      [{ Origin: 'https://b.example' }, 'https://b.example'],
      [{ origin: 'https://b.example' }, 'https://b.example'],
      [{ Origin: 'https://evil.example' }, 'https://a.example'],
      [{}, 'https://a.example'],
    ] as [Record<string, string>, string][]) {
      const response = await serving(integration).call('/prod/x', { method: 'OPTIONS', headers })
      expect([
        response.status,
        response.body,
        headerOf(response, 'Access-Control-Allow-Origin'),
        headerOf(response, 'Vary'),
      ]).toEqual([204, '', allowed, 'Origin'])
    }
  })
})

describe('what templates see', () => {
  const body = '{"foo":{"bar":"baz"},"list":[{"foo":"bar"},2.0],"empty":[],"map":{"l":[{"nested":"bar"}]},"1":"one"}'
  it.each([
    ["$input.path('$.foo')", '{bar=baz}'],
    ["$input.path('$.foo').bar", 'baz'],
    ["$input.path('$.list')", '[{"foo":"bar"},2.0]'],
    ["$input.path('$.list')[0]", '{foo=bar}'],
    ["$input.path('$.map')", '{l=[{"nested":"bar"}]}'],
    ["$input.path('$.list').toString() $input.path('$.empty')", '[{"foo":"bar"},2.0] []'],
    ["[$input.path('$.none')] $input.path('$.none.x') $input.path('$.list.foo')", '[]  '],
    [
      "#if($input.path('$.none') == $null)T#end#if($input.path('$.none') == '')T#end#if($input.path('$.empty') == '')F#end",
      'TT',
    ],
    ["$input.json('$.foo') $input.json('$.none') $input.json('$.list[1]')", '{"bar":"baz"} "" 2.0'],
    ["$input.json('$..foo')", '[{"bar":"baz"},"bar"]'],
    ["$input.json('$.list[?(@.foo == ''bar'')]')", '[{"foo":"bar"}]'],
    ["$input.json('$')", body],
    ['$input.body.x|$input.nope()', '|'],
    ["$input.params('q')|$input.params('X-A')|$input.params('x-a')|$input.params('none')", 'a b|1||'],
    [
      "$input.params().querystring|$input.params().header.get('Connection')|$input.params('Connection')",
      '{q=a b, r=}||',
    ],
    ['#foreach($k in $input.params().keySet())$k,#end', 'path,querystring,header,'],
    ['$input.params().header', '{a-first=0, User-Agent=test, X-A=1}'],
    [
      '$context.httpMethod $context.resourcePath $context.path $context.stage $context.apiId',
      'POST /x /prod/x prod abc123',
    ],
    [
      '$context.requestTime $context.requestTimeEpoch $context.protocol',
      '02/Jan/2026:03:04:05 +0000 1767323045000 HTTP/1.1',
    ],
    ['[$context.identity$context.requestOverride$context.responseOverride] $context.identity.sourceIp', '[] 127.0.0.1'],
    ['$context.authorizer.keySet() $context.accountId $context.domainPrefix', '[] 000000000000 abc123'],
    [
      '#foreach($k in $context.keySet())$k #end',
      'resourceId resourcePath httpMethod extendedRequestId requestTime path accountId protocol requestOverride stage domainPrefix requestTimeEpoch requestId identity domainName deploymentId responseOverride apiId ',
    ],
    ['$util.escapeJavaScript("it\'s ""q"" /é")', 'it\\\'s \\"q\\" \\/\\u00E9'],
    ['$util.escapeJavaScript("it\'s").replaceAll("\\\\\'","\'")', "it's"],
    [
      "$util.base64Encode('añ') $util.base64Decode('YcOx') $util.urlEncode('a b&é~*') $util.urlDecode('a+b%26')",
      'YcOx añ a+b%26%C3%A9%7E* a b&',
    ],
    ["$util.parseJson('{\"a\":[1]}').a $util.toJson($context) $util.qr('x')", '[1]  '],
  ])('%s', async (template, output) => {
    expect(await rendered(template, body)).toBe(output)
  })
  it('an empty payload is {}', async () => {
    expect(await rendered("$input.body $input.json('$') $util.urlEncode($input.body) $input.path('$')", '')).toBe(
      '{} {} %7B%7D {}',
    )
  })
  it('a payload that is not JSON has no paths', async () => {
    expect(await rendered("[$input.path('$.a')] $input.json('$.a') $input.body", '<a/>')).toBe('[] "" <a/>')
  })

  /** What a request template prints, made visible through a header of the answer. */
  async function rendered(template: string, payload: string): Promise<string | undefined> {
    const integration = mock({
      requestTemplates: {
        'application/json':
          `#set($out = "#render")#set($context.responseOverride.header.X-Out = $util.base64Encode($out)){"statusCode":200}`.replace(
            '"#render"',
            () => `"${template.replaceAll('"', '""')}"`,
          ),
      },
    })
    const response = await serving(integration).call('/prod/x', {
      method: 'POST',
      body: payload,
      query: 'q=first&q=a+b&r',
      headers: { 'X-A': '1', Connection: 'keep-alive', 'user-agent': 'test', 'a-first': '0' },
    })
    const value = headerOf(response, 'X-Out')
    return value === undefined ? textOf(response) : Buffer.from(value, 'base64').toString('utf8')
  }
})

describe('gateway responses', () => {
  const custom = (gatewayResponses: NonNullable<Parameters<typeof api>[1]>['gatewayResponses']) =>
    startGateway(
      api({ '/x': { GET: method({ integration: mock({ integrationResponses: {} }) }) } }, { gatewayResponses }),
      { v: 'stage' },
    )
  it('of a type replace status, headers and body', async () => {
    const target = custom({
      MISSING_AUTHENTICATION_TOKEN: {
        statusCode: '404',
        responseParameters: {
          'gatewayresponse.header.Access-Control-Allow-Origin': "'*'",
          'gatewayresponse.header.X-Path': 'context.path',
          'gatewayresponse.header.X-Q': 'method.request.querystring.q',
        },
        responseTemplates: {
          'application/json':
            '{"m":$context.error.messageString,"t":"$context.error.responseType","s":"$stageVariables.v","n":"$context.nope","r":"${context.requestId}","#if":1}',
        },
      },
    })
    const response = await target.call('/prod/nope', {
      query: 'q=1',
      headers: { 'X-Amzn-RequestId': '0e5fb841-7398-40ef-891c-4547327ad029' },
    })
    expect([response.status, textOf(response)]).toEqual([
      404,
      '{"m":"Missing Authentication Token","t":"MISSING_AUTHENTICATION_TOKEN","s":"stage","n":"","r":"0e5fb841-7398-40ef-891c-4547327ad029","#if":1}',
    ])
    expect(
      ['Access-Control-Allow-Origin', 'X-Path', 'X-Q', 'x-amzn-RequestId'].map((name) => headerOf(response, name)),
    ).toEqual(['*', '/prod/nope', '1', '0e5fb841-7398-40ef-891c-4547327ad029'])
  })
  it('by class apply to types that are not customised, and keep their status when they have none', async () => {
    const stock = { 'application/json': '{"message":$context.error.messageString}' }
    const target = custom({
      DEFAULT_4XX: { responseParameters: { 'gatewayresponse.header.X': "'4'" }, responseTemplates: stock },
      DEFAULT_5XX: { statusCode: '599', responseParameters: {}, responseTemplates: { 'text/plain': 'broken' } },
    })
    const missing = await target.call('/prod/nope')
    expect([missing.status, textOf(missing), headerOf(missing, 'X')]).toEqual([
      403,
      '{"message":"Missing Authentication Token"}',
      '4',
    ])
    const failed = await target.call('/prod/x')
    expect([failed.status, textOf(failed), headerOf(failed, 'Content-Type')]).toEqual([599, 'broken', 'text/plain'])
  })
  it('may name the kind of error themselves, once', async () => {
    const target = custom({
      DEFAULT_4XX: {
        responseParameters: { 'gatewayresponse.header.X-Amzn-Errortype': "'Mine'" },
        responseTemplates: {},
      },
    })
    const { headers } = await target.call('/prod/nope')
    expect(headers.filter(([name]) => name.toLowerCase() === 'x-amzn-errortype')).toEqual([
      ['X-Amzn-Errortype', 'Mine'],
    ])
  })
  it('that cannot be made give way to the built-in one', async () => {
    const target = custom({
      DEFAULT_4XX: { responseParameters: { 'gatewayresponse.header.X': 'nonsense' }, responseTemplates: {} },
    })
    expect(await target.call('/prod/nope')).toMatchObject({
      status: 403,
      body: '{"message":"Missing Authentication Token"}',
    })
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

describe('any request', () => {
  const target = startGateway(
    api({
      '/': { GET: method() },
      '/a/{b}': { ANY: named('b') },
      '/echo/{rest+}': {
        ANY: method({
          integration: answering(
            "$input.params() $input.body $input.json('$.x') $context.path $context.identity.userAgent",
          ),
        }),
      },
    }),
  )
  it('is answered, and never with a 5xx, when templates cannot fail', async () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('%', '%zz', '//', '/../', '{}', '%00', '__proto__', 'constructor'),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST', 'HEAD', 'OPTIONS', 'TRACE', 'x'),
        fc.array(fc.constantFrom('/', 'prod', 'a', 'echo', '%2f', '..'), { maxLength: 8 }),
        text,
        fc.dictionary(
          fc.constantFrom(
            'accept',
            'content-type',
            'authorization',
            'x-amzn-requestid',
            'x-http-method-override',
            '__proto__',
            'x',
          ),
          text,
        ),
        text,
        async (verb, path, query, headers, body) => {
          const response = await target.call(path.join(''), {
            method: verb,
            query,
            headers,
            body: `{"statusCode":200,"x":${JSON.stringify(body)}}`,
          })
          expect(response.status).toBeLessThan(500)
          for (const [name, value] of response.headers) expect(`${name}: ${value}`).toMatch(/^[\t\x20-\x7e\x80-\xff]*$/)
        },
      ),
      { numRuns: 1500 },
    )
  })
})

describe('checks for the control plane', () => {
  it('name what the data plane could not serve', () => {
    expect(definitionChecks.problemWithTemplate('#if(')).toContain('line 1')
    expect(definitionChecks.problemWithTemplate('$x')).toBeUndefined()
    expect(definitionChecks.problemWithMapping("'x'")).toBeUndefined()
    expect(definitionChecks.problemWithMapping('x')).toBe('Invalid mapping expression specified: x')
    expect(definitionChecks.problemWithPattern('2\\d{2}|3..')).toBeUndefined()
    expect(definitionChecks.problemWithPattern('(')).toContain('unclosed group')
    expect(definitionChecks.integrationTypes).toEqual(['MOCK'])
  })
})
