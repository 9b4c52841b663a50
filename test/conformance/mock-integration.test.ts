import { UpdateStageCommand } from '@aws-sdk/client-api-gateway'
import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createMockApi, type MockMethod } from '../support/mock-api.ts'

const origin = inject('origin')
const { apiGateway } = awsClients({ origin, account: '222233335555' })
const made = (methods: readonly MockMethod[]) => createMockApi({ apiGateway, origin }, methods)
const json = (template: string) => ({ 'application/json': template })

const INTERNAL = [500, '{"message": "Internal server error"}']

async function answered(response: Response): Promise<[number, string]> {
  return [response.status, await response.text()]
}

describe('the status', () => {
  const responses = [
    { statusCode: '200', responseTemplates: json('{"all":"well"}') },
    { statusCode: '404', selectionPattern: '404', responseTemplates: json('{"message":"no such order"}') },
    { statusCode: '503', selectionPattern: '5\\d{2}', responseTemplates: json('{"message":"later"}') },
  ]
  const template = '{"statusCode": #if($input.params("want") == "")200#else$input.params("want")#end}'

  it.each([
    ['', 200, '{"all":"well"}'],
    ['?want=404', 404, '{"message":"no such order"}'],
    ['?want=500', 503, '{"message":"later"}'],
    ['?want=599', 503, '{"message":"later"}'],
    // No pattern matches the whole of it: the response without a pattern is the default.
    ['?want=4040', 200, '{"all":"well"}'],
    ['?want=201', 200, '{"all":"well"}'],
  ])(
    'is chosen by what the request template says: %s (api-gateway 5.1.1, 5.3.1, 5.3.2, 5.3.7)',
    async (query, status, body) => {
      const api = await made([{ integration: { requestTemplates: json(template) }, responses }])
      const response = await api.call(`/${query}`)
      expect(await answered(response)).toEqual([status, body])
      expect(response.headers.get('content-type')).toBe('application/json')
      expect(response.headers.get('x-amzn-errortype')).toBeNull()
    },
  )

  it.each([
    ['text', '{"statusCode": "200"}'],
    ['nothing', '{}'],
    ['no JSON', 'statusCode: 200'],
  ])('is 500 when the template says %s (api-gateway 0.16, 5.1.2)', async (_, wrong) => {
    const api = await made([{ integration: { requestTemplates: json(wrong) }, responses }])
    const response = await api.call('/')
    expect(await answered(response)).toEqual(INTERNAL)
    expect(response.headers.get('x-amzn-errortype')).toBe('InternalServerErrorException')
  })

  it('is 500 when no response matches and none is the default (api-gateway 5.3.3)', async () => {
    const api = await made([{ responses: [{ statusCode: '404', selectionPattern: '404' }] }])
    expect(await answered(await api.call('/'))).toEqual(INTERNAL)
  })

  it.each(['{ statusCode: 200 }', "{ 'statusCode': 200 }", '{"statusCode": 200,}', '\n\n{"statusCode": 200}\n'])(
    'is read as leniently as on AWS: %j (api-gateway 5.1.4)',
    async (lenient) => {
      const api = await made([{ integration: { requestTemplates: json(lenient) }, responses }])
      expect((await api.call('/')).status).toBe(200)
    },
  )

  it('may be overridden by the request template, with headers (api-gateway 5.5.1)', async () => {
    const override =
      '#set($context.responseOverride.status = 444)#set($context.responseOverride.header.X-Why = "because")' +
      '{"statusCode": 200}'
    const api = await made([{ integration: { requestTemplates: json(override) }, responses }])
    const response = await api.call('/')
    expect(await answered(response)).toEqual([444, '{"all":"well"}'])
    expect(response.headers.get('x-why')).toBe('because')
  })
})

