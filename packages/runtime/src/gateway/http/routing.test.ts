import { asyncProperty, assert as check, constantFrom, array as listOf, record, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { headerOf, textOf } from '../rest/gateway.harness.ts'
import { RouteTable } from './compile/routes.ts'
import type { RouteDefinition } from './definition.ts'
import { API, echo, httpApi, startHttpApi } from './http-api.harness.ts'

const routes = (...keys: string[]) => Object.fromEntries(keys.map((key) => [key, {}]))
const serving = (keys: string[], stages?: Record<string, object>) =>
  startHttpApi(httpApi(routes(...keys)), { handler: echo, ...(stages && { stages }) })

/** What the function was told of a call: route, and path variables. */
async function routed(keys: string[], path: string, method = 'GET') {
  const response = await serving(keys).call(path, { method })
  if (response.status !== 200) return response.status
  const { routeKey, pathParameters } = JSON.parse(textOf(response)) as { routeKey: string; pathParameters?: object }
  return pathParameters ? [routeKey, pathParameters] : [routeKey]
}

describe('a route (12.1.2)', () => {
  it.each<[string, string[], string, string, unknown]>([
    ['fixed text before a variable', ['GET /pets/{id}', 'GET /pets/dog'], 'GET', '/pets/dog', ['GET /pets/dog']],
    ['a variable', ['GET /pets/{id}', 'GET /pets/dog'], 'GET', '/pets/cat', ['GET /pets/{id}', { id: 'cat' }]],
    [
      'a full match before a greedy one, however early that fits',
      ['GET /a/{proxy+}', 'GET /{x}/b'],
      'GET',
      '/a/b',
      ['GET /{x}/b', { x: 'a' }],
    ],
    [
      'the longer of two greedy ones',
      ['GET /{proxy+}', 'GET /a/{proxy+}'],
      'GET',
      '/a/b/c',
      ['GET /a/{proxy+}', { proxy: 'b/c' }],
    ],
    ['greedy before $default', ['$default', 'GET /{proxy+}'], 'GET', '/x', ['GET /{proxy+}', { proxy: 'x' }]],
    ['$default', ['$default', 'GET /x'], 'POST', '/x', ['$default']],
    ['the verb before ANY', ['ANY /x', 'GET /x'], 'GET', '/x', ['GET /x']],
    ['ANY for the others', ['ANY /x', 'GET /x'], 'PUT', '/x', ['ANY /x']],
    ['a path without the verb gives way', ['GET /x/y', 'ANY /x/{z}'], 'PUT', '/x/y', ['ANY /x/{z}', { z: 'y' }]],
    ['backs out of a branch', ['GET /a/{x}/c', 'GET /{y}/b/d'], 'GET', '/a/b/d', ['GET /{y}/b/d', { y: 'a' }]],
    ['names of its own', ['GET /p/{id}', 'PUT /p/{key}'], 'PUT', '/p/1', ['PUT /p/{key}', { key: '1' }]],
    ['slashes at the start count as one (12.1.4)', ['GET /test'], 'GET', '//test', ['GET /test']],
    ['values are decoded (12.1.5)', ['GET /p/{id}'], 'GET', '/p/a%20b%2Fc', ['GET /p/{id}', { id: 'a b/c' }]],
    ['what cannot be decoded stays', ['GET /p/{id}'], 'GET', '/p/%zz', ['GET /p/{id}', { id: '%zz' }]],
    ['an encoded letter fits', ['GET /pets'], 'GET', '/p%65ts', ['GET /pets']],
    ['no route (12.1.3)', ['GET /x'], 'GET', '/y', 404],
    ['no route for the verb', ['GET /x'], 'POST', '/x', 404],
    ['a slash at the end is another path', ['GET /x'], 'GET', '/x/', 404],
    ['greedy is not nothing', ['GET /{proxy+}'], 'GET', '/', 404],
    ['a variable is not nothing', ['GET /x/{id}'], 'GET', '/x/', 404],
    ['names of prototypes are no paths', ['GET /x'], 'GET', '/constructor', 404],
  ])('%s', async (_, keys, method, path, expected) => {
    expect(await routed(keys, path, method)).toEqual(expected)
  })

  it('is found among 10,000, and in a path of many segments, at once', () => {
    const definitions = Array.from({ length: 10_000 }, (_, i): RouteDefinition => {
      const routeKey = i % 2 ? `GET /things/t${i}/{id}/parts/{part}` : `GET /things/t${i}/{proxy+}`
      return { routeId: `r${i}`, routeKey, authorizationType: 'NONE' }
    })
    const table = new RouteTable(definitions)
    const rounds = (path: string) => {
      const start = performance.now()
      for (let i = 0; i < 1000; i++) table.find('GET', path)
      return performance.now() - start
    }
    expect(table.find('GET', '/things/t9999/1/parts/2')?.pathParameters).toEqual(['id', '1', 'part', '2'])
    expect(table.find('GET', '/things/t9998/a/b')?.pathParameters).toEqual(['proxy', 'a/b'])
    expect(rounds(`/things/t9998/${'a/'.repeat(4000)}b`)).toBeLessThan(2000)
  })

  it('agrees with a slow reading of the rules, whatever the routes and the path', async () => {
    const segment = constantFrom('a', 'b', 'c', '{x}', '{y}')
    const path = listOf(segment, { minLength: 1, maxLength: 4 })
    const route = record({ method: constantFrom('GET', 'ANY'), path, greedy: constantFrom('', '/{rest+}') })
    await check(
      asyncProperty(
        listOf(route, { maxLength: 12 }),
        listOf(constantFrom('a', 'b', 'c', 'd', ''), { minLength: 1, maxLength: 5 }),
        async (given, wanted) => {
          const keys = [
            ...new Set(given.map(({ method, path, greedy }) => `${method} /${distinct(path).join('/')}${greedy}`)),
          ]
          const table = new RouteTable(
            keys.map((routeKey, i) => ({ routeId: String(i), routeKey, authorizationType: 'NONE' })),
          )
          const found = table.find('GET', `/${wanted.join('/')}`)?.route.routeKey
          expect(found === undefined ? undefined : rank(found, wanted)).toEqual(best(keys, wanted))
        },
      ),
      { numRuns: 500 },
    )
  })

  it('never fails, whatever is asked for', async () => {
    const { call } = serving(['GET /a/{b}', 'GET /c/{d+}', 'POST /a'])
    await check(
      asyncProperty(string(), constantFrom('GET', 'POST', 'BREW'), async (path, method) => {
        expect([200, 404, 414]).toContain((await call(`/${path}`, { method })).status)
      }),
    )
  })
})

/** One path has a variable name once. */
function distinct(path: readonly string[]): string[] {
  return path.map((segment, i) => (segment.startsWith('{') ? `{v${i}}` : segment))
}

/** What makes a route better than another one: text that can be compared. Undefined where it does not fit. */
function rank(key: string, wanted: readonly string[]): string | undefined {
  const [method = '', path = ''] = key.split(' ')
  const segments = path.slice(1).split('/')
  const greedy = segments.at(-1) === '{rest+}'
  const fixed = greedy ? segments.slice(0, -1) : segments
  const fits = fixed.every((segment, i) => (segment.startsWith('{') ? wanted[i] : segment === wanted[i]))
  if (!fits || (greedy ? wanted.slice(fixed.length).join('/') === '' : fixed.length !== wanted.length)) return undefined
  // Fixed text is better than a variable, a longer path better than a shorter one, a verb better than ANY.
  const shape = fixed.map((segment) => (segment.startsWith('{') ? '1' : '0')).join('')
  return `${greedy ? 1 : 0} ${shape.padEnd(9, '2')} ${method === 'ANY' ? 1 : 0}`
}

function best(keys: readonly string[], wanted: readonly string[]): string | undefined {
  return keys
    .map((key) => rank(key, wanted))
    .filter((each) => each !== undefined)
    .sort()[0]
}

describe('a stage (12.1.1)', () => {
  const keys = ['GET /', 'GET /x', 'GET /prod/x']
  const told = async (path: string, stages: Record<string, object>) => {
    const response = await serving(keys, stages).call(path)
    if (response.status !== 200) return [response.status, textOf(response)]
    const event = JSON.parse(textOf(response)) as {
      rawPath: string
      routeKey: string
      requestContext: { stage: string }
    }
    return [event.requestContext.stage, event.routeKey, event.rawPath]
  }
  const both = { $default: {}, prod: {} }

  it('is named by the first segment, which events keep (12.4.3)', async () => {
    expect(await told('/prod/x', both)).toEqual(['prod', 'GET /x', '/prod/x'])
    expect(await told('/prod', both)).toEqual(['prod', 'GET /', '/prod'])
    expect(await told('//prod/x', both)).toEqual(['prod', 'GET /x', '/prod/x'])
  })
  it('is $default for all other paths', async () => {
    expect(await told('/x', both)).toEqual(['$default', 'GET /x', '/x'])
    expect(await told('/prod/x', { $default: {} })).toEqual(['$default', 'GET /prod/x', '/prod/x'])
  })
  it('does not answer to its name in place of the path', async () => {
    expect(await told('/$default/x', both)).toEqual([404, '{"message":"Not Found"}'])
  })
  it('that is not there is 404', async () => {
    expect(await told('/x', { prod: {} })).toEqual([404, '{"message":"Not Found"}'])
  })
  it('is known after a change', async () => {
    const served = serving(['GET /x'])
    await served.call('/x')
    expect(served.callNow('/y').status).toBe(404)
    served.deploy(httpApi(routes('GET /y')))
    expect((await served.call('/x')).status).toBe(404)
  })
})

describe('an answer', () => {
  const { call } = serving(['GET /x'])

  it('carries the id of the call and no name of AWS (12.1.6)', async () => {
    const response = await call('/y')
    expect(response.headers.map(([name]) => name)).toEqual(['Content-Type', 'Content-Length', 'apigw-requestid'])
    expect(headerOf(response, 'apigw-requestid')).toMatch(/^[A-Za-z0-9+/]{15}=$/)
    expect(headerOf(response, 'content-type')).toBe('application/json')
  })
  it('to HEAD has a length and no body', async () => {
    const response = await call('/y', { method: 'HEAD' })
    expect([response.status, textOf(response), headerOf(response, 'content-length')]).toEqual([404, '', '23'])
  })
  it.each([
    ['a body that is too large (12.1.8)', { body: Buffer.alloc(10_485_761) }, 413, 'Request Entity Too Large'],
    ['headers that are too large', { headers: { a: 'x'.repeat(11_000) } }, 431, 'Request Header Fields Too Large'],
    ['a URI that is too long', { query: 'x'.repeat(11_000) }, 414, 'Request-URI Too Long'],
  ])('to %s', async (_, sent, status, message) => {
    const response = await call('/x', sent)
    expect([response.status, JSON.parse(textOf(response))]).toEqual([status, { message }])
  })
  it('of a disabled endpoint is 404 (12.1.10)', async () => {
    const api = httpApi(routes('GET /x'), undefined, { disableExecuteApiEndpoint: true })
    const response = await startHttpApi(api, { handler: echo }).call('/x')
    expect([response.status, textOf(response)]).toEqual([404, '{"message":"Not Found"}'])
  })
  it('in the name of another Region is 403', async () => {
    expect((await call('/x', {}, API, 'us-east-1')).status).toBe(403)
    expect((await call('/x', {}, API, 'eu-west-1')).status).toBe(200)
  })
  it('for an API that is not there is that of a REST API', async () => {
    const response = await call('/x', {}, 'other')
    expect([response.status, headerOf(response, 'x-amzn-errortype')]).toEqual([403, 'ForbiddenException'])
  })
  it('of a route without an integration is 500', async () => {
    const response = await startHttpApi(httpApi({ 'GET /x': { target: undefined } })).call('/x')
    expect([response.status, textOf(response)]).toEqual([500, '{"message":"Internal Server Error"}'])
  })
})
