import { createSign, generateKeyPairSync } from 'node:crypto'
import { UpdateAuthorizerCommand } from '@aws-sdk/client-apigatewayv2'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { backends } from '../support/backends.ts'
import { awsClients } from '../support/clients.ts'
import { functionsOf } from '../support/functions.ts'
import { createHttpApi, ECHO, permit, type TestedHttpApi } from '../support/http-api.ts'
import { createMachineClient, type MachineClient } from '../support/machine-client.ts'
import { tokenFor } from '../support/tokens.ts'

const origin = inject('origin')
const ACCOUNT = '444400000042'
const { cognito, httpApi, lambda } = awsClients({ origin, account: ACCOUNT })
const functions = functionsOf(lambda, ACCOUNT)
const { start, close } = backends()
afterAll(close)

const issuerOf = ({ poolId }: MachineClient) => `https://cognito-idp.us-east-1.amazonaws.com/${poolId}`

let machine: MachineClient
let other: MachineClient
let echo: string
let api: TestedHttpApi
beforeAll(async () => {
  ;[machine, other, echo] = await Promise.all([
    createMachineClient(cognito),
    createMachineClient(cognito),
    functions.create(ECHO),
  ])
  await permit(lambda, echo)
  api = await guarded(issuerOf(machine), machine.clientId)
})

function guarded(Issuer: string, ...Audience: string[]) {
  const IntegrationUri = functions.arnOf(echo)
  return createHttpApi(
    { httpApi, origin },
    {
      integrations: { two: { IntegrationUri }, one: { IntegrationUri, PayloadFormatVersion: '1.0' } },
      authorizers: { jwt: { JwtConfiguration: { Issuer, Audience } } },
      routes: {
        'GET /open': { by: 'jwt' },
        'GET /one': { by: 'jwt', to: 'one' },
        'GET /read': { by: 'jwt', settings: { AuthorizationScopes: ['orders/read', 'email'] } },
      },
    },
  )
}

const token = async (from = machine, scope = 'orders/read') => (await tokenFor(origin, from, scope)).access_token
const bearing = (authorization: string) => ({ headers: { authorization } })

async function refused(path: string, authorization?: string, { call } = api) {
  const response = await call(path, authorization === undefined ? {} : bearing(authorization))
  return [response.status, await response.text(), response.headers.get('www-authenticate')]
}
const UNAUTHORIZED = '{"message":"Unauthorized"}'
const invalid = (description: string, scope = '') => [
  401,
  UNAUTHORIZED,
  `Bearer scope="${scope}" error="invalid_token" error_description="${description}"`,
]

/** Any provider of tokens, on this machine. */
async function provider() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const url: string = await start((request, response) => {
    const jwks = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig' }] }
    const isDiscovery = request.url === '/realm/.well-known/openid-configuration'
    response.statusCode = isDiscovery || request.url === '/keys' ? 200 : 404
    response.end(JSON.stringify(isDiscovery ? { jwks_uri: `${url}/keys` } : jwks))
  })
  const issuer = `${url}/realm`
  const now = Math.floor(Date.now() / 1000)
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const sign = (claims: object = {}, header: object = {}) => {
    const usual = { iss: issuer, aud: 'app', sub: 'me', iat: now - 5, exp: now + 600 }
    const content = `${encode({ alg: 'RS256', kid: 'k1', ...header })}.${encode({ ...usual, ...claims })}`
    return `${content}.${createSign('RSA-SHA256').update(content).sign(privateKey).toString('base64url')}`
  }
  return { issuer, now, sign, encode }
}

describe('a JWT authorizer lets in', () => {
  it('a token raw or behind Bearer, also an access token where no scope is asked for (api-gateway 12.2.1, 12.2.3)', async () => {
    const good = await token()
    expect((await api.call('/open', bearing(good))).status).toBe(200)
    expect((await api.call('/open', bearing(`Bearer ${good}`))).status).toBe(200)
  })

  it('a token with one of the scopes (api-gateway 12.2.2)', async () => {
    expect((await api.call('/read', bearing(await token()))).status).toBe(200)
  })

  it('tokens of any provider that can be reached (api-gateway 12.2.2)', async () => {
    const { issuer, sign } = await provider()
    const { call } = await guarded(issuer, 'app')
    expect((await call('/open', bearing(sign()))).status).toBe(200)
    expect((await call('/open', bearing(sign({ aud: ['x', 'app'] })))).status).toBe(200)
    expect((await call('/open', bearing(sign({ aud: undefined, client_id: 'app' })))).status).toBe(200)
    expect((await call('/read', bearing(sign({ scp: ['email'] })))).status).toBe(200)
  })

  it('a token with the scope email (api-gateway 12.2.4)', async () => {
    const { issuer, sign } = await provider()
    const { call } = await guarded(issuer, 'app')
    expect((await call('/read', bearing(sign({ scope: 'openid email' })))).status).toBe(200)
  })
})

