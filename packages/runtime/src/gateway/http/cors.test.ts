import { describe, expect, it } from 'vitest'
import { textOf } from '../rest/gateway.harness.ts'
import type { CorsDefinition, RouteDefinition } from './definition.ts'
import { httpApi, startHttpApi } from './http-api.harness.ts'

const ORIGIN = 'https://app.test'
const PREFLIGHT = { Origin: ORIGIN, 'Access-Control-Request-Method': 'PUT', 'Access-Control-Request-Headers': 'x-a' }

async function told(
  corsConfiguration: CorsDefinition | undefined,
  {
    method = 'OPTIONS',
    headers = PREFLIGHT as Record<string, string>,
    routes = { 'GET /x': {} } as Record<string, Partial<RouteDefinition>>,
  } = {},
) {
  const api = httpApi(routes, undefined, corsConfiguration && { corsConfiguration })
  const answer = {
    statusCode: 200,
    headers: { 'Access-Control-Allow-Origin': 'https://own.test', 'X-Own': '1' },
    body: 'x',
  }
  const served = startHttpApi(api, { handler: () => answer })
  const response = await served.call('/x', { method, headers })
  const cors = Object.fromEntries(response.headers.filter(([name]) => /^access-control/i.test(name)))
  return {
    status: response.status,
    cors,
    body: textOf(response),
    calls: served.calls.length,
    names: response.headers.map(([name]) => name),
  }
}

const FULL: CorsDefinition = {
  allowOrigins: [ORIGIN, 'http://*'],
  allowMethods: ['GET', 'PUT'],
  allowHeaders: ['x-a', 'x-b'],
  exposeHeaders: ['x-own', 'date'],
  maxAge: 300,
  allowCredentials: true,
}

describe('a question of a browser', () => {
  it('is answered by the gateway, without a route for it (12.5.1)', async () => {
    expect(await told(FULL)).toEqual({
      status: 204,
      body: '',
      calls: 0,
      names: [
        'access-control-allow-origin',
        'access-control-allow-credentials',
        'access-control-allow-methods',
        'access-control-allow-headers',
        'access-control-max-age',
        'apigw-requestid',
      ],
      cors: {
        'access-control-allow-origin': ORIGIN,
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': 'GET,PUT',
        'access-control-allow-headers': 'x-a,x-b',
        'access-control-max-age': '300',
      },
    })
  })
  it.each<[string, CorsDefinition, string | undefined]>([
    ['anybody', { allowOrigins: ['*'] }, '*'],
    ['anybody with credentials', { allowOrigins: ['*'], allowCredentials: true }, ORIGIN],
    ['whoever comes by https', { allowOrigins: ['https://*'] }, ORIGIN],
    ['whoever comes by http', { allowOrigins: ['http://*'] }, undefined],
    ['this one', { allowOrigins: ['https://other.test', ORIGIN] }, ORIGIN],
    ['another one', { allowOrigins: ['https://app.test.evil'] }, undefined],
    ['nobody', {}, undefined],
  ])('of %s (12.5.3)', async (_, definition, origin) => {
    const { status, cors } = await told(definition)
    expect([status, cors['access-control-allow-origin']]).toEqual([204, origin])
  })
  it('needs both headers (12.5.1)', async () => {
    expect((await told(FULL, { headers: { Origin: ORIGIN } })).status).toBe(404)
    expect((await told(FULL, { headers: { 'Access-Control-Request-Method': 'PUT' } })).status).toBe(404)
  })
  it('is none of an API without such settings', async () => {
    expect((await told(undefined)).status).toBe(404)
    expect(await told(undefined, { routes: { 'OPTIONS /x': {} } })).toMatchObject({ status: 200, calls: 1 })
  })
  it('is caught by $default and its authorizer, unless OPTIONS has a route (12.5.4)', async () => {
    const $default = { authorizationType: 'AWS_IAM' as const }
    expect((await told(FULL, { routes: { $default } })).status).toBe(403)
    expect((await told(FULL, { routes: { $default, 'OPTIONS /{proxy+}': {} } })).status).toBe(204)
  })
})

describe('an answer to a page', () => {
  it('has the headers of the settings, and none of the integration (12.5.2)', async () => {
    const answer = await told(FULL, { method: 'GET', headers: { Origin: ORIGIN } })
    expect(answer.cors).toEqual({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'x-own,date',
    })
    expect(answer.names).toContain('X-Own')
  })
  it('of another origin has none at all', async () => {
    expect((await told(FULL, { method: 'GET', headers: { Origin: 'https://evil.test' } })).cors).toEqual({})
    expect((await told(FULL, { method: 'GET', headers: {} })).cors).toEqual({})
  })
  it("is the integration's own without such settings", async () => {
    const { cors } = await told(undefined, { method: 'GET', headers: { Origin: ORIGIN } })
    expect(cors).toEqual({ 'Access-Control-Allow-Origin': 'https://own.test' })
  })
  it('can be read when it is an error, too', async () => {
    const { status, cors } = await told(FULL, { method: 'PUT', headers: { Origin: ORIGIN } })
    expect([status, cors['access-control-allow-origin']]).toEqual([404, ORIGIN])
  })
})
