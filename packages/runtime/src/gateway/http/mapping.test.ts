import { describe, expect, it } from 'vitest'
import type { HttpAnswer } from '../backends/http-backend.ts'
import { type Call, textOf } from '../rest/gateway.harness.ts'
import { httpDefinitionChecks } from './checks.ts'
import type { HttpIntegrationDefinition } from './definition.ts'
import { echo, httpApi, startHttpApi, toBackend, toFunction } from './http-api.harness.ts'

type Parameters = Record<string, string>

async function request(requestParameters: Parameters, call: Call = {}) {
  const api = httpApi({ 'ANY /p/{id}': {} }, toBackend('http://b.test/', { requestParameters }))
  const stages = { $default: { variables: { v: 'stage' } } }
  const served = startHttpApi(api, { backend: () => ({ status: 200, headers: [], body: Buffer.alloc(0) }), stages })
  const response = await served.call('/p/7', call)
  const [sent] = served.backendCalls
  if (!sent) throw new Error(`not called: ${response.status}`)
  const headers: string[] = []
  for (let i = 0; i < sent.rawHeaders.length; i += 2) headers.push(`${sent.rawHeaders[i]}: ${sent.rawHeaders[i + 1]}`)
  return {
    query: sent.url.search,
    path: sent.url.pathname,
    own: headers.filter((line) => /^(?:x|h)/i.test(line) && !/^(?:host|x-amzn)/i.test(line)),
  }
}

async function response(
  responseParameters: HttpIntegrationDefinition['responseParameters'],
  answer: Partial<HttpAnswer> = {},
) {
  const api = httpApi({ 'GET /x': {} }, toBackend('http://b.test/', { responseParameters }))
  const backend = () => ({ status: 200, headers: [['X', '1']] as const, body: Buffer.from('{"a":{"b":5}}'), ...answer })
  const { status, headers } = await startHttpApi(api, { backend }).call('/x')
  return [status, headers.filter(([name]) => /^[xh]/i.test(name)).map(([name, value]) => `${name}: ${value}`)]
}

describe('parameters of a request (12.5.6)', () => {
  it.each<[string, string, string | undefined]>([
    ['a header in any case, its values joined', '$request.header.x-IN', '1,2'],
    ['a query parameter, its values joined', '$request.querystring.Q', 'a,b'],
    ['a query parameter in another case', '$request.querystring.q', undefined],
    ['the path', '$request.path', '/p/7'],
    ['a path variable', '$request.path.id', '7'],
    ['the body', '$request.body', '{"name":"x","list":[1,{"a":2}]}'],
    ['a part of it', '$request.body.name', 'x'],
    ['a part of it that is no text', '$request.body.list[1]', '{"a":2}'],
    ['a part that is not there', '$request.body.none', undefined],
    ['the context', '$context.httpMethod', 'POST'],
    ['a context variable that is not there', '$context.none', undefined],
    ['a stage variable', '$stageVariables.v', 'stage'],
    ['a text', 'just text', 'just text'],
    ['one in braces', `$\{request.path.id}`, '7'],
    ['several in braces', `a-$\{request.path.id}-$\{context.stage}-$\{request.header.none}`, 'a-7-$default-'],
  ])('%s', async (_, source, value) => {
    const call = {
      method: 'POST',
      query: 'Q=a&Q=b',
      headers: { 'X-In': '1', 'x-in': '2' },
      body: '{"name":"x","list":[1,{"a":2}]}',
    }
    const { own } = await request({ 'append:header.h': source }, call)
    expect(own.filter((line) => line.startsWith('h: '))).toEqual(value === undefined ? [] : [`h: ${value}`])
  })
  it('change headers', async () => {
    const headers = { X: '1', 'x-gone': '2' }
    const changes = { 'append:header.X': '3', 'overwrite:header.x-new': '4', 'remove:header.X-Gone': "''" }
    expect((await request(changes, { headers })).own).toEqual(['X: 1', 'X: 3', 'x-new: 4'])
    expect((await request({ 'overwrite:header.x': '9' }, { headers: { X: '1' } })).own).toEqual(['x: 9'])
  })
  it('change the query', async () => {
    const query = 'a=1&b=2&a=3'
    expect((await request({ 'append:querystring.a': '4&' }, { query })).query).toBe('?a=1&b=2&a=3&a=4%26')
    expect((await request({ 'overwrite:querystring.a': '4' }, { query })).query).toBe('?b=2&a=4')
    expect((await request({ 'remove:querystring.a': '' }, { query })).query).toBe('?b=2')
  })
  it('change the path', async () => {
    expect((await request({ 'overwrite:path': `/new/$\{request.path.id}?x` })).path).toBe('/new/7%3Fx')
  })
  it('cannot break out of a header', async () => {
    const { own } = await request({ 'append:header.h': '$request.querystring.a' }, { query: 'a=1%0D%0Ax:%202' })
    expect(own).toEqual(['h: 1  x: 2'])
  })
  it('see 100 KB of a body (12.5.7)', async () => {
    const body = JSON.stringify({ name: 'x', more: 'y'.repeat(200_000) })
    expect((await request({ 'append:header.h': '$request.body.name' }, { method: 'POST', body })).own).toEqual([])
  })
  it('show in the event of a function', async () => {
    const requestParameters = { 'append:header.h': '1', 'append:querystring.q': '2', 'overwrite:path': '/new' }
    const served = startHttpApi(httpApi({ 'GET /x': {} }, toFunction({ requestParameters })), { handler: echo })
    expect(JSON.parse(textOf(await served.call('/x')))).toMatchObject({
      rawPath: '/new',
      rawQueryString: 'q=2',
      headers: { h: '1' },
    })
  })
})

