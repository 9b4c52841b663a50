import { createHash } from 'node:crypto'
import {
  CreateResourceCommand,
  GetRestApiCommand,
  type PutMethodCommandInput,
  UpdateRestApiCommand,
} from '@aws-sdk/client-api-gateway'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { eventFunction } from '../support/event-function.ts'
import { createMockApi, type MockApi } from '../support/mock-api.ts'
import { sendRaw } from '../support/raw-http.ts'
import { refusalOf } from '../support/refusal.ts'

const origin = inject('origin')
const ACCOUNT = '333300000071'
const { apiGateway, lambda } = awsClients({ origin, account: ACCOUNT })
const named = (name: string) => ({
  responses: [{ statusCode: '200', responseTemplates: { 'application/json': `${name} $input.params().path` } }],
})
const MISSING = '{"message":"Missing Authentication Token"}'

/** As it is written, which `fetch` would change, and by AWS's host name. */
const send = ({ apiId }: MockApi, path: string, method = 'GET', headers: Record<string, string> = {}) =>
  sendRaw(origin, path, { method, headers: { host: `${apiId}.execute-api.us-east-1.amazonaws.com`, ...headers } })

let api: MockApi
beforeAll(async () => {
  api = await createMockApi({ apiGateway, origin }, [
    { path: '/', ...named('root') },
    { path: '/test', httpMethod: 'POST', ...named('test-post') },
    { path: '/{proxy+}', httpMethod: 'OPTIONS', ...named('proxy-options') },
    { path: '/part1/{param+}', httpMethod: 'ANY', ...named('greedy') },
    { path: '/part1/hardcoded-value', ...named('fixed') },
    { path: '/part2/{id}', httpMethod: 'POST', ...named('one-post') },
    { path: '/part2/{id}', httpMethod: 'ANY', ...named('one-any') },
    { path: '/part2/fixed', httpMethod: 'ANY', ...named('fixed-any') },
  ])
})

describe('the route of a call', () => {
  it.each([
    // The path alone does not decide: the one with the method does.
    ['1.2.1', 'OPTIONS', '/test', 'proxy-options {proxy=test}'],
    ['1.2.2', 'GET', '/part1/hardcoded-value', 'fixed {}'],
    ['1.2.3', 'GET', '/part1/random', 'greedy {param=random}'],
    ['1.2.3', 'POST', '/part1/hardcoded-value', 'greedy {param=hardcoded-value}'],
    ['1.2.4', 'POST', '/part2/7', 'one-post {id=7}'],
    ['1.2.4', 'PUT', '/part2/7', 'one-any {id=7}'],
    ['1.2.4', 'POST', '/part2/fixed', 'fixed-any {}'],
    ['1.2.8', 'GET', '/part1/hardcoded-value/', 'fixed {}'],
    ['1.2.9', 'GET', '/part1/value//double-slash', 'greedy {param=value//double-slash}'],
    ['1.2.10', 'GET', '//part1/hardcoded-value', 'fixed {}'],
  ])('is of the path and the method that say most (api-gateway %s): %s %s', async (_, method, path, answer) => {
    const { status, body } = await send(api, `/test${path}`, method)
    expect([status, body]).toEqual([200, answer])
  })

  it.each(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'])(
    'of a method ANY is for %s (api-gateway 1.2.5)',
    async (method) => {
      expect((await send(api, '/test/part1/x', method)).status).toBe(200)
    },
  )

  it.each(['HEAD', 'OPTIONS'])('is not made up for %s of what has a GET (api-gateway 1.2.5)', async (method) => {
    expect((await send(api, '/test/', method)).status).toBe(403)
  })

  it('of a greedy path needs a segment (api-gateway 1.2.7)', async () => {
    expect((await send(api, '/test/', 'OPTIONS')).status).toBe(403)
    expect((await send(api, '/test', 'OPTIONS')).status).toBe(403)
    expect((await send(api, '/test/a', 'OPTIONS')).status).toBe(200)
  })

  it('is found behind slashes too many, before the stage, too (api-gateway 1.2.11)', async () => {
    expect(await send(api, '//test/part1/hardcoded-value')).toMatchObject({ status: 200, body: 'fixed {}' })
  })

  it('is of the method that a header names (api-gateway 1.2.17)', async () => {
    const answer = await send(api, '/test/test', 'GET', { 'x-http-method-override': 'POST' })
    expect(answer).toMatchObject({ status: 200, body: 'test-post {}' })
    expect((await send(api, '/test/test', 'GET')).status).toBe(403)
  })

  it('is of a stage that is spelled as it is (api-gateway 0.2, 1.2.18)', async () => {
    for (const path of ['/Test/part1/x', '/', '/part1/x']) {
      const { status, body, headers } = await send(api, path)
      expect([path, status, body, headers['x-amzn-errortype']]).toEqual([
        path,
        403,
        '{"message":"Forbidden"}',
        'ForbiddenException',
      ])
    }
  })

  it('begins with the API’s id, in any case, as the host name’s first label (api-gateway 1.1.1, 1.2.23)', async () => {
    const ask = (host: string) => sendRaw(origin, '/test/', { method: 'GET', headers: { host } })
    const name = `${api.apiId}.execute-api.us-east-1.amazonaws.com`
    expect(await ask(name)).toMatchObject({ status: 200, body: 'root {}' })
    expect((await ask(name.toUpperCase())).status).toBe(200)
  })
})