describe('a JWT authorizer refuses', () => {
  it('a call without a token (api-gateway 12.2.5)', async () => {
    const response = await api.call('/open')
    expect(response.headers.get('content-length')).toBe('26')
    expect([response.status, await response.text(), response.headers.get('www-authenticate')]).toEqual([
      401,
      UNAUTHORIZED,
      'Bearer',
    ])
  })

  it('what is no token (api-gateway 12.2.5, 12.2.6)', async () => {
    expect(await refused('/open', 'x')).toEqual(invalid('token contains an invalid number of segments'))
    expect(await refused('/read', 'Bearer a.b')).toEqual(
      invalid('token contains an invalid number of segments', 'orders/read email'),
    )
  })

  it('tokens of another pool, and of another client (api-gateway 12.2.6, 12.2.7)', async () => {
    expect((await refused('/open', await token(other)))[0]).toBe(401)
    const elsewhere = await guarded(issuerOf(machine), 'another')
    expect(await refused('/open', await token(), elsewhere)).toEqual(
      invalid('the token does not have a valid audience'),
    )
  })

  it('a token without the scope (api-gateway 12.2.8)', async () => {
    expect(await refused('/read', await token(machine, 'orders/write'))).toEqual([
      403,
      '{"message":"Forbidden"}',
      'Bearer scope="orders/read email" error="insufficient_scope" error_description="the token does not have the required scope"',
    ])
  })

  it('what is forged, too early or too late (api-gateway 12.2.2, 12.2.6)', async () => {
    const { issuer, now, sign, encode } = await provider()
    const stranger = await provider()
    const { call } = await guarded(issuer, 'app')
    const claims = { iss: issuer, aud: 'app', exp: now + 600 }
    const forged = [
      sign({ exp: now - 1 }),
      sign({ nbf: now + 600 }),
      sign({ iat: now + 600 }),
      sign({ exp: undefined }),
      sign({}, { kid: 'k2' }),
      sign({}, { alg: 'HS256' }),
      stranger.sign({ iss: issuer }),
      `${encode({ alg: 'none', kid: 'k1' })}.${encode(claims)}.`,
      `${sign().split('.').slice(0, 2).join('.')}.AAAA`,
    ]
    for (const each of forged) expect((await call('/open', bearing(each))).status).toBe(401)
    expect((await call('/open', bearing(sign()))).status).toBe(200)
    const late = await call('/open', bearing(sign({ exp: now - 1 })))
    expect(late.headers.get('www-authenticate')).toContain('"the token has expired"')
  })

  it('everybody where the issuer cannot be asked', async () => {
    const nowhere = await guarded('http://127.0.0.1:9/realm', 'app')
    const { sign } = await provider()
    expect(await refused('/open', sign({ iss: 'http://127.0.0.1:9/realm' }), nowhere)).toEqual(
      invalid('OIDC discovery endpoint communication error'),
    )
  })

  it('whom it let in before, once it is another one (api-gateway 12.6.5)', async () => {
    const changed = await guarded(issuerOf(machine), machine.clientId)
    const good = await token()
    expect((await changed.call('/open', bearing(good))).status).toBe(200)
    const { apiId: ApiId, authorizerIds } = changed
    const JwtConfiguration = { Issuer: issuerOf(machine), Audience: ['another'] }
    await httpApi.send(new UpdateAuthorizerCommand({ ApiId, AuthorizerId: authorizerIds.jwt, JwtConfiguration }))
    expect((await changed.call('/open', bearing(good))).status).toBe(401)
  })
})

describe('the event of a function', () => {
  const told = async (path: string) => {
    const event = (await (await api.call(path, bearing(await token()))).json()) as {
      requestContext: { authorizer: Record<string, unknown> }
    }
    return event.requestContext.authorizer
  }

  it('has claims that are texts, and no scopes where none is asked for (api-gateway 12.2.9, 12.2.10)', async () => {
    const claims = expect.objectContaining({
      client_id: machine.clientId,
      token_use: 'access',
      exp: expect.stringMatching(/^\d{10}$/) as string,
      iat: expect.stringMatching(/^\d{10}$/) as string,
    }) as object
    expect(await told('/open')).toEqual({ jwt: { claims, scopes: null } })
    expect(await told('/one')).toEqual({ claims, scopes: null })
  })

  it('has scopes where one is asked for (api-gateway 12.2.9)', async () => {
    expect(await told('/read')).toMatchObject({ jwt: { scopes: ['orders/read'] } })
  })
})
