import { describe, expect, it } from 'vitest'
import { answering, headerOf, mock, outcome, serving, textOf } from './gateway.harness.ts'

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
