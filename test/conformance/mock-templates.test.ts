import { GetIntegrationCommand, GetIntegrationResponseCommand } from '@aws-sdk/client-api-gateway'
import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createMockApi, type MockApi, type MockMethod } from '../support/mock-api.ts'
import { sendRaw } from '../support/raw-http.ts'

const origin = inject('origin')
const { apiGateway } = awsClients({ origin, account: '333300000081' })
const json = (template: string) => ({ 'application/json': template })
const made = (...methods: readonly MockMethod[]) => createMockApi({ apiGateway, origin }, methods)
/** What it answers with when this is its request template. */
const asking = (template: string, more: MockMethod = {}) =>
  made({ integration: { requestTemplates: json(template) }, ...more })
/** What it answers with when this is its response template. */
const saying = (template: string, more: MockMethod = {}) =>
  made({ responses: [{ statusCode: '200', responseTemplates: json(template) }], ...more })
const INTERNAL = [500, '{"message": "Internal server error"}']

async function told(api: MockApi, path = '/', init?: RequestInit): Promise<[number, string]> {
  const response = await api.call(path, init)
  return [response.status, await response.text()]
}

describe('the status of a mock', () => {
  it.each(['0', '-1000', '200', '99999'])('may be any integer: %s (api-gateway 5.1.3)', async (status) => {
    expect(await told(await asking(`{"statusCode": ${status}}`))).toEqual([200, ''])
  })

  it.each([
    '{ statusCode: 200 }',
    '{statusCode: 200}',
    "{'statusCode': 200}",
    '{"statusCode": 200,}',
    '{"statusCode": 200 ,, }',
    '{"statusCode": 200, null: null}',
    "{\"statusCode\": 200, 'a': 'b'}",
    "{statusCode: 200, }foo: ''}",
  ])('is read in %s (api-gateway 5.1.4)', async (text) => {
    expect(await told(await asking(text))).toEqual([200, ''])
  })

  it.each([
    '{"statusCode\': 200}',
    '"statusCode": 200',
    '{"statusCode": 200',
    '{ {statusCode: 200}',
    '{[statusCode: 200}',
  ])('is not read in %s (api-gateway 5.1.4)', async (text) => {
    expect(await told(await asking(text))).toEqual(INTERNAL)
  })

  it('may be computed, behind blank lines (api-gateway 5.1.5)', async () => {
    const api = await asking('\n\n  #set($status = 100 + 100)\n\n{"statusCode": $status}\n')
    expect(await told(api)).toEqual([200, ''])
  })

  it('is what the client sends where there is no template (api-gateway 5.1.6, 5.2.4)', async () => {
    const api = await made({ httpMethod: 'POST', integration: { requestTemplates: undefined } })
    const post = (body: string) => told(api, '/', { method: 'POST', body })
    expect(await post('{"statusCode": 200}')).toEqual([200, ''])
    expect(await post('')).toEqual(INTERNAL)
    expect(await post('{"statusCode": "200"}')).toEqual(INTERNAL)
  })
})

it('a mock has neither method nor address (api-gateway 5.1.7)', async () => {
  const api = await made({ integration: { integrationHttpMethod: 'POST', uri: 'http://a.example/' } })
  const at = { restApiId: api.apiId, resourceId: api.rootResourceId, httpMethod: 'GET' }
  const shown = await apiGateway.send(new GetIntegrationCommand(at))
  expect([shown.type, shown.httpMethod, shown.uri]).toEqual(['MOCK', undefined, undefined])
})