describe('parameters of a response (12.5.7)', () => {
  it('change headers and status, by the status', async () => {
    const changes = { 'append:header.h': '$response.body.a', 'overwrite:statuscode': '403', 'remove:header.x': "''" }
    expect(await response({ 200: changes })).toEqual([403, ['h: {"b":5}']])
    expect(await response({ 500: changes })).toEqual([200, ['X: 1']])
  })
  it('read headers, the context and the whole body', async () => {
    const changes = {
      'append:header.X': '2',
      'append:header.h1': '$response.header.x',
      'overwrite:header.h2': '$context.stage',
      'append:header.h3': '$response.body',
      'append:header.h4': '$response.header.none',
    }
    expect(await response({ 200: changes })).toEqual([
      200,
      ['X: 1', 'X: 2', 'h1: 1', 'h2: $default', 'h3: {"a":{"b":5}}'],
    ])
  })
  it('of what is no JSON have no parts', async () => {
    expect(await response({ 200: { 'append:header.h': '$response.body.a' } }, { body: Buffer.from('<') })).toEqual([
      200,
      ['X: 1'],
    ])
  })
})

describe('what is wrong with a mapping', () => {
  const { problemWithRequestParameter: request, problemWithResponseParameter: response } = httpDefinitionChecks

  it.each([
    ['append:header.h', '$request.header.a'],
    ['overwrite:querystring.q', '$request.querystring.a'],
    ['remove:header.h', "''"],
    ['overwrite:path', '/x'],
    ['append:header.host', 'x'],
  ])('nothing: %s', (key, value) => {
    expect(request(key, value)).toBeUndefined()
  })
  it.each([
    ['header.h', 'x', 'Invalid mapping expression specified: header.h'],
    ['append:path', 'x', 'Invalid mapping expression specified: append:path'],
    ['append:body.x', 'x', 'Invalid mapping expression specified: append:body.x'],
    ['overwrite:statuscode', '200', 'Invalid mapping expression specified: overwrite:statuscode'],
    ['append:header.a b', 'x', 'Invalid mapping expression specified: append:header.a b'],
    ['append:header.h', '$request.cookie.x', 'Invalid mapping expression specified: $request.cookie.x'],
    ['append:header.h', '$response.header.x', 'Invalid mapping expression specified: $response.header.x'],
    ['append:header.h', '$request.body..x', 'Invalid mapping expression specified: $request.body..x'],
    ['append:header.h', '$request.body[?(@.a)]', 'Invalid mapping expression specified: $request.body[?(@.a)]'],
    ['append:header.h', `a $\{request.cookie.x}`, `Invalid mapping expression specified: a $\{request.cookie.x}`],
    ['append:header.h', '$request.header.Authorization', 'Operations on header Authorization are restricted'],
  ])('of a request: %s from %s', (key, value, problem) => {
    expect(request(key, value)).toBe(problem)
  })
  it.each([
    ['append:querystring.q', 'x', 'Invalid mapping expression specified: append:querystring.q'],
    ['overwrite:path', 'x', 'Invalid mapping expression specified: overwrite:path'],
    ['overwrite:statuscode', '99', 'Invalid status code specified: 99'],
    ['append:header.h', '$request.header.x', 'Invalid mapping expression specified: $request.header.x'],
  ])('of a response: %s from %s', (key, value, problem) => {
    expect(response(key, value)).toBe(problem)
  })
  it.each([
    'Access-Control-Allow-Origin',
    'apigw-requestid',
    'Authorization',
    'Connection',
    'Content-Encoding',
    'Content-Length',
    'Content-Location',
    'Forwarded',
    'Keep-Alive',
    'Origin',
    'Proxy-Authenticate',
    'Proxy-Authorization',
    'TE',
    'Trailers',
    'Transfer-Encoding',
    'Upgrade',
    'x-amz-date',
    'x-amzn-trace-id',
    'X-Forwarded-For',
    'X-Forwarded-Host',
    'X-Forwarded-Proto',
    'Via',
  ])('the header %s is reserved (12.5.8)', (name) => {
    expect(request(`append:header.${name}`, 'x')).toBe(`Operations on header ${name} are restricted`)
    expect(response(`remove:header.${name}`, "''")).toBe(`Operations on header ${name} are restricted`)
  })
})
