import { describe, expect, test } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import { silentLogger } from '../kernel/logger.ts'
import { systemRandom } from '../kernel/random.ts'
import { accessTokenOf, basicOf, SITE, startPlane, wire } from './oauth.harness.ts'
import { createOAuthPlane } from './plane.ts'

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const GRANT = 'grant_type=client_credentials'

describe('domains', () => {
  test.each([
    ['nowhere', 'No user pool has the domain nowhere in us-east-1.\n'],
    ['twice', 'User pools of several regions have the domain twice: use its host name, which names the region.\n'],
  ])('%s: a 404 that says why', async (domain, body) => {
    const { ask } = await startPlane()
    const response = await ask({ headers: FORM }, domain)
    expect([response.status, response.body]).toEqual([404, body])
  })
})

describe('paths', () => {
  test('a POST where only pages are: an empty 405 with `Allow: GET`', async () => {
    const { ask } = await startPlane()
    const response = await ask({ path: '/oauth/token', headers: FORM })
    expect([response.status, response.body, Object.fromEntries(response.headers).Allow]).toEqual([405, '', 'GET'])
  })

  test('an unknown page: 404', async () => {
    const { ask } = await startPlane()
    expect((await ask({ method: 'GET', path: '/nowhere' })).status).toBe(404)
  })

  test.each(['/saml2/idpresponse', '/saml2/logout', '/oauth2/register'])('%s says that it is missing', async (path) => {
    const { ask } = await startPlane()
    const response = await ask({ method: 'GET', path })
    expect(response.status).toBe(400)
    expect(response.body).toContain(`${path} is not emulated by Sallyport`)
  })
})

describe('/oauth2/userInfo', () => {
  const ask = async (authorization?: string) => {
    const plane = await startPlane()
    return plane.ask({ method: 'GET', path: '/oauth2/userInfo', headers: { authorization } })
  }

  test.each([undefined, 'Bearer', 'Bearer ', 'Basic eDp5'])('with %s: 400 invalid_request', async (authorization) => {
    const response = await ask(authorization)
    expect(response.status).toBe(400)
    expect(Object.fromEntries(response.headers)['WWW-Authenticate']).toBe(
      'error="invalid_request", error_description="Bad OAuth2 request at UserInfo Endpoint"',
    )
  })

  test('with a token of a machine: 401, for want of openid', async () => {
    const { post, ask: request, clock } = await startPlane()
    const authorization = `Bearer ${accessTokenOf(await post(GRANT))}`
    const userInfo = () => request({ method: 'GET', path: '/oauth2/userInfo', headers: { authorization } })
    expect([(await userInfo()).status, (await userInfo()).body]).toEqual([
      401,
      '{"error":"invalid_token","error_description":"Access token does not contain openid scope"}',
    ])
    clock.advance(3600_000)
    expect((await userInfo()).body).toContain('Access token is expired, disabled, or deleted')
  })

  test('with a token that the pool did not sign: 401', async () => {
    const { post } = await startPlane()
    const [header, payload, signature] = accessTokenOf(await post(GRANT)).split('.')
    const foreign = await ask(`Bearer ${header}.${payload}.${signature?.replace(/^.{8}/, 'AAAAAAAA')}`)
    const whole = `${header}.${payload}.${signature}`
    const garbage = await Promise.all(['x', 'a.b.c', '..', `${whole}.x`].map((token) => ask(`Bearer ${token}`)))
    for (const response of [foreign, ...garbage]) {
      expect(response.status).toBe(401)
      expect(response.body).toContain('Access token is expired, disabled, or deleted')
    }
  })
})

describe('/oauth2/revoke', () => {
  const path = '/oauth2/revoke'
  test('an unknown refresh token is revoked already: 200 and nothing', async () => {
    const { post } = await startPlane()
    const response = await post('token=eyJjdHkiOiJKV1Qi.a.b.c.d', undefined, path)
    expect([response.status, response.body]).toEqual([200, ''])
  })

  test.each([
    ['no token', 'x=y', undefined, 400, 'invalid_request'],
    ['an access token', 'token=a.b.c', undefined, 400, 'unsupported_token_type'],
    ['a wrong secret', 'token=x', basicOf('machine1', 'wrong'), 401, 'invalid_client'],
    ['an unknown client', 'token=x', basicOf('nobody', 'wrong'), 401, 'invalid_client'],
    ['no client', 'token=x', '', 400, 'invalid_request'],
  ])('%s', async (_name, form, authorization, status, error) => {
    const { post } = await startPlane()
    const response = await post(form, authorization, path)
    expect([response.status, JSON.parse(String(response.body)).error]).toEqual([status, error])
  })

  test('a client with revocation off: 400', async () => {
    const { post } = await startPlane({ canRevoke: false })
    expect((await post('token=x', undefined, path)).body).toBe('{"error":"invalid_request"}')
  })
})

test('a fault of ours is a 500 that leaks nothing', async () => {
  const plane = createOAuthPlane({
    realms: { site: SITE, findRealm: () => Promise.reject(new Error('disk on fire')) },
    clock: systemClock,
    random: systemRandom,
    logger: silentLogger,
  })
  const response = await plane(wire({}), 'partners', 'us-east-1')
  expect([response.status, response.body]).toEqual([500, '{"error":"server_error"}'])
  expect(JSON.stringify(response)).not.toContain('disk')
})

test.each(['/oauth2/authorize', '/login'])(
  'a fault of ours at %s is told to the app, and in whole to the log',
  async (path) => {
    const callback = 'https://app.example.com/in'
    const { realm } = await startPlane({
      grantTypes: new Set(['authorization_code']),
      callbackUrls: new Set([callback]),
    })
    const broken = () => Promise.reject(new Error('disk on fire'))
    const logged: unknown[] = []
    const plane = createOAuthPlane({
      realms: { site: SITE, findRealm: () => ({ ...realm, pages: { ...realm.pages, rules: broken, answer: broken } }) },
      clock: systemClock,
      random: systemRandom,
      logger: { ...silentLogger, log: (_level, _message, more) => void logged.push(String(more?.error)) },
    })
    const asked = { client_id: 'machine1', response_type: 'code', redirect_uri: callback, state: 's' }
    const response = await plane(
      wire({ method: 'GET', path, query: String(new URLSearchParams(asked)) }),
      'partners',
      'r',
    )
    const { Location } = Object.fromEntries(response.headers)
    expect([response.status, Location]).toEqual([302, `${callback}?error=server_error&state=s`])
    expect(logged).toEqual(['Error: disk on fire'])
  },
)
