import { createHmac, createSign } from 'node:crypto'
import { asyncProperty, base64String, assert as check, constantFrom, jsonValue, oneof, string, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BackendError, type HttpCall } from '../../../backends/http-backend.ts'
import { type Call, createPool, encode, headerOf, NOW, type TestPool, textOf } from '../../../rest/gateway.harness.ts'
import type { HttpAuthorizerDefinition, RouteDefinition } from '../../definition.ts'
import { authorizedBy, echo, httpApi, startHttpApi, toFunction } from '../../http-api.harness.ts'

const pool = createPool('eu-west-1_Pool1')
const other = createPool('eu-west-1_Other')
const ISSUER = pool.issuer.issuer
const SECONDS = NOW / 1000

const authorizer = (overrides: Partial<HttpAuthorizerDefinition> = {}): HttpAuthorizerDefinition => ({
  authorizerId: 'auth1',
  name: 'jwt',
  authorizerType: 'JWT',
  identitySource: ['$request.header.Authorization'],
  jwtConfiguration: { issuer: ISSUER, audience: ['client'] },
  ...overrides,
})

/** A provider of tokens as the port of backends shows it. */
function provider(keysOf: () => readonly TestPool[] = () => [pool]) {
  const asked: string[] = []
  const answers = {
    discovery: () => JSON.stringify({ issuer: ISSUER, jwks_uri: 'https://keys.test/jwks' }),
    keys: () =>
      JSON.stringify({
        keys: keysOf().flatMap(({ issuer }) =>
          [...issuer.keys].map(([kid, key]) => ({ ...key.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' })),
        ),
      }),
    status: 200,
  }
  const backend = ({ url }: HttpCall) => {
    asked.push(url.href)
    const body = url.host === 'keys.test' ? answers.keys() : answers.discovery()
    return { status: answers.status, headers: [], body: Buffer.from(body) }
  }
  return { asked, answers, backend }
}

interface Guarded {
  readonly definition?: Partial<HttpAuthorizerDefinition>
  readonly route?: Partial<RouteDefinition>
  readonly from?: ReturnType<typeof provider>
  readonly format?: '1.0' | '2.0'
}

function guarded({ definition, route, from = provider(), format = '2.0' }: Guarded = {}) {
  const routes = { 'GET /x': { authorizationType: 'JWT' as const, authorizerId: 'auth1', ...route } }
  const api = httpApi(routes, toFunction({ payloadFormatVersion: format }), authorizedBy(authorizer(definition)))
  const handler = format === '2.0' ? echo : (event: unknown) => ({ statusCode: 200, body: JSON.stringify(event) })
  return { ...startHttpApi(api, { handler, backend: from.backend }), from }
}

const bearing = (token: string): Call => ({ headers: { Authorization: `Bearer ${token}` } })

async function told(token: string, wanted: Guarded = {}) {
  const response = await guarded(wanted).call('/x', bearing(token))
  return [response.status, headerOf(response, 'www-authenticate')]
}

const invalid = (description: string, scope = '') =>
  `Bearer scope="${scope}" error="invalid_token" error_description="${description}"`

describe('a token', () => {
  it('of an allowed client lets in, be it of access or identity (12.2.3)', async () => {
    expect((await told(pool.accessToken('a')))[0]).toBe(200)
    expect((await told(pool.idToken()))[0]).toBe(200)
  })
  it('stands raw or behind Bearer, in a header or in the query (12.2.1)', async () => {
    const token = pool.idToken()
    const served = guarded()
    for (const Authorization of [token, `Bearer ${token}`, `bearer ${token}`]) {
      expect((await served.call('/x', { headers: { Authorization } })).status).toBe(200)
    }
    const inQuery = guarded({ definition: { identitySource: ['$request.querystring.token'] } })
    expect((await inQuery.call('/x', { query: `token=${token}` })).status).toBe(200)
    expect((await inQuery.call('/x', bearing(token))).status).toBe(401)
  })
  it('may be signed with any digest of RSA', async () => {
    for (const bits of [256, 384, 512]) {
      const content = `${encode({ kid: 'eu-west-1_Pool1-key', alg: `RS${bits}` })}.${encode(idClaims())}`
      const signature = createSign(`RSA-SHA${bits}`).update(content).sign(pool.privateKey).toString('base64url')
      expect((await told(`${content}.${signature}`))[0]).toBe(200)
    }
  })
  it('that is missing is asked for (12.2.5)', async () => {
    const response = await guarded().call('/x')
    expect([response.status, textOf(response), headerOf(response, 'www-authenticate')]).toEqual([
      401,
      '{"message":"Unauthorized"}',
      'Bearer',
    ])
    expect(response.headers.map(([name]) => name)).toEqual(['www-authenticate', 'Content-Length', 'apigw-requestid'])
  })
})

function idClaims(claims: object = {}): object {
  return { iss: ISSUER, aud: 'client', sub: 'user', exp: SECONDS + 60, iat: SECONDS, ...claims }
}

describe('a token is refused (12.2.2, 12.2.6, 12.2.7)', () => {
  it.each<[string, string, string]>([
    ['with too few parts', 'abc', 'token contains an invalid number of segments'],
    ['with too many', 'a.b.c.d', 'token contains an invalid number of segments'],
    ['that is no JSON', 'a.b.c', 'the token cannot be decoded'],
    ['that is of another issuer', other.idToken(), 'issuer does not match'],
    ['for another audience', pool.idToken({ aud: 'x' }), 'the token does not have a valid audience'],
    [
      'for another, whatever its client',
      pool.idToken({ aud: 'x', client_id: 'client' }),
      'the token does not have a valid audience',
    ],
    ['of another client', pool.accessToken('a', { client_id: 'x' }), 'the token does not have a valid audience'],
    ['for nobody', pool.sign({ iss: ISSUER, exp: SECONDS + 60 }), 'the token does not have a valid audience'],
    ['that has expired', pool.idToken({ exp: SECONDS }), 'the token has expired'],
    ['that does not expire', pool.idToken({ exp: undefined }), 'the token cannot be decoded'],
    ['that is not valid yet', pool.idToken({ nbf: SECONDS + 1 }), 'the token is not valid yet'],
    ['that was issued later', pool.idToken({ iat: SECONDS + 1 }), 'the token is used before it was issued'],
    ['whose time is none', pool.idToken({ nbf: 'now' }), 'the token cannot be decoded'],
    ['by an unknown key', pool.sign(idClaims(), { kid: 'x' }), 'unable to find a key for the token'],
    ['without a key', pool.sign(idClaims(), { kid: undefined }), 'unable to find a key for the token'],
    [
      'with a key of its own',
      pool.sign(idClaims(), { kid: 'x', jwk: {}, jku: 'https://evil.test' }),
      'unable to find a key for the token',
    ],
    ['that is nested beyond all use', pool.idToken({ deep: nested(3000) }), 'the token cannot be decoded'],
    ['with what we do not understand', pool.sign(idClaims(), { crit: ['exp'] }), 'the token cannot be decoded'],
    [
      'unsigned',
      `${encode({ alg: 'none', kid: 'eu-west-1_Pool1-key' })}.${encode(idClaims())}.`,
      'signing method is invalid',
    ],
    ['signed with the public key as a secret', hmac(), 'signing method is invalid'],
    ['signed with an elliptic curve', pool.sign(idClaims(), { alg: 'ES256' }), 'signing method is invalid'],
    ['by the key of another under the right name', forged(), 'crypto/rsa: verification error'],
    ['whose claims were changed', tampered(), 'crypto/rsa: verification error'],
    [
      'signed with another digest than it says',
      pool.sign(idClaims(), { alg: 'RS512' }),
      'crypto/rsa: verification error',
    ],
  ])('%s', async (_, token, description) => {
    expect(await told(token)).toEqual([401, invalid(description)])
  })

  it('also when it was good before', async () => {
    const served = guarded()
    const token = pool.idToken()
    expect((await served.call('/x', bearing(token))).status).toBe(200)
    const [header, payload] = token.split('.')
    expect((await served.call('/x', bearing(`${header}.${payload}.${'A'.repeat(342)}`))).status).toBe(401)
    served.clock.advance(3_600_000)
    const late = await served.call('/x', bearing(token))
    expect(headerOf(late, 'www-authenticate')).toBe(invalid('the token has expired'))
  })
  it('whatever it is', async () => {
    const served = guarded()
    const [header = '', payload = '', signature = ''] = pool.idToken().split('.')
    const json = jsonValue().map((value) => encode(value))
    const part = oneof(json, base64String(), string(), constantFrom(header, payload, signature, ''))
    const anything = oneof(
      string(),
      tuple(part, part, part).map((parts) => parts.join('.')),
    )
    await check(
      asyncProperty(anything, async (token) => {
        if (token === `${header}.${payload}.${signature}`) return
        expect((await served.call('/x', { headers: { Authorization: token } })).status).toBe(401)
      }),
      { numRuns: 500 },
    )
    expect(served.calls).toEqual([])
  })
  it('and no integration learns of it', async () => {
    const served = guarded()
    await served.call('/x', bearing(pool.idToken({ aud: 'x' })))
    expect(served.calls).toEqual([])
  })
})

function nested(depth: number): unknown {
  return JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`)
}

function hmac(): string {
  const content = `${encode({ alg: 'HS256', kid: 'eu-west-1_Pool1-key' })}.${encode(idClaims())}`
  return `${content}.${createHmac('sha256', pool.publicPem).update(content).digest('base64url')}`
}

function forged(): string {
  return other.sign(idClaims(), { kid: 'eu-west-1_Pool1-key' })
}

function tampered(): string {
  const [header, , signature] = pool.idToken().split('.')
  return `${header}.${encode(idClaims({ sub: 'admin' }))}.${signature}`
}

describe('scopes of a route', () => {
  const route = { authorizationScopes: ['read', 'email'] }

  it('are met by one of the token, in scope or scp (12.2.2, 12.2.4)', async () => {
    expect((await told(pool.accessToken('email other'), { route }))[0]).toBe(200)
    expect((await told(pool.sign(idClaims({ scp: ['read'] })), { route }))[0]).toBe(200)
    expect((await told(pool.sign(idClaims({ scp: 'read write' })), { route }))[0]).toBe(200)
  })
  it('are missing in an ID token (12.2.3), and then say so (12.2.8)', async () => {
    const header =
      'Bearer scope="read email" error="insufficient_scope" error_description="the token does not have the required scope"'
    expect(await told(pool.idToken(), { route })).toEqual([403, header])
    expect(await told(pool.accessToken('write'), { route })).toEqual([403, header])
  })
  it('stand in every refusal (12.2.5)', async () => {
    expect(await told('a.b', { route })).toEqual([
      401,
      invalid('token contains an invalid number of segments', 'read email'),
    ])
  })
})

describe('audiences', () => {
  it('may be several, on both sides', async () => {
    const definition = { jwtConfiguration: { issuer: ISSUER, audience: ['a', 'b'] } }
    expect((await told(pool.idToken({ aud: ['x', 'b'] }), { definition }))[0]).toBe(200)
  })
  it('that are not listed are not asked for', async () => {
    expect(
      (await told(pool.idToken({ aud: 'any' }), { definition: { jwtConfiguration: { issuer: ISSUER } } }))[0],
    ).toBe(200)
  })
})

describe('the bearer in events', () => {
  const claims = { sub: 'u', exp: SECONDS + 60, ok: true, list: ['a', 'b'], map: { b: 1, a: 'x' }, none: null }
  const token = pool.sign({ iss: ISSUER, aud: 'client', scope: 'read write', ...claims })
  const authorizerOf = async (wanted: Guarded) => {
    const response = await guarded(wanted).call('/x', bearing(token))
    return (JSON.parse(textOf(response)) as { requestContext: { authorizer: unknown } }).requestContext.authorizer
  }
  const texts = {
    iss: ISSUER,
    aud: 'client',
    scope: 'read write',
    sub: 'u',
    exp: String(SECONDS + 60),
    ok: 'true',
    list: '[a b]',
    map: 'map[a:x b:1]',
  }

  it('has texts for claims, and no scopes where the route has none (12.2.9, 12.2.10)', async () => {
    expect(await authorizerOf({})).toEqual({ jwt: { claims: texts, scopes: null } })
    expect(await authorizerOf({ format: '1.0' })).toEqual({ claims: texts, scopes: null })
  })
  it('has the scopes of the token where the route asks for one (12.2.9)', async () => {
    expect(await authorizerOf({ route: { authorizationScopes: ['read'] } })).toEqual({
      jwt: { claims: texts, scopes: ['read', 'write'] },
    })
  })
})

describe('keys of an issuer', () => {
  it('are found by discovery once, also by many at the same time, and kept for 2 hours (12.2.2)', async () => {
    const served = guarded()
    const tokens = [1, 2, 3].map((n) => pool.idToken({ n, exp: SECONDS + 10_000 }))
    await Promise.all(tokens.map((token) => served.call('/x', bearing(token))))
    const once = [`${ISSUER}/.well-known/openid-configuration`, 'https://keys.test/jwks']
    expect(served.from.asked).toEqual(once)
    served.clock.advance(7_199_000)
    await served.call('/x', bearing(tokens[0] as string))
    expect(served.from.asked).toEqual(once)
    served.clock.advance(1000)
    expect((await served.call('/x', bearing(tokens[0] as string))).status).toBe(200)
    expect(served.from.asked).toEqual([...once, ...once])
  })
  it('are asked for anew where a token names another one, but not all the time', async () => {
    let keys = [pool]
    const served = guarded({ from: provider(() => keys) })
    const later = other.sign(idClaims({ exp: SECONDS + 9999 }))
    expect((await served.call('/x', bearing(pool.idToken()))).status).toBe(200)
    for (let i = 0; i < 20; i++) expect((await served.call('/x', bearing(later))).status).toBe(401)
    expect(served.from.asked).toHaveLength(2)
    keys = [pool, other]
    served.clock.advance(1000)
    expect((await served.call('/x', bearing(later))).status).toBe(200)
    expect(served.from.asked).toHaveLength(4)
  })
  it('that are gone are no longer trusted when they are asked for anew', async () => {
    let keys = [pool]
    const served = guarded({ from: provider(() => keys) })
    const token = pool.idToken({ exp: SECONDS + 99_999 })
    expect((await served.call('/x', bearing(token))).status).toBe(200)
    keys = [other]
    served.clock.advance(7_200_000)
    expect((await served.call('/x', bearing(token))).status).toBe(401)
  })

  const broken: [string, (from: ReturnType<typeof provider>) => unknown, string][] = [
    [
      'answers with an error',
      ({ answers }) => Object.assign(answers, { status: 503 }),
      'OIDC discovery endpoint communication error',
    ],
    [
      'is no JSON',
      ({ answers }) => Object.assign(answers, { discovery: () => '<html>' }),
      'OIDC discovery endpoint communication error',
    ],
    [
      'names no keys',
      ({ answers }) => Object.assign(answers, { discovery: () => '{}' }),
      'OIDC discovery endpoint communication error',
    ],
    [
      'names keys nowhere',
      ({ answers }) => Object.assign(answers, { discovery: () => '{"jwks_uri":"file:///etc/passwd"}' }),
      'JWKS communication error',
    ],
    [
      'has keys that are none',
      ({ answers }) => Object.assign(answers, { keys: () => '[]' }),
      'JWKS communication error',
    ],
    [
      'cannot be reached',
      ({ answers }) =>
        Object.assign(answers, {
          discovery: () => {
            throw new BackendError('network', 'refused')
          },
        }),
      'OIDC discovery endpoint communication error',
    ],
  ]
  it.each(broken)('of an issuer that %s: 401, and later another try', async (_, spoil, description) => {
    const from = provider()
    const { discovery, keys, status } = from.answers
    spoil(from)
    const served = guarded({ from })
    const token = pool.idToken()
    for (let i = 0; i < 3; i++) {
      const response = await served.call('/x', bearing(token))
      expect([response.status, headerOf(response, 'www-authenticate')]).toEqual([401, invalid(description)])
    }
    const before = from.asked.length
    Object.assign(from.answers, { discovery, keys, status })
    expect((await served.call('/x', bearing(token))).status).toBe(401)
    expect(from.asked).toHaveLength(before)
    served.clock.advance(1000)
    expect((await served.call('/x', bearing(token))).status).toBe(200)
  })
  it('still count where the issuer cannot be asked for others', async () => {
    const from = provider()
    const served = guarded({ from })
    expect((await served.call('/x', bearing(pool.idToken()))).status).toBe(200)
    from.answers.status = 500
    served.clock.advance(1000)
    expect((await served.call('/x', bearing(pool.sign(idClaims(), { kid: 'x' })))).status).toBe(401)
    expect((await served.call('/x', bearing(pool.idToken({ n: 2 })))).status).toBe(200)
  })
  it.each([{ kty: 'EC' }, { use: 'enc' }, { n: 5 }, { kid: 7 }])(
    'that are no keys of this kind are passed over: %o',
    async (change) => {
      const from = provider()
      const set = JSON.parse(from.answers.keys()) as { keys: object[] }
      from.answers.keys = () => JSON.stringify({ keys: [null, 'x', { ...set.keys[0], ...change }] })
      const response = await guarded({ from }).call('/x', bearing(pool.idToken()))
      expect(headerOf(response, 'www-authenticate')).toBe(invalid('unable to find a key for the token'))
    },
  )
})

it('a token that was seen before is answered without waiting for anybody', async () => {
  const routes = { 'GET /x': { authorizationType: 'JWT' as const, authorizerId: 'auth1', target: undefined } }
  const api = httpApi(routes, undefined, authorizedBy(authorizer()))
  const served = startHttpApi(api, { backend: provider().backend })
  const token = pool.idToken()
  expect((await served.call('/x', bearing(token))).status).toBe(500)
  expect(served.callNow('/x', bearing(token)).status).toBe(500)
})

it('a route whose authorizer is gone, or of another kind, is closed', async () => {
  const routes = { 'GET /x': { authorizationType: 'JWT' as const, authorizerId: 'auth2' } }
  const api = httpApi(routes, undefined, authorizedBy(authorizer()))
  expect((await startHttpApi(api, { handler: echo }).call('/x', bearing(pool.idToken()))).status).toBe(500)
  const wrong = guarded({ definition: { authorizerType: 'REQUEST' } })
  expect((await wrong.call('/x', bearing(pool.idToken()))).status).toBe(500)
})
