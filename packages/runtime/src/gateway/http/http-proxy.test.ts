import { describe, expect, it } from 'vitest'
import { BackendError, type HttpAnswer } from '../backends/http-backend.ts'
import { type Call, headerOf, textOf } from '../rest/gateway.harness.ts'
import type { HttpIntegrationDefinition } from './definition.ts'
import { API, httpApi, startHttpApi, toBackend } from './http-api.harness.ts'

const OK: HttpAnswer = { status: 200, headers: [], body: Buffer.from('ok') }

interface Wanted {
  readonly route?: string
  readonly uri?: string
  readonly integration?: Partial<HttpIntegrationDefinition>
  readonly stages?: Record<string, object>
  readonly answer?: () => HttpAnswer
}

async function sent(path: string, call: Call = {}, wanted: Wanted = {}) {
  const { route = 'ANY /x', uri = 'http://b.test/base', integration, stages, answer = () => OK } = wanted
  const served = startHttpApi(httpApi({ [route]: {} }, toBackend(uri, integration)), {
    backend: answer,
    ...(stages && { stages }),
  })
  const response = await served.call(path, call)
  return { response, call: served.backendCalls[0] }
}

function headersOf(raw: readonly string[] = []): Record<string, string> {
  const headers: [string, string][] = []
  for (let i = 0; i < raw.length; i += 2) headers.push([(raw[i] as string).toLowerCase(), raw[i + 1] as string])
  return Object.fromEntries(headers)
}

describe('a web server is asked', () => {
  it.each<[string, string, Wanted, string]>([
    ['where its URI says', '/x', {}, 'http://b.test/base'],
    [
      'with the path behind a greedy variable',
      '/p/a/b',
      { route: 'ANY /p/{proxy+}', uri: 'http://b.test/q/{proxy}' },
      'http://b.test/q/a/b',
    ],
    [
      'spelled with a plus',
      '/p/a/b',
      { route: 'ANY /p/{proxy+}', uri: 'http://b.test/q/{proxy+}' },
      'http://b.test/q/a/b',
    ],
    [
      'with a value decoded and fit for a path',
      '/p/a%20b%3Fc%23%25',
      { route: 'ANY /p/{id}', uri: 'http://b.test/{id}/z' },
      'http://b.test/a%20b%3Fc%23%25/z',
    ],
    [
      'at the full path behind $default',
      '/store/checkout',
      { route: '$default', uri: 'http://b.test' },
      'http://b.test/store/checkout',
    ],
    [
      'which names the stage',
      '/prod/store',
      { route: '$default', uri: 'http://b.test', stages: { prod: {} } },
      'http://b.test/prod/store',
    ],
    [
      'by a stage variable',
      '/x',
      { uri: `http://$\{stageVariables.host}/`, stages: { $default: { variables: { host: 'v.test' } } } },
      'http://v.test/',
    ],
    [
      'at a mapped path',
      '/x',
      { integration: { requestParameters: { 'overwrite:path': '/other path' } } },
      'http://b.test/other%20path',
    ],
  ])('%s', async (_, path, wanted, url) => {
    expect((await sent(path, {}, wanted)).call?.url.href).toBe(url)
  })

  it('with the query of the client behind its own', async () => {
    const { call } = await sent('/x', { query: 'a=1&b=%20' }, { uri: 'http://b.test/?z=0' })
    expect(call?.url.search).toBe('?z=0&a=1&b=%20')
  })
  it('with the method of the client, or its own', async () => {
    expect((await sent('/x', { method: 'PATCH' })).call?.method).toBe('PATCH')
    const own = { integration: { integrationMethod: 'PUT' } }
    expect((await sent('/x', { method: 'PATCH' }, own)).call?.method).toBe('PUT')
  })
  it('with its body and time', async () => {
    const { call } = await sent('/x', { method: 'POST', body: 'hi' }, { integration: { timeoutInMillis: 50 } })
    expect([call?.body.toString(), call?.timeoutMs]).toEqual(['hi', 50])
  })
  it('with the headers of the client, and a Forwarded for those that begin with X (12.5.9)', async () => {
    const { call } = await sent('/x', {
      headers: {
        Accept: 'text/plain',
        Connection: 'close',
        Host: 'h.test',
        'X-Forwarded-For': '1.1.1.1, 2001:db8::1',
        'X-Forwarded-Proto': 'https',
        'X-Own': '1',
      },
    })
    expect(headersOf(call?.rawHeaders)).toEqual({
      accept: 'text/plain',
      'x-own': '1',
      host: 'b.test',
      forwarded: `for=1.1.1.1;proto=https,for="[2001:db8::1]";proto=https,by=127.0.0.1;for=127.0.0.1;host=${API}.execute-api.eu-west-1.amazonaws.com;proto=http`,
      via: 'HTTP/1.1 AmazonAPIGateway',
      'x-amzn-trace-id': expect.stringMatching(/^Root=/) as string,
    })
  })
  it('with a type for a body of length 0 (12.5.9)', async () => {
    const { call } = await sent('/x', { method: 'POST', headers: { 'Content-Length': '0' } })
    expect(headersOf(call?.rawHeaders)['content-type']).toBe('application/octet-stream')
  })
  it.each(['/p/..%2F..%2Fadmin', '/p/%2e%2e', '/p/a/%2E/b', '/p/../x'])('never beside its path: %s', async (path) => {
    const { response, call } = await sent(path, {}, { route: 'ANY /p/{proxy+}', uri: 'http://b.test/q/{proxy}' })
    expect([response.status, call]).toEqual([400, undefined])
  })
  it.each(['/a/../../x', '/%2e%2e/x', '/a\\..\\x'])(
    'never beside its path by the path as a whole: %s',
    async (path) => {
      const { response, call } = await sent(path, {}, { route: '$default', uri: 'http://b.test/q' })
      expect([response.status, call]).toEqual([400, undefined])
    },
  )
})

describe('its answer', () => {
  it('is passed on, without what belongs to the connection', async () => {
    const answer = (): HttpAnswer => ({
      status: 418,
      headers: [
        ['Content-Type', 'text/tea'],
        ['Connection', 'close'],
        ['Content-Length', '3'],
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
      ],
      body: Buffer.from('tea'),
    })
    const { response } = await sent('/x', {}, { answer })
    expect([response.status, textOf(response)]).toEqual([418, 'tea'])
    expect(response.headers.map(([name, value]) => `${name}: ${value}`).slice(0, -1)).toEqual([
      'Content-Type: text/tea',
      'Set-Cookie: a=1',
      'Set-Cookie: b=2',
      'Content-Length: 3',
    ])
  })
  it('to HEAD has the length that the backend tells', async () => {
    const answer = (): HttpAnswer => ({ status: 200, headers: [['Content-Length', '7']], body: Buffer.alloc(0) })
    const { response } = await sent('/x', { method: 'HEAD' }, { answer })
    expect([headerOf(response, 'content-length'), textOf(response)]).toEqual(['7', ''])
  })
  it.each([
    ['timeout', 503],
    ['network', 503],
    ['address', 503],
    ['certificate', 503],
    ['too-large', 500],
  ] as const)('that does not come (%s) is %i (12.1.7)', async (failure, status) => {
    const answer = () => {
      throw new BackendError(failure, 'no')
    }
    const { response } = await sent('/x', {}, { answer })
    expect(response.status).toBe(status)
    expect(headerOf(response, 'content-type')).toBe('application/json')
  })
})
