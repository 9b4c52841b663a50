// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Velocity and stage variables write it so
import { createHmac, createSign, generateKeyPairSync } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { AuthorizerDefinition, MethodDefinition } from '../definition.ts'
import { answering, api, createPool, encode, headerOf, method, NOW, startGateway, textOf } from '../gateway.harness.ts'

const pool = createPool('eu-west-1_Pool1')
const other = createPool('eu-west-1_Other')

const authorizer: AuthorizerDefinition = {
  id: 'auth1',
  name: 'cognito',
  type: 'COGNITO_USER_POOLS',
  providerARNs: [pool.issuer.poolArn],
  identitySource: 'method.request.header.Authorization',
}
const guarded = (scopes: string[]): MethodDefinition =>
  method({
    authorizationType: 'COGNITO_USER_POOLS',
    authorizerId: 'auth1',
    authorizationScopes: scopes,
    integration: answering(
      "hello $context.authorizer.claims.sub|$context.authorizer.claims['iat']|$context.authorizer.claims",
    ),
  })

function start(changes: Partial<AuthorizerDefinition> = {}, variables: Record<string, string> = {}) {
  const definition = api(
    { '/': {}, '/scoped': { GET: guarded(['rs/read', 'rs/admin']) }, '/plain': { GET: guarded([]) } },
    { authorizers: { auth1: { ...authorizer, ...changes } } },
  )
  const target = startGateway(definition, variables)
  target.addPool(pool)
  target.addPool(other)
  return target
}

let target = start()
beforeEach(() => {
  target = start()
})

const withToken = (token: string) => ({ headers: { Authorization: token } })

describe('a token is accepted', () => {
  it('raw or after Bearer, with any one of the scopes', async () => {
    const token = pool.accessToken('rs/other rs/read')
    for (const value of [token, `Bearer ${token}`]) {
      const response = await target.call('/prod/scoped', withToken(value))
      expect([response.status, textOf(response)]).toEqual([200, 'hello client|Fri Jan 02 03:04:05 UTC 2026|'])
      expect(response.note).toMatchObject({ plane: 'execute-api', subject: 'abc123/prod GET /scoped' })
      expect(response.note?.reason).toBeUndefined()
    }
  })
  it('as an ID token where the method has no scopes', async () => {
    expect((await target.call('/prod/plain', withToken(pool.idToken()))).status).toBe(200)
  })
  it('without waiting once it is known', async () => {
    const token = pool.accessToken('rs/read')
    await target.call('/prod/scoped', withToken(token))
    expect(target.callNow('/prod/scoped', withToken(token)).status).toBe(200)
  })
  it('of a pool that a stage variable names, and of no other after the variable changes', async () => {
    const variable = start(
      { providerARNs: ['arn:aws:cognito-idp:eu-west-1:000000000000:userpool/${stageVariables.pool}'] },
      { pool: 'eu-west-1_Pool1' },
    )
    const token = pool.accessToken('rs/read')
    expect((await variable.call('/prod/scoped', withToken(token))).status).toBe(200)
    const definition = api(
      { '/scoped': { GET: guarded(['rs/read']) } },
      {
        authorizers: {
          auth1: {
            ...authorizer,
            providerARNs: ['arn:aws:cognito-idp:eu-west-1:000000000000:userpool/${stageVariables.pool}'],
          },
        },
      },
    )
    variable.deploy(definition, { pool: 'eu-west-1_Other' })
    expect((await variable.call('/prod/scoped', withToken(token))).status).toBe(401)
  })
  it('when its aud matches the validation expression', async () => {
    const strict = start({ identityValidationExpression: 'cli[a-z]+' })
    expect((await strict.call('/prod/plain', withToken(pool.idToken()))).status).toBe(200)
    const refused = await strict.call('/prod/plain', withToken(pool.idToken({ aud: 'client2' })))
    expect(refused.status).toBe(401)
    expect(refused.note?.reason).toContain('aud')
    expect((await strict.call('/prod/scoped', withToken(pool.accessToken('rs/read')))).status).toBe(401)
  })
  it('from another header, in any case', async () => {
    const custom = start({ identitySource: 'method.request.header.X-Token' })
    const token = pool.accessToken('rs/read')
    expect((await custom.call('/prod/scoped', { headers: { 'x-tOKEN': token } })).status).toBe(200)
    expect((await custom.call('/prod/scoped', withToken(token))).status).toBe(401)
  })
})

