import { DeleteResourceServerCommand, UpdateResourceServerCommand } from '@aws-sdk/client-cognito-identity-provider'
import { CognitoJwtVerifier } from 'aws-jwt-verify'
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import * as oauth from 'oauth4webapi'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { addClient, createMachineClient, type MachineClient, requestToken } from '../support/machine-client.ts'

const origin = inject('origin')
const { cognito } = awsClients({ origin, account: '111122223333' })
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

let machine: MachineClient
let other: MachineClient
beforeAll(async () => {
  machine = await createMachineClient(cognito)
  other = await createMachineClient(cognito)
})

const ask = (form?: Record<string, string>, overrides: Partial<MachineClient> = {}) =>
  requestToken({ origin, ...machine, ...overrides, form: form && { grant_type: 'client_credentials', ...form } })

async function tokenOf(response: Response): Promise<string> {
  expect(response.status).toBe(200)
  return ((await response.json()) as { access_token: string }).access_token
}

function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>
}

describe('a token', () => {
  it('comes in AWS’s body, with AWS’s headers', async () => {
    const response = await ask({ scope: 'orders/read' })
    const text = await response.text()
    expect(text).toMatch(/^\{"access_token":"[\w-]+\.[\w-]+\.[\w-]+","expires_in":3600,"token_type":"Bearer"\}$/)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/json;charset=UTF-8',
      'cache-control': 'no-cache, no-store, max-age=0, must-revalidate',
      pragma: 'no-cache',
      'x-content-type-options': 'nosniff',
      'strict-transport-security': 'max-age=31536000 ; includeSubDomains',
      'x-frame-options': 'DENY',
    })
    expect(response.headers.get('x-amz-cognito-request-id')).toMatch(UUID)
    expect(response.headers.get('set-cookie')).toMatch(
      /^XSRF-TOKEN=[0-9a-f-]{36}; Path=\/; Secure; HttpOnly; SameSite=Lax$/,
    )
  })

  it('has AWS’s claims in AWS’s order and nothing else', async () => {
    const token = await tokenOf(await ask({ scope: 'orders/read' }))
    const claims = claimsOf(token)
    expect(Object.keys(claims)).toEqual([
      'sub',
      'token_use',
      'scope',
      'auth_time',
      'iss',
      'exp',
      'iat',
      'version',
      'jti',
      'client_id',
    ])
    expect(claims).toMatchObject({
      sub: machine.clientId,
      client_id: machine.clientId,
      token_use: 'access',
      scope: 'orders/read',
      iss: `https://cognito-idp.us-east-1.amazonaws.com/${machine.poolId}`,
      version: 2,
    })
    expect(claims.auth_time).toBe(claims.iat)
    expect(Number(claims.exp) - Number(claims.iat)).toBe(3600)
    expect(claims.jti).toMatch(UUID)
    expect(Object.keys(decodeProtectedHeader(token))).toEqual(['kid', 'alg'])
    expect(decodeProtectedHeader(token).alg).toBe('RS256')
  })

  it('has every scope of the client when none is asked for', async () => {
    const { scope } = claimsOf(await tokenOf(await ask()))
    expect(String(scope).split(' ').sort()).toEqual(['orders/read', 'orders/write'])
  })

  it('is another one each time', async () => {
    expect(await tokenOf(await ask())).not.toBe(await tokenOf(await ask()))
  })

  it('is accepted by jose and by aws-jwt-verify', async () => {
    const token = await tokenOf(await ask())
    const jwks = createRemoteJWKSet(new URL(`${origin}/${machine.poolId}/.well-known/jwks.json`))
    const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${machine.poolId}`
    const { payload } = await jwtVerify(token, jwks, { issuer, algorithms: ['RS256'] })
    expect(payload.client_id).toBe(machine.clientId)

    const verifier = CognitoJwtVerifier.create({
      userPoolId: machine.poolId,
      tokenUse: 'access',
      clientId: machine.clientId,
      scope: 'orders/write',
    })
    const keys = await fetch(`${origin}/${machine.poolId}/.well-known/jwks.json`)
    verifier.cacheJwks((await keys.json()) as Parameters<typeof verifier.cacheJwks>[0])
    expect((await verifier.verify(token)).sub).toBe(machine.clientId)
  })

  it('is given to oauth4webapi, with Basic and with body authentication', async () => {
    const server: oauth.AuthorizationServer = {
      issuer: 'https://example.com',
      token_endpoint: `${origin}/_aws/cognito/${machine.domain}/oauth2/token`,
    }
    const client = { client_id: machine.clientId }
    for (const authenticate of [oauth.ClientSecretBasic, oauth.ClientSecretPost]) {
      const response = await oauth.clientCredentialsGrantRequest(
        server,
        client,
        authenticate(machine.clientSecret),
        { scope: 'orders/read' },
        { [oauth.allowInsecureRequests]: true },
      )
      const result = await oauth.processClientCredentialsResponse(server, client, response)
      expect(result.expires_in).toBe(3600)
    }
  })

  it('lives as long as its client says', async () => {
    const client = await addClient(cognito, machine.poolId, {
      AccessTokenValidity: 15,
      TokenValidityUnits: { AccessToken: 'minutes' },
    })
    const response = await ask({}, client)
    const body = (await response.json()) as { access_token: string; expires_in: number }
    expect(body.expires_in).toBe(900)
    const { exp, iat } = claimsOf(body.access_token)
    expect(Number(exp) - Number(iat)).toBe(900)
  })

  it('loses a scope that was deleted from its resource server, and gets it back', async () => {
    const own = await createMachineClient(cognito)
    const update = (names: string[]) =>
      cognito.send(
        new UpdateResourceServerCommand({
          UserPoolId: own.poolId,
          Identifier: 'orders',
          Name: 'Orders',
          Scopes: names.map((name) => ({ ScopeName: name, ScopeDescription: name })),
        }),
      )
    await update(['read'])
    expect(claimsOf(await tokenOf(await ask(undefined, own))).scope).toBe('orders/read')
    await update(['read', 'write'])
    expect(String(claimsOf(await tokenOf(await ask(undefined, own))).scope)).toContain('orders/write')
    await cognito.send(new DeleteResourceServerCommand({ UserPoolId: own.poolId, Identifier: 'orders' }))
    const none = await ask(undefined, own)
    expect([none.status, await none.text()]).toEqual([400, '{"error":"invalid_scope"}'])
  })
})

describe('a refusal', () => {
  const invalidSecret = '{"error":"invalid_client","error_description":"invalid_client_secret"}'
  const cases: [string, () => Promise<Response>, string][] = [
    ['a wrong secret', () => ask({}, { clientSecret: 'wrong' }), invalidSecret],
    ['an empty secret', () => ask({}, { clientSecret: '' }), invalidSecret],
    ['an unknown client', () => ask({}, { clientId: 'nobody' }), '{"error":"invalid_client"}'],
    ['a client of another pool', () => ask({}, { domain: other.domain }), '{"error":"invalid_client"}'],
    ['no grant type', () => requestToken({ origin, ...machine, form: {} }), '{"error":"invalid_request"}'],
    [
      'the password grant',
      () => requestToken({ origin, ...machine, form: { grant_type: 'password' } }),
      '{"error":"unsupported_grant_type"}',
    ],
    [
      'an invented grant',
      () => requestToken({ origin, ...machine, form: { grant_type: 'urn:made:up' } }),
      '{"error":"unsupported_grant_type"}',
    ],
    [
      'no client at all',
      () => requestToken({ origin, domain: machine.domain, form: { grant_type: 'client_credentials' } }),
      '{"error":"invalid_request"}',
    ],
    ['an unknown scope', () => ask({ scope: 'orders/fly' }), '{"error":"invalid_scope"}'],
    ['an unknown resource server', () => ask({ scope: 'planes/read' }), '{"error":"invalid_scope"}'],
    [
      'a known scope beside an unknown one',
      () => ask({ scope: 'orders/read orders/fly' }),
      '{"error":"invalid_scope"}',
    ],
  ]
  it.each(cases)('is what %s gets', async (_, send, body) => {
    const response = await send()
    expect([response.status, await response.text()]).toEqual([400, body])
    expect(response.headers.get('content-type')).toBe('application/json;charset=UTF-8')
    expect(response.headers.get('www-authenticate')).toBeNull()
  })

  it('is what a scope gets that exists but is not the client’s', async () => {
    const reader = await addClient(cognito, machine.poolId, { AllowedOAuthScopes: ['orders/read'] })
    const response = await ask({ scope: 'orders/write' }, reader)
    expect([response.status, await response.text()]).toEqual([400, '{"error":"invalid_grant"}'])
    const mixed = await ask({ scope: 'orders/read orders/write' }, reader)
    expect([mixed.status, await mixed.text()]).toEqual([400, '{"error":"invalid_grant"}'])
  })

  it('is what a client gets whose OAuth flag is off', async () => {
    const off = await addClient(cognito, machine.poolId, { AllowedOAuthFlowsUserPoolClient: false })
    const response = await ask({}, off)
    expect([response.status, await response.text()]).toEqual([400, '{"error":"invalid_grant"}'])
  })

  it.each(['GET', 'PUT', 'DELETE'])('is 405 without a body for %s', async (method) => {
    const response = await fetch(`${origin}/_aws/cognito/${machine.domain}/oauth2/token`, { method })
    expect([response.status, await response.text()]).toEqual([405, ''])
  })

  it('is 405 for a JSON body', async () => {
    const response = await fetch(`${origin}/_aws/cognito/${machine.domain}/oauth2/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"grant_type":"client_credentials"}',
    })
    expect([response.status, await response.text()]).toEqual([405, ''])
  })

  it('is a clear 4xx for an unknown domain', async () => {
    const response = await ask({}, { domain: 'nobody-has-this-domain' })
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(response.status).toBeLessThan(500)
  })
})

describe('a pool', () => {
  it('has two keys of its own', async () => {
    const keysOf = async (poolId: string) => {
      const response = await fetch(`${origin}/${poolId}/.well-known/jwks.json`)
      return ((await response.json()) as { keys: Record<string, string>[] }).keys
    }
    const [mine, theirs] = await Promise.all([keysOf(machine.poolId), keysOf(other.poolId)])
    expect(mine).toHaveLength(2)
    for (const key of mine) {
      expect(Object.keys(key)).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
      expect(key).toMatchObject({ alg: 'RS256', kty: 'RSA', use: 'sig', e: 'AQAB' })
      expect(key.n).toHaveLength(342)
    }
    expect(new Set([...mine, ...theirs].map((key) => key.n)).size).toBe(4)
  })

  it('has a discovery document', async () => {
    const response = await fetch(`${origin}/${machine.poolId}/.well-known/openid-configuration`)
    const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${machine.poolId}`
    const domain = `https://${machine.domain}.auth.us-east-1.amazoncognito.com`
    expect(await response.json()).toMatchObject({
      issuer,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      token_endpoint: `${domain}/oauth2/token`,
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    })
  })
})