it('the id of an API is spelled as it is on the control plane (api-gateway 1.2.19)', async () => {
  const restApiId = api.apiId.toUpperCase()
  expect(await refusalOf(apiGateway.send(new GetRestApiCommand({ restApiId })))).toEqual({
    name: 'NotFoundException',
    message: `Invalid API identifier specified ${ACCOUNT}:${restApiId}`,
    status: 404,
  })
})

it('a resource has one variable below it, and a greedy one nothing (api-gateway 1.2.6)', async () => {
  const named = await createMockApi({ apiGateway, origin }, [{ path: '/{anything+}' }])
  expect((await named.call('/a/b')).status).toBe(200)
  const made = await createMockApi({ apiGateway, origin }, [{ path: '/{proxy+}' }])
  const create = (parentId: string | undefined, pathPart: string) =>
    refusalOf(apiGateway.send(new CreateResourceCommand({ restApiId: made.apiId, parentId, pathPart })))
  for (const pathPart of ['{other}', '{other+}']) {
    expect(await create(made.rootResourceId, pathPart)).toEqual({
      name: 'BadRequestException',
      message: 'A sibling ({proxy+}) of this resource already has a variable path part -- only one is allowed',
      status: 400,
    })
  }
  expect(await create(made.resources['/{proxy+}'], 'child')).toEqual({
    name: 'BadRequestException',
    message: 'Cannot create a child of a resource with a greedy path variable: {proxy+}',
    status: 400,
  })
})

describe('the event of a call (api-gateway 7.2.6)', () => {
  let proxy: MockApi
  beforeAll(async () => {
    const tells = await eventFunction(lambda, ACCOUNT)
    const any = { httpMethod: 'ANY', ...tells }
    proxy = await createMockApi({ apiGateway, origin }, [
      { path: '/proxy-value/{proxy+}', ...any },
      { path: '/hardcoded', ...any },
    ])
  })

  interface Event {
    readonly path: string
    readonly pathParameters: Readonly<Record<string, string>> | null
    readonly queryStringParameters: Readonly<Record<string, string>> | null
    readonly multiValueQueryStringParameters: Readonly<Record<string, readonly string[]>> | null
    readonly requestContext: { readonly path: string }
  }
  const eventOf = async (path: string): Promise<Event> => {
    const { status, body } = await send(proxy, path)
    expect([status, body]).toEqual([200, expect.any(String)])
    return JSON.parse(body) as Event
  }

  it.each([
    ['keeps a last slash in the path (api-gateway 1.2.8)', '/proxy-value/a/', '/proxy-value/a/', 'a'],
    ['keeps two slashes (api-gateway 1.2.9)', '/proxy-value/a//b', '/proxy-value/a//b', 'a//b'],
    ['loses one before the resource (api-gateway 1.2.10)', '//proxy-value/a', '/proxy-value/a', 'a'],
    ['loses one before a fixed path (api-gateway 1.2.10)', '//hardcoded', '/hardcoded', undefined],
    [
      'has what is encoded as it was sent (api-gateway 1.2.12)',
      '/proxy-value/test%2Balias@gmail.com/plus/test+alias@gmail.com',
      '/proxy-value/test%2Balias@gmail.com/plus/test+alias@gmail.com',
      'test%2Balias@gmail.com/plus/test+alias@gmail.com',
    ],
  ])('%s', async (_, sent, path, proxied) => {
    const event = await eventOf(`/test${sent}`)
    expect(event.path).toBe(path)
    expect(event.pathParameters).toEqual(proxied === undefined ? null : { proxy: proxied })
    expect(event.requestContext.path).toBe(`/test${sent}`)
  })

  it('has one slash before its stage, however many were sent (api-gateway 1.2.11, 1.2.16)', async () => {
    const event = await eventOf('//test/hardcoded')
    expect([event.path, event.requestContext.path]).toEqual(['/hardcoded', '/test/hardcoded'])
  })

  it.each([
    ['?a=1%2B2&b=1+2&c=%2F', { a: '1+2', b: '1 2', c: '/' }, { a: ['1+2'], b: ['1 2'], c: ['/'] }],
    ['', null, null],
  ])('has the query as forms have it (api-gateway 1.2.13): %s', async (query, single, multiple) => {
    const event = await eventOf(`/test/hardcoded${query}`)
    expect([event.queryStringParameters, event.multiValueQueryStringParameters]).toEqual([single, multiple])
  })

  it('has the last of several values, and all of them in order (api-gateway 1.2.14)', async () => {
    const event = await eventOf('/test/hardcoded?x=1&y=2&x=3')
    expect(event.queryStringParameters).toEqual({ x: '3', y: '2' })
    expect(event.multiValueQueryStringParameters).toEqual({ x: ['1', '3'], y: ['2'] })
  })

  it('has what a semicolon parts as two, and what must be encoded decoded (api-gateway 1.2.15)', async () => {
    expect((await eventOf('/test/hardcoded?a=1;b=2')).queryStringParameters).toEqual({ a: '1', b: '2' })
    expect((await eventOf('/test/hardcoded?a=%7C%7B%7D')).queryStringParameters).toEqual({ a: '|{}' })
  })
})