describe('the template of a request', () => {
  const responses = [
    { statusCode: '200' },
    ...['201', '202'].map((code) => ({ statusCode: code, selectionPattern: code })),
  ]
  const post = (api: MockApi, headers: Record<string, string>) =>
    api.call('/', { method: 'POST', body: new TextEncoder().encode('{"statusCode": 202}'), headers })

  it('is the one of its type, which is JSON by default, or the last resort (api-gateway 5.2.1, 5.2.2)', async () => {
    const requestTemplates = {
      'application/json': '{"statusCode": 200}',
      'text/plain': '{"statusCode": 201}',
      $default: '{"statusCode": 202}',
    }
    const api = await made({ httpMethod: 'POST', integration: { requestTemplates }, responses })
    const status = async (type?: string) => (await post(api, type === undefined ? {} : { 'content-type': type })).status
    expect(await status()).toBe(200)
    expect(await status('application/json')).toBe(200)
    expect(await status('application/json; charset=utf-8')).toBe(200)
    expect(await status('text/plain')).toBe(201)
    expect(await status('text/html')).toBe(202)
  })

  it.each([
    ['WHEN_NO_MATCH', 200, 202, 202],
    ['WHEN_NO_TEMPLATES', 200, 415, 202],
    ['NEVER', 200, 415, 415],
  ] as const)(
    'is none where nothing fits: %s (api-gateway 5.2)',
    async (passthroughBehavior, matching, other, none) => {
      const requestTemplates = json('{"statusCode": 200}')
      const api = await made(
        { path: '/some', httpMethod: 'POST', integration: { passthroughBehavior, requestTemplates }, responses },
        {
          path: '/none',
          httpMethod: 'POST',
          integration: { passthroughBehavior, requestTemplates: undefined },
          responses,
        },
      )
      const status = async (path: string, type: string) =>
        (await api.call(path, { method: 'POST', body: '{"statusCode": 202}', headers: { 'content-type': type } }))
          .status
      expect([await status('/some', 'application/json'), await status('/some', 'text/xml')]).toEqual([matching, other])
      expect([await status('/none', 'text/xml'), await status('/none', 'application/json')]).toEqual([none, none])
    },
  )

  it.each(['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'] as const)(
    'is there for a GET without a body, too: %s (api-gateway 5.2.3)',
    async (passthroughBehavior) => {
      const api = await made({ integration: { passthroughBehavior } })
      expect((await api.call('/')).status).toBe(200)
    },
  )

  it('is passed over where none fits, unless it is said otherwise (api-gateway 5.2.3)', async () => {
    const api = await made({})
    const at = { restApiId: api.apiId, resourceId: api.rootResourceId, httpMethod: 'GET' }
    expect((await apiGateway.send(new GetIntegrationCommand(at))).passthroughBehavior).toBe('WHEN_NO_MATCH')
  })
})

describe('the response', () => {
  const chosen = (status: number, ...responses: { statusCode: string; selectionPattern?: string }[]) =>
    asking(`{"statusCode": ${status}}`, { responses })

  it.each([
    [202, '2\\d{2}', 418],
    [200, '200|201', 418],
    [201, '200|201', 418],
    [2021, '2\\d{2}', 200],
    [1202, '2\\d{2}', 200],
    [200, '20', 200],
  ])('of status %i fits the pattern %s as a whole (api-gateway 5.3.1)', async (status, selectionPattern, answer) => {
    const api = await chosen(status, { statusCode: '200' }, { statusCode: '418', selectionPattern })
    expect((await api.call('/')).status).toBe(answer)
  })

  it('without a pattern, or with an empty one, is for the rest (api-gateway 5.3.2)', async () => {
    for (const selectionPattern of [undefined, '']) {
      const api = await chosen(
        500,
        { statusCode: '203', selectionPattern },
        { statusCode: '418', selectionPattern: '4..' },
      )
      expect((await api.call('/')).status).toBe(203)
    }
  })

  it('must be there (api-gateway 5.3.4)', async () => {
    expect(await told(await made({ responses: [] }))).toEqual(INTERNAL)
  })

  it('is the one of the same status where several fit (api-gateway 5.3.5)', async () => {
    const some = (selectionPattern: string, ...codes: string[]) =>
      codes.map((statusCode) => ({ statusCode, selectionPattern }))
    const status = async (asked: number, ...responses: { statusCode: string; selectionPattern: string }[]) =>
      (await (await chosen(asked, ...responses)).call('/')).status
    expect(await status(404, ...some('4\\d\\d', '400', '404', '499'))).toBe(404)
    expect(await status(404, ...some('4\\d\\d', '404', '400'))).toBe(404)
    expect(await status(404, ...some('4\\d\\d', '418', '410'))).toBe(410)
  })

  it('has the status that it says, not the backend’s (api-gateway 5.3.7)', async () => {
    const api = await chosen(404, { statusCode: '200' }, { statusCode: '301', selectionPattern: '404' })
    expect((await api.call('/', { redirect: 'manual' })).status).toBe(301)
  })

  it('is the template that is accepted, or JSON, or the first (api-gateway 5.4.2)', async () => {
    const body = async (responseTemplates: Record<string, string>, accept: string) => {
      const api = await made({ responses: [{ statusCode: '200', responseTemplates }] })
      return (await told(api, '/', { headers: { accept } }))[1]
    }
    const both = { 'text/plain': 'plain', 'application/json': 'json' }
    expect(await body(both, 'text/plain')).toBe('plain')
    expect(await body(both, 'application/json')).toBe('json')
    expect(await body(both, 'image/png')).toBe('json')
    expect(await body({ 'text/plain': 'plain', 'text/html': 'html' }, 'image/png')).toBe('plain')
  })

  it('stays JSON by its header, whatever template is chosen (api-gateway 5.4.3)', async () => {
    const responseTemplates = { 'text/html': '<p>' }
    const responseParameters = { 'method.response.header.Content-Type': "'text/html'" }
    const api = await made(
      { path: '/plain', responses: [{ statusCode: '200', responseTemplates }] },
      { path: '/mapped', responses: [{ statusCode: '200', responseTemplates, responseParameters }] },
    )
    const type = async (path: string) =>
      (await api.call(path, { headers: { accept: 'text/html' } })).headers.get('content-type')
    expect([await type('/plain'), await type('/mapped')]).toEqual(['application/json', 'text/html'])
  })

  it('sees an empty body, and the client’s parameters (api-gateway 5.4.4, 6.2.1)', async () => {
    const api = await saying("$input.body|$input.params('data')|$input.params('x-mine')")
    expect(await told(api, '/?data=d', { headers: { 'x-mine': 'm' } })).toEqual([200, '{}|d|m'])
  })

  it('has null for a template that is empty (api-gateway 5.4.5)', async () => {
    const api = await saying('')
    const at = { restApiId: api.apiId, resourceId: api.rootResourceId, httpMethod: 'GET', statusCode: '200' }
    const shown = await apiGateway.send(new GetIntegrationResponseCommand(at))
    expect(shown.responseTemplates).toEqual({ 'application/json': null })
  })
})