describe('the body', () => {
  it('is empty without a response template (api-gateway 4.1.2, 5.4.1)', async () => {
    const api = await made([{}])
    const response = await api.call('/')
    expect(await answered(response)).toEqual([200, ''])
    expect(response.headers.get('content-type')).toBe('application/json')
  })

  it('is the response template, evaluated', async () => {
    const template = `#set($ids = [1, 2, 3])
{"id":"$input.params('id')","q":"$input.params().querystring.get('q')","agent":"$util.escapeJavaScript($input.params('x-agent'))",
"stage":"$context.stage","path":"$context.path","verb":"$context.httpMethod","setting":"$stageVariables.colour","none":"$stageVariables.none",
"ids":[#foreach($id in $ids)$id#if($foreach.hasNext),#end#end],"encoded":"$util.base64Encode('a b')"}`
    const api = await made([
      { path: '/orders/{id}', responses: [{ statusCode: '200', responseTemplates: json(template) }] },
    ])
    await apiGateway.send(
      new UpdateStageCommand({
        restApiId: api.apiId,
        stageName: 'test',
        patchOperations: [{ op: 'replace', path: '/variables/colour', value: 'blue' }],
      }),
    )
    const response = await api.call('/orders/7?q=x%20y', { headers: { 'x-agent': 'a "b"' } })
    expect(await response.json()).toEqual({
      id: '7',
      q: 'x y',
      agent: 'a "b"',
      stage: 'test',
      path: '/test/orders/7',
      verb: 'GET',
      setting: 'blue',
      none: '',
      ids: [1, 2, 3],
      encoded: 'YSBi',
    })
  })

  it('may be what the caller asked for by Accept, and JSON otherwise (api-gateway 5.4.2)', async () => {
    const responseTemplates = { 'application/json': '{"a":1}', 'text/plain': 'a is 1' }
    const api = await made([{ responses: [{ statusCode: '200', responseTemplates }] }])
    expect(await (await api.call('/', { headers: { accept: 'text/plain' } })).text()).toBe('a is 1')
    expect(await (await api.call('/', { headers: { accept: 'application/json' } })).text()).toBe('{"a":1}')
    expect(await (await api.call('/', { headers: { accept: 'image/png' } })).text()).toBe('{"a":1}')
  })

  it('of the request can choose the status: it reaches the request template (api-gateway 5.1.5, 5.2.2)', async () => {
    const requestTemplates = json('{"statusCode": $input.json("$.want.status")}')
    const responses = [{ statusCode: '200' }, { statusCode: '409', selectionPattern: '409' }]
    const api = await made([{ httpMethod: 'POST', integration: { requestTemplates }, responses }])
    const post = (body: string) =>
      api.call('/', { method: 'POST', body, headers: { 'content-type': 'application/json; charset=utf-8' } })
    expect((await post('{"want":{"status":409}}')).status).toBe(409)
    expect((await post('{"want":{"status":200}}')).status).toBe(200)
  })
})

describe('the headers', () => {
  it('are mapped from texts, the context and the request’s integration, and no others appear (api-gateway 5.6.4)', async () => {
    const responseParameters = {
      'method.response.header.Content-Type': "'text/html'",
      'method.response.header.X-Text': "'it''s'",
      'method.response.header.X-Stage': 'context.stage',
      'method.response.header.X-Missing': 'integration.response.header.none',
    }
    const responseTemplates = json('<p>hello</p>')
    const api = await made([{ responses: [{ statusCode: '201', responseParameters, responseTemplates }] }])
    const response = await api.call('/')
    expect(await answered(response)).toEqual([201, '<p>hello</p>'])
    expect(response.headers.get('content-type')).toBe('text/html')
    expect(response.headers.get('x-stage')).toBe('test')
    expect(response.headers.get('x-missing')).toBeNull()
    expect(response.headers.get('x-text')).toContain('it')
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/)
    expect(response.headers.get('x-amz-apigw-id')).toMatch(/=$/)
  })
})

describe('a Content-Type without a template', () => {
  const requestTemplates = { 'application/json': '{"statusCode": 200}' }
  const table = [
    // [passthrough behavior, templates, status]: the raw body {"statusCode": 200} is itself a MOCK's input.
    ['WHEN_NO_MATCH', requestTemplates, 200],
    ['WHEN_NO_TEMPLATES', requestTemplates, 415],
    ['NEVER', requestTemplates, 415],
    ['WHEN_NO_MATCH', {}, 200],
    ['WHEN_NO_TEMPLATES', {}, 200],
    ['NEVER', {}, 415],
  ] as const
  it.each(table)(
    'with %s and the templates %j is answered %i (api-gateway 0.13, 5.2)',
    async (passthroughBehavior, templates, status) => {
      const integration = { passthroughBehavior, requestTemplates: templates }
      const api = await made([{ httpMethod: 'POST', integration }])
      const headers = { 'content-type': 'application/xml' }
      const response = await api.call('/', { method: 'POST', body: '{"statusCode": 200}', headers })
      expect(response.status).toBe(status)
      if (status === 415) expect(await response.text()).toBe('{"message": "Unsupported Media Type"}')
    },
  )
})

describe('the route', () => {
  const says = (name: string) => [{ statusCode: '200', responseTemplates: json(name) }]
  it('is the most specific path and method that there is (api-gateway 1.2.2, 1.2.3, 1.2.4)', async () => {
    const api = await made([
      { path: '/a/{proxy+}', httpMethod: 'ANY', responses: says('greedy') },
      { path: '/a/b', httpMethod: 'POST', responses: says('static POST') },
      { path: '/a/c', httpMethod: 'ANY', responses: says('static ANY') },
      { path: '/a/c', httpMethod: 'GET', responses: says('static GET') },
    ])
    const ask = async (method: string, path: string) => (await api.call(path, { method })).text()
    expect(await ask('POST', '/a/b')).toBe('static POST')
    expect(await ask('GET', '/a/b')).toBe('greedy')
    expect(await ask('GET', '/a/c')).toBe('static GET')
    expect(await ask('DELETE', '/a/c')).toBe('static ANY')
    expect(await ask('GET', '/a/c/')).toBe('static GET')
    expect(await ask('GET', '/a/x/y')).toBe('greedy')
    expect((await api.call('/a')).status).toBe(403)
    expect((await api.call('/A/c')).status).toBe(403)
  })
})