it('the default endpoint may be disabled, once that is deployed (api-gateway 1.2.22)', async () => {
  const own = await createMockApi({ apiGateway, origin }, [{}])
  const patchOperations = [{ op: 'replace' as const, path: '/disableExecuteApiEndpoint', value: 'true' }]
  await apiGateway.send(new UpdateRestApiCommand({ restApiId: own.apiId, patchOperations }))
  expect((await own.call('/')).status).toBe(200)
  await own.deploy()
  const refused = await own.call('/')
  expect([refused.status, await refused.text()]).toEqual([403, '{"message":"Forbidden"}'])
})

describe('a route that is not there', () => {
  const digest = (header: string) => createHash('sha256').update(header).digest('base64')
  const refused = async (authorization?: string, path = '/test/no/such', target = api, more = {}) => {
    const headers = { ...(authorization === undefined ? {} : { authorization }), ...more }
    const { status, body, headers: answered } = await send(target, path, 'GET', headers)
    return [status, answered['x-amzn-errortype'], JSON.parse(body).message]
  }
  const INCOMPLETE = [403, 'IncompleteSignatureException']

  it('is 403 (api-gateway 0.1)', async () => {
    const { status, body, headers } = await send(api, '/test/no/such')
    expect([status, body, headers['x-amzn-errortype']]).toEqual([403, MISSING, 'MissingAuthenticationTokenException'])
  })

  it('is a broken signature to whoever sends a token (api-gateway 1.3.1, 1.3.3)', async () => {
    expect(await refused('Bearer abc')).toEqual([
      ...INCOMPLETE,
      `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${digest('Bearer abc')}'.`,
    ])
  })

  it.each([
    ['AWS4-HMAC-SHA256 Credential=a', ['Signature', 'SignedHeaders'], {}],
    ['AWS4-HMAC-SHA256 Signature=a, SignedHeaders=host', ['Credential'], {}],
    ['AWS4-HMAC-SHA256 Credential=a, Signature=b', ['SignedHeaders'], { 'x-amz-date': '20260101T000000Z' }],
  ])('tells what is missing in a signature (api-gateway 1.3.4): %s', async (authorization, missing, more) => {
    const [status, type, message] = await refused(authorization, undefined, undefined, more)
    expect([status, type]).toEqual(INCOMPLETE)
    const dated = Object.keys(more).length > 0
    const date = " Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."
    const parts = missing.map((part) => `Authorization header requires '${part}' parameter.`).join(' ')
    expect(message).toBe(
      `${parts}${dated ? '' : date} (Hashed with SHA-256 and encoded with Base64) Authorization=${digest(authorization)}`,
    )
  })

  it('is answered as a method with AWS_IAM is (api-gateway 1.3.5)', async () => {
    const method: Partial<PutMethodCommandInput> = { authorizationType: 'AWS_IAM' }
    const signed = await createMockApi({ apiGateway, origin }, [{ path: '/signed', method }])
    expect(await refused('Bearer abc', '/test/signed', signed)).toEqual(await refused('Bearer abc'))
  })
})