describe('an override', () => {
  const STATUS = '#set($context.responseOverride.status = 444)#set($context.responseOverride.header.foo = "bar")'

  it.each([
    ['and there is no template', {}, ''],
    ['and there is one', { responseTemplates: json('said') }, 'said'],
  ])('of a request’s template is the response’s %s (api-gateway 5.5.1)', async (_, more, body) => {
    const api = await asking(`${STATUS}{"statusCode": 200}`, { responses: [{ statusCode: '200', ...more }] })
    const response = await api.call('/')
    expect([response.status, await response.text(), response.headers.get('foo')]).toEqual([444, body, 'bar'])
  })

  it('of one’s own is read again by the response’s template (api-gateway 5.5.2)', async () => {
    const api = await asking('#set($context.responseOverride.custom = "mine"){"statusCode": 200}', {
      responses: [{ statusCode: '200', responseTemplates: json('is $context.responseOverride.custom') }],
    })
    expect(await told(api)).toEqual([200, 'is mine'])
  })

  it('of the request is, too (api-gateway 5.5.3)', async () => {
    const request =
      '#set($context.requestOverride.path.p = "x")#set($context.requestOverride.querystring.q = "y"){"statusCode": 200}'
    const response = '#if($context.requestOverride.path.p == "x")$context.requestOverride.querystring.q#{else}none#end'
    const api = await asking(request, { responses: [{ statusCode: '200', responseTemplates: json(response) }] })
    expect(await told(api)).toEqual([200, 'y'])
  })

  it.each([
    ['#set($k = "q")#set($context.requestOverride.querystring[$k] = "x")'],
    ['#set($k = "q")$context.requestOverride.querystring.put($k,"x")'],
    ['#set($context["requestOverride"].querystring["q"] = "x")'],
  ])('is set by %s (api-gateway 5.5.4, 6.1.9)', async (assignment) => {
    const api = await asking(`${assignment}{"statusCode": 200}`, {
      responses: [{ statusCode: '200', responseTemplates: json('$context.requestOverride.querystring.q') }],
    })
    expect(await told(api)).toEqual([200, 'x'])
  })

  it.each(['"abc"', '99', '600', '1000'])('is no status if it is %s (api-gateway 5.5.5)', async (status) => {
    const api = await asking(`#set($context.responseOverride.status = ${status}){"statusCode": 200}`)
    expect((await api.call('/')).status).toBe(200)
  })

  it.each(['status = 201', 'header.a = "b"'])('of %s may be set once (api-gateway 5.5.6)', async (assignment) => {
    const set = `#set($context.responseOverride.${assignment})`
    expect((await (await asking(`${set}{"statusCode": 200}`)).call('/')).status).toBeLessThan(300)
    expect((await (await asking(`${set}${set}{"statusCode": 200}`)).call('/')).status).toBe(500)
  })

  it('beats what is mapped (api-gateway 5.5.7)', async () => {
    const responseParameters = { 'method.response.header.foo': "'mapped'" }
    const api = await asking(`${STATUS}{"statusCode": 200}`, { responses: [{ statusCode: '200', responseParameters }] })
    const response = await api.call('/')
    expect([response.status, response.headers.get('foo')]).toEqual([444, 'bar'])
  })

  it('of a header has the name as it is written (api-gateway 5.5.8)', async () => {
    const api = await saying('#set($context.responseOverride.header.x-MINE = "a")')
    const { rawHeaders } = await sendRaw(origin, new URL(api.url('/')).pathname, { method: 'GET' })
    expect(rawHeaders).toContain('x-MINE')
  })
})