const hs256 = (key: string) => {
  const content = `${encode({ alg: 'HS256', kid: 'eu-west-1_Pool1-key' })}.${pool.accessToken('rs/read').split('.')[1]}`
  return `${content}.${createHmac('sha256', key).update(content).digest('base64url')}`
}
const es256 = () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const content = `${encode({ alg: 'ES256', kid: 'eu-west-1_Pool1-key' })}.${pool.accessToken('rs/read').split('.')[1]}`
  return `${content}.${createSign('SHA256').update(content).sign({ key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}
const good = () => pool.accessToken('rs/read')
const parts = () => good().split('.') as [string, string, string]
const claims = () => JSON.parse(Buffer.from(parts()[1], 'base64url').toString())
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })

const REFUSED: [name: string, token: () => string, reason: RegExp | string][] = [
  ['empty', () => '', 'no token in the header authorization'],
  ['only a scheme', () => 'Bearer ', /three parts/],
  ['no JWT', () => 'hello', /three parts/],
  ['four parts', () => `${good()}.x`, /three parts/],
  ['doubled segments', () => `${good()}.${good()}`, /three parts/],
  ['no signature', () => `${parts()[0]}.${parts()[1]}.`, /base64url/],
  ['alg none', () => `${encode({ alg: 'none', kid: 'eu-west-1_Pool1-key' })}.${parts()[1]}.`, /RS256/],
  ['alg none with a signature', () => `${encode({ alg: 'none' })}.${parts()[1]}.${parts()[2]}`, /RS256/],
  ['HS256 with the public key as secret', () => hs256(pool.publicPem), /RS256/],
  ['ES256', es256, /RS256/],
  ['RS512', () => pool.sign(claims(), { alg: 'RS512' }), /RS256/],
  ['alg in another case', () => pool.sign(claims(), { alg: 'rs256' }), /RS256/],
  ['alg as a list', () => pool.sign(claims(), { alg: ['RS256'] }), /RS256/],
  ['critical header', () => pool.sign(claims(), { crit: ['exp'] }), /critical/],
  ['no kid', () => pool.sign(claims(), { kid: undefined }), /names no key/],
  ['kid as a list', () => pool.sign(claims(), { kid: ['eu-west-1_Pool1-key'] }), /names no key/],
  ['unknown kid', () => pool.sign(claims(), { kid: 'nope' }), /key is none of user pool/],
  ['kid of another pool', () => other.sign(claims(), {}), /key is none of user pool eu-west-1_Pool1/],
  [
    'key of another pool under the right kid',
    () => other.sign(claims(), { kid: 'eu-west-1_Pool1-key' }),
    /signature does not fit/,
  ],
  [
    'own key in jwk',
    () => {
      const content = `${encode({ alg: 'RS256', kid: 'eu-west-1_Pool1-key', jwk: stranger.publicKey.export({ format: 'jwk' }), jku: 'http://x', x5u: 'http://x' })}.${parts()[1]}`
      return `${content}.${createSign('RSA-SHA256').update(content).sign(stranger.privateKey).toString('base64url')}`
    },
    /signature does not fit/,
  ],
  [
    'other pool',
    () => other.accessToken('rs/read'),
    '401: token of pool "eu-west-1_Other", authorizer wants eu-west-1_Pool1',
  ],
  [
    'issuer with a slash more',
    () => pool.accessToken('rs/read', { iss: `${pool.issuer.issuer}/` }),
    /authorizer wants/,
  ],
  [
    'issuer in another case',
    () => pool.accessToken('rs/read', { iss: pool.issuer.issuer.toUpperCase() }),
    /authorizer wants/,
  ],
  ['issuer missing', () => pool.accessToken('rs/read', { iss: undefined }), /names no issuer/],
  ['issuer as a list', () => pool.accessToken('rs/read', { iss: [pool.issuer.issuer] }), /names no issuer/],
  [
    'tampered payload',
    () => `${parts()[0]}.${encode({ ...claims(), scope: 'rs/admin' })}.${parts()[2]}`,
    /signature does not fit/,
  ],
  ['tampered signature', () => `${good().slice(0, -6)}AAAAAA`, /signature does not fit|base64url/],
  ['padding', () => `${good()}=`, /base64url/],
  ['no expiry', () => pool.accessToken('rs/read', { exp: undefined }), /no expiry/],
  ['expiry as text', () => pool.accessToken('rs/read', { exp: '9999999999' }), /no expiry/],
  ['blank in front', () => `Bearer  ${good()}`, /./],
  ['blank inside', () => good().replace('.', '. '), /./],
  ['scheme in lower case', () => `bearer ${good()}`, /./],
  ['no scope', () => pool.accessToken(''), '401: token has scopes [], method wants one of [rs/read rs/admin]'],
  ['part of a scope', () => pool.accessToken('rs/rea rs/reader'), /method wants one of/],
  ['scope as a list', () => pool.accessToken('', { scope: ['rs/read'] }), /method wants one of/],
  ['ID token', () => pool.idToken({ scope: 'rs/read' }), /token_use is "id"/],
  ['no token_use', () => pool.accessToken('rs/read', { token_use: undefined }), /token_use/],
  ['payload is a list', () => pool.sign([]), /not an object/],
  ['payload is null', () => `${parts()[0]}.${encode(null)}.${parts()[2]}`, /not an object/],
  ['huge', () => `${'A'.repeat(9_900)}.${'A'.repeat(30)}.AA`, /not JSON|longer|base64url/],
]

describe('a token is refused: 401 Unauthorized, the reason in the log only', () => {
  it.each(REFUSED)('%s', async (_name, token, reason) => {
    const text = token()
    const response = await target.call('/prod/scoped', withToken(text))
    expect(response.status).toBe(401)
    expect(textOf(response)).toBe('{"message":"Unauthorized"}')
    expect(headerOf(response, 'x-amzn-ErrorType')).toBe('UnauthorizedException')
    if (typeof reason === 'string') expect(response.note?.reason).toContain(reason)
    else expect(response.note?.reason).toMatch(reason)
    if (text.length > 20) expect(JSON.stringify(response.note)).not.toContain(text.slice(-20))
  })
  it('header missing: as recorded, headers and all', async () => {
    const response = await target.call('/prod/scoped')
    expect(response).toMatchObject({ status: 401, body: '{"message":"Unauthorized"}' })
    expect(response.headers.map(([name]) => name)).toEqual([
      'Content-Type',
      'Content-Length',
      'x-amzn-RequestId',
      'x-amzn-ErrorType',
      'x-amz-apigw-id',
    ])
    expect(headerOf(response, 'Content-Length')).toBe('26')
    expect(headerOf(response, 'x-amz-apigw-id')).toMatch(/^[\w+/]{15}=$/)
  })
  it('access token where the method has no scopes', async () => {
    const response = await target.call('/prod/plain', withToken(good()))
    expect([response.status, response.note?.reason]).toEqual([
      401,
      '401: token_use is "access", the method has no scopes and wants "id"',
    ])
  })
  it('expired, from the very millisecond on, also when it is cached', async () => {
    const token = good()
    expect((await target.call('/prod/scoped', withToken(token))).status).toBe(200)
    target.clock.advance(3_599_999)
    expect(target.callNow('/prod/scoped', withToken(token)).status).toBe(200)
    target.clock.advance(1)
    for (const response of [
      target.callNow('/prod/scoped', withToken(token)),
      await start().call('/prod/scoped', withToken(pool.accessToken('none', { exp: NOW / 1000 }))),
    ]) {
      expect(response).toMatchObject({ status: 401, body: '{"message":"The incoming token has expired"}' })
      expect(headerOf(response, 'x-amzn-ErrorType')).toBe('UnauthorizedException')
      expect(response.note?.reason).toMatch(/^401: token expired at 2026-01-02T0[34]:04:05.000Z$/)
    }
  })
})

describe('who may not come in', () => {
  it.each(['constructor', '__proto__', 'toString'])('is told so where the header is called %s', async (name) => {
    const odd = start({ identitySource: `method.request.header.${name}` })
    expect((await odd.call('/prod/scoped')).status).toBe(401)
  })

  it('is told so also where the integration could not be served', async () => {
    const broken: MethodDefinition = { ...guarded(['rs/read']), integration: answering('#if(') }
    const target = startGateway(api({ '/x': { GET: broken } }, { authorizers: { auth1: authorizer } }))
    target.addPool(pool)
    expect((await target.call('/prod/x')).status).toBe(401)
    const response = await target.call('/prod/x', withToken(good()))
    expect([response.status, response.note?.reason]).toEqual([500, expect.stringContaining('line 1')])
  })
})

describe('the pool behind the authorizer', () => {
  it('deleted: 500, also for tokens that were cached', async () => {
    const token = good()
    await target.call('/prod/scoped', withToken(token))
    target.removePool(pool)
    const response = await target.call('/prod/scoped', withToken(token))
    expect(response).toMatchObject({ status: 500, body: '{"message":null}' })
    expect(headerOf(response, 'x-amzn-ErrorType')).toBe('AuthorizerConfigurationException')
    expect(response.note?.reason).toBe("500: the authorizer's user pool eu-west-1_Pool1 does not exist")
  })
  it('with new keys: tokens of the old ones are refused', async () => {
    const token = good()
    await target.call('/prod/scoped', withToken(token))
    const rotated = createPool('eu-west-1_Pool1')
    target.addPool(rotated)
    expect((await target.call('/prod/scoped', withToken(token))).status).toBe(401)
    expect((await target.call('/prod/scoped', withToken(rotated.accessToken('rs/read')))).status).toBe(200)
  })
  it('a token cached through one authorizer does not open another', async () => {
    const definition = api(
      { '/a': { GET: guarded(['rs/read']) }, '/b': { GET: { ...guarded(['rs/read']), authorizerId: 'auth2' } } },
      {
        authorizers: { auth1: authorizer, auth2: { ...authorizer, id: 'auth2', providerARNs: [other.issuer.poolArn] } },
      },
    )
    const both = startGateway(definition)
    both.addPool(pool)
    both.addPool(other)
    const token = good()
    expect((await both.call('/prod/a', withToken(token))).status).toBe(200)
    expect((await both.call('/prod/b', withToken(token))).status).toBe(401)
    expect((await both.call('/prod/b', withToken(other.accessToken('rs/read')))).status).toBe(200)
  })
})

describe('what is not emulated stays closed', () => {
  const closed: [string, Partial<MethodDefinition>, number][] = [
    ['AWS_IAM unsigned', { authorizationType: 'AWS_IAM' }, 403],
    ['CUSTOM', { authorizationType: 'CUSTOM', authorizerId: 'auth1' }, 500],
    ['an unknown authorizer', { authorizationType: 'COGNITO_USER_POOLS', authorizerId: 'nope' }, 500],
    [
      'an authorizer named like a member of Object',
      { authorizationType: 'COGNITO_USER_POOLS', authorizerId: 'constructor' },
      500,
    ],
    ['an API key', { apiKeyRequired: true }, 403],
    ['an unknown type', { authorizationType: 'toString' }, 500],
  ]
  it.each(closed)('%s', async (_name, changes, status) => {
    const gateway = startGateway(api({ '/x': { GET: method(changes) } }, { authorizers: { auth1: authorizer } }))
    expect((await gateway.call('/prod/x')).status).toBe(status)
  })
  it('a resource policy that cannot be read', async () => {
    const gateway = startGateway(api({ '/x': { GET: method() } }, { policy: '{}' }))
    expect((await gateway.call('/prod/x')).status).toBe(500)
  })
  it('an authorizer without a header', async () => {
    const broken = start({ identitySource: 'method.request.querystring.token' })
    expect((await broken.call('/prod/scoped', { ...withToken(good()), query: `token=${good()}` })).status).toBe(500)
  })
})
