// biome-ignore-all lint/suspicious/noTemplateCurlyInString: stage variables are written so
import type { RequestListener } from 'node:http'
import {
  CreateDeploymentCommand,
  DeleteMethodResponseCommand,
  type PutIntegrationCommandInput,
  PutIntegrationResponseCommand,
  PutMethodResponseCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway'
import { CreateAliasCommand, PublishVersionCommand } from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { backends, bodyOf } from '../support/backends.ts'
import { awsClients } from '../support/clients.ts'
import { eventFunction } from '../support/event-function.ts'
import { permit } from '../support/http-api.ts'
import { createMockApi, type MockApi, type MockMethod } from '../support/mock-api.ts'
import { sendBytes, sendRaw } from '../support/raw-http.ts'
import { refusalOf } from '../support/refusal.ts'

const origin = inject('origin')
const ACCOUNT = '333300000082'
const { apiGateway, lambda } = awsClients({ origin, account: ACCOUNT })
const { start: backend, close } = backends()
afterAll(close)
const INTERNAL = '{"message": "Internal server error"}'

/** What the backend was sent. */
let seen: { url: URL; headers: Readonly<Record<string, string | string[] | undefined>>; body: string }
let says: { readonly headers: Record<string, string | string[]>; readonly body: string }
let base: string
beforeAll(async () => {
  says = { headers: {}, body: '' }
  const listener: RequestListener = async (request, response) => {
    const body = (await bodyOf(request)).toString()
    seen = { url: new URL(request.url ?? '', 'http://backend'), headers: request.headers, body }
    for (const [name, value] of Object.entries(says.headers)) response.setHeader(name, value)
    response.end(says.body)
  }
  base = await backend(listener)
})

const SOURCES = {
  requestParameters: {
    'method.request.path.id': true,
    'method.request.querystring.q': false,
    'method.request.header.X-Mine': false,
  },
}
/** A method that maps one source to a header, unless it says more. */
const mapping = (
  source: string,
  settings: Partial<PutIntegrationCommandInput> = {},
  more: MockMethod = {},
): MockMethod => ({
  path: '/pets/{id}',
  httpMethod: 'POST',
  method: SOURCES,
  integration: {
    type: 'HTTP',
    integrationHttpMethod: 'POST',
    uri: `${base}/to`,
    requestTemplates: undefined,
    requestParameters: { 'integration.request.header.X-Mapped': source },
    ...settings,
  },
  ...more,
})
const made = (...methods: MockMethod[]) => createMockApi({ apiGateway, origin }, methods)
const post = (api: MockApi, query = '', headers: Record<string, string | string[]> = {}, body = '') => {
  const { pathname } = new URL(api.url('/pets/7'))
  return sendRaw(origin, `${pathname}${query}`, { method: 'POST', headers, body })
}

describe('a header of the integration’s request', () => {
  const json = { 'content-type': 'application/json' }
  it.each<[string, string | undefined, string, Record<string, string | string[]>, string]>([
    ['method.request.path.id', '7', '', {}, ''],
    ['method.request.querystring.q', 'b', '?q=a&q=b', {}, ''],
    ['method.request.header.X-Mine', 'b', '', { 'X-Mine': ['a', 'b'] }, ''],
    ['method.request.multivalueheader.X-Mine', 'a,b', '', { 'X-Mine': ['a', 'b'] }, ''],
    ['method.request.body', '{"a":{"b":[1,"two"]}}', '', json, '{"a":{"b":[1,"two"]}}'],
    ['method.request.body.a.b[1]', 'two', '', json, '{"a":{"b":[1,"two"]}}'],
    ['stageVariables.colour', 'blue', '', {}, ''],
    ['context.stage', 'test', '', {}, ''],
    ["'static'", 'static', '', {}, ''],
  ])('is mapped from %s (api-gateway 5.6.1, 5.6.3)', async (source, value, query, headers, body) => {
    const api = await made(mapping(source))
    const patchOperations = [{ op: 'replace' as const, path: '/variables/colour', value: 'blue' }]
    await apiGateway.send(new UpdateStageCommand({ restApiId: api.apiId, stageName: 'test', patchOperations }))
    expect((await post(api, query, headers, body)).status).toBe(200)
    expect(seen.headers['x-mapped']).toBe(value)
  })

  it.each([
    ['method.request.querystring.q', {}],
    ['method.request.body.none', json],
    ['stageVariables.none', {}],
    ['context.none', {}],
    // Only texts and numbers are mapped.
    ['context.identity', {}],
  ])('is left out where %s says nothing (api-gateway 5.6.4, 5.6.7)', async (source, headers) => {
    expect((await post(await made(mapping(source)), '', headers, '{}')).status).toBe(200)
    expect(seen.headers).not.toHaveProperty('x-mapped')
  })

  it('knows parameters by their case, and headers first of all (api-gateway 4.3.5, 5.6.5)', async () => {
    const query = await made(mapping('method.request.querystring.q'))
    await post(query, '?Q=other&q=own')
    expect(seen.headers['x-mapped']).toBe('own')
    await post(query, '?Q=other')
    expect(seen.headers).not.toHaveProperty('x-mapped')
    const { pathname } = new URL((await made(mapping('method.request.header.X-Mine'))).url('/pets/7'))
    const lines = [`POST ${pathname} HTTP/1.1`, 'Host: 127.0.0.1', 'X-Mine: own', 'x-mine: other', 'Content-Length: 0']
    await sendBytes(origin, `${lines.join('\r\n')}\r\n\r\n`, { enough: (answer) => answer.includes('\r\n\r\n') })
    expect(seen.headers['x-mapped']).toBe('own')
  })

  it('is texts of the context (api-gateway 5.6.7)', async () => {
    const api = await made(mapping('context.resourceId'))
    await post(api)
    expect(seen.headers['x-mapped']).toBe(api.resources['/pets/{id}'])
    await post(await made(mapping('context.identity.sourceIp')))
    expect(seen.headers['x-mapped']).toBe('127.0.0.1')
  })
})

it('a path and a query are mapped, too, all values of a query (api-gateway 5.6.1, 5.6.3)', async () => {
  const requestParameters = {
    'integration.request.path.to': 'method.request.path.id',
    'integration.request.querystring.one': 'method.request.querystring.q',
    'integration.request.querystring.all': 'method.request.multivaluequerystring.q',
  }
  await post(await made(mapping('', { uri: `${base}/{to}/{other}`, requestParameters })), '?q=a&q=b')
  expect(decodeURIComponent(seen.url.pathname)).toBe('/7/{other}')
  expect(seen.url.searchParams.getAll('one')).toEqual(['b'])
  expect(seen.url.searchParams.getAll('all')).toEqual(['a', 'b'])
})

it.each(['{"a":', '[1', '"a', "'a"])(
  'a body that begins as JSON must be JSON where it is mapped: %s (api-gateway 5.6.6)',
  async (body) => {
    const api = await made(mapping('method.request.body.a'))
    const answer = await post(api, '', { 'content-type': 'application/json' }, body)
    expect([answer.status, answer.body]).toEqual([400, '{"message": "Invalid JSON in request body"}'])
    expect(answer.headers['x-amzn-errortype']).toBe('BadRequestException')
    expect((await post(api, '', {}, 'text')).status).toBe(200)
    expect((await post(api)).status).toBe(200)
  },
)

describe('a header of the response', () => {
  const responding = (source: string) => {
    const responseParameters = { 'method.response.header.X-Mapped': source }
    return made(mapping("'a'", {}, { responses: [{ statusCode: '200', responseParameters }] }))
  }
  it.each([
    ['integration.response.header.X-Theirs', 'b'],
    ['integration.response.multivalueheader.X-Theirs', 'a,b'],
    ['integration.response.body', '{"a":{"b":1}}'],
    ['integration.response.body.a.b', '1'],
    ['stageVariables.colour', 'blue'],
    ['context.stage', 'test'],
    ["'static'", 'static'],
    ['integration.response.header.None', undefined],
    ['integration.response.body.none', undefined],
  ])('is mapped from %s (api-gateway 5.6.2, 5.6.3, 5.6.4)', async (source, value) => {
    const api = await responding(source)
    const patchOperations = [{ op: 'replace' as const, path: '/variables/colour', value: 'blue' }]
    await apiGateway.send(new UpdateStageCommand({ restApiId: api.apiId, stageName: 'test', patchOperations }))
    says = { headers: { 'X-Theirs': ['a', 'b'] }, body: '{"a":{"b":1}}' }
    expect((await post(api)).headers['x-mapped']).toBe(value)
  })

  it('ends the call where the backend’s JSON is none (api-gateway 5.6.6)', async () => {
    says = { headers: {}, body: '{"a":' }
    const { status, body } = await post(await responding('integration.response.body.a'))
    expect([status, body]).toEqual([500, INTERNAL])
  })

  it('is there only if it is mapped (api-gateway 5.6.11)', async () => {
    says = { headers: { 'X-Theirs': 'a' }, body: '' }
    const plain = await made(mapping("'a'"))
    expect((await post(plain)).headers).not.toHaveProperty('x-theirs')
    expect((await post(await responding('integration.response.header.X-Theirs'))).headers['x-mapped']).toBe('a')
  })

  it('must be declared by the method before it is mapped (api-gateway 5.6.12)', async () => {
    const api = await made({})
    const at = { restApiId: api.apiId, resourceId: api.rootResourceId, httpMethod: 'GET', statusCode: '200' }
    const responseParameters = { 'method.response.header.X-Mine': "'a'" }
    const map = () => apiGateway.send(new PutIntegrationResponseCommand({ ...at, responseParameters }))
    expect(await refusalOf(map())).toMatchObject({ name: 'BadRequestException', status: 400 })
    await apiGateway.send(new DeleteMethodResponseCommand(at))
    const declared = { 'method.response.header.X-Mine': false }
    await apiGateway.send(new PutMethodResponseCommand({ ...at, responseParameters: declared }))
    expect((await map()).responseParameters).toEqual(responseParameters)
  })
})

it('a response that the method does not declare ends the call (api-gateway 5.3.6)', async () => {
  const api = await made({})
  const at = { restApiId: api.apiId, resourceId: api.rootResourceId, httpMethod: 'GET', statusCode: '200' }
  await apiGateway.send(new DeleteMethodResponseCommand(at))
  await apiGateway.send(new CreateDeploymentCommand({ restApiId: api.apiId, stageName: 'test' }))
  const answer = await api.call('/')
  expect([answer.status, await answer.text()]).toEqual([500, INTERNAL])
})

it('a proxy of HTTP is sent what is mapped beside what the client sends (api-gateway 5.6.8)', async () => {
  const requestParameters = {
    'integration.request.querystring.testQs': "'foo'",
    'integration.request.header.X-Mine': "'mapped'",
  }
  const api = await made(mapping('', { type: 'HTTP_PROXY', requestParameters }))
  says = { headers: {}, body: '' }
  await post(api, '?testQs=bar', { 'X-Mine': 'theirs' })
  expect(seen.url.searchParams.getAll('testQs')).toEqual(['bar', 'foo'])
  expect(seen.headers['x-mine']).toBe('mapped')
})

it('a proxy of a function sees nothing of what is mapped (api-gateway 5.6.9)', async () => {
  const { integration } = await eventFunction(lambda, ACCOUNT)
  const api = await made(mapping("'a'", integration, { responses: [] }))
  const event = JSON.parse((await post(api)).body) as { headers: Record<string, string> }
  expect(Object.keys(event.headers)).not.toContain('X-Mapped')
})

it('an address may have stage variables, and is no address without them (api-gateway 5.6.10)', async () => {
  const host = '${stageVariables.host}'
  const api = await made(mapping("'a'", { uri: `http://${host}/to`, requestParameters: undefined }))
  const missing = await post(api)
  expect([missing.status, missing.body]).toEqual([500, INTERNAL])
  const patchOperations = [{ op: 'replace' as const, path: '/variables/host', value: new URL(base).host }]
  await apiGateway.send(new UpdateStageCommand({ restApiId: api.apiId, stageName: 'test', patchOperations }))
  expect((await post(api)).status).toBe(200)
  expect(seen.url.pathname).toBe('/to')
})

it('a stage variable names a backend, a function and its alias, at once (api-gateway 9.4.1)', async () => {
  const set = (restApiId: string, name: string, value: string) => {
    const patchOperations = [{ op: 'replace' as const, path: `/variables/${name}`, value }]
    return apiGateway.send(new UpdateStageCommand({ restApiId, stageName: 'test', patchOperations }))
  }
  const { host } = new URL(base)
  const http = await made(
    mapping("'a'", {
      uri: 'http://${stageVariables.host}/${stageVariables.path}',
      requestParameters: undefined,
    }),
  )
  await set(http.apiId, 'host', host)
  for (const path of ['one', 'two']) {
    await set(http.apiId, 'path', path)
    await post(http)
    expect(seen.url.pathname).toBe(`/${path}`)
  }

  const { integration } = await eventFunction(lambda, ACCOUNT)
  const [, name = ''] = /function:([^/]+)/.exec(integration?.uri ?? '') ?? []
  const { Version: FunctionVersion } = await lambda.send(new PublishVersionCommand({ FunctionName: name }))
  await lambda.send(new CreateAliasCommand({ FunctionName: name, Name: 'live', FunctionVersion }))
  await permit(lambda, `${name}:live`)
  const uri = integration?.uri?.replace(name, '${stageVariables.function}')
  const called = await made(mapping("'a'", { ...integration, uri }, { responses: [] }))
  expect((await post(called)).status).toBe(500)
  for (const target of [name, `${name}:live`]) {
    await set(called.apiId, 'function', target)
    expect([target, (await post(called)).status]).toEqual([target, 200])
  }
  await set(called.apiId, 'function', `${name}:none`)
  expect((await post(called)).status).toBe(500)
})
