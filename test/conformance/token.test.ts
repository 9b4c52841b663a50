import {
  CreateUserPoolDomainCommand,
  DeleteResourceServerCommand,
  DeleteUserPoolDomainCommand,
  DescribeUserPoolCommand,
  UpdateResourceServerCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { addClient, createMachineClient, type MachineClient, requestToken } from '../support/machine-client.ts'
import { uniqueName } from '../support/names.ts'
import { claimsOf, headerOf, keysOf, tokenFor } from '../support/tokens.ts'

const origin = inject('origin')
const { cognito } = awsClients({ origin, account: '111122223333' })
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

let machine: MachineClient
let other: MachineClient
beforeAll(async () => {
  machine = await createMachineClient(cognito)
  other = await createMachineClient(cognito)
})

async function scopesOf(client: MachineClient, scope?: string): Promise<string[]> {
  const { access_token } = await tokenFor(origin, client, scope)
  return String(claimsOf(access_token).scope).split(' ').sort()
}

describe('the answer', () => {
  it('has AWS’s body and AWS’s headers, new ids each time (cognito 1.2.1, 1.2.2, 1.2.3, 1.3.1, 1.3.3)', async () => {
    const ask = () =>
      requestToken({ origin, ...machine, form: { grant_type: 'client_credentials', scope: 'orders/read' } })
    const [response, again] = await Promise.all([ask(), ask()])
    expect(await response.text()).toMatch(
      /^\{"access_token":"[\w-]+\.[\w-]+\.[\w-]+","expires_in":3600,"token_type":"Bearer"\}$/,
    )
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/json;charset=UTF-8',
      'x-content-type-options': 'nosniff',
      'x-xss-protection': '1; mode=block',
      'cache-control': 'no-cache, no-store, max-age=0, must-revalidate',
      pragma: 'no-cache',
      expires: '0',
      'strict-transport-security': 'max-age=31536000 ; includeSubDomains',
      'x-frame-options': 'DENY',
      server: 'Server',
    })
    for (const name of ['x-amz-cognito-request-id', 'set-cookie']) {
      expect(response.headers.get(name)).not.toBe(again.headers.get(name))
    }
    expect(response.headers.get('x-amz-cognito-request-id')).toMatch(UUID)
    // Under AWS's host names and over TLS the path is `/`, and the cookie secure.
    expect(response.headers.get('set-cookie')).toMatch(
      /^XSRF-TOKEN=[0-9a-f-]{36}; Path=\/[^;]*; (Secure; )?HttpOnly; SameSite=Lax$/,
    )
  })

  it('may be read by a page of any origin (cognito 1.3.2)', async () => {
    const response = await fetch(`${origin}/_aws/cognito/${machine.domain}/oauth2/token`, {
      method: 'POST',
      headers: { origin: 'https://app.example.com', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: machine.clientId,
        client_secret: machine.clientSecret,
      }),
    })
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([200, '*'])
  })
})

describe('the claims', () => {
  it('are AWS’s, in AWS’s order, and nothing else (cognito 2.1.1, 2.1.3, 2.2.1, 2.2.2, 2.2.3, 2.2.4, 2.2.6, 2.2.9)', async () => {
    const before = Math.floor(Date.now() / 1000)
    const { access_token: token } = await tokenFor(origin, machine, 'orders/read')
    const claims = claimsOf(token)
    const iat = Number(claims.iat)
    // The order recorded on AWS: sub first, client_id last; no aud, username, event_id or origin_jti.
    expect(Object.entries(claims)).toEqual([
      ['sub', machine.clientId],
      ['token_use', 'access'],
      ['scope', 'orders/read'],
      ['auth_time', iat],
      ['iss', `https://cognito-idp.us-east-1.amazonaws.com/${machine.poolId}`],
      ['exp', iat + 3600],
      ['iat', iat],
      ['version', 2],
      ['jti', expect.stringMatching(UUID)],
      ['client_id', machine.clientId],
    ])
    expect(iat).toBeGreaterThanOrEqual(before)
    expect(iat).toBeLessThanOrEqual(Math.ceil(Date.now() / 1000))
    expect(Object.keys(headerOf(token))).toEqual(['kid', 'alg'])
    expect(headerOf(token).alg).toBe('RS256')
    expect((await keysOf(origin, machine.poolId)).map((key) => key.kid)).toContain(headerOf(token).kid)
  })

  it('have an id of their own in each token (cognito 1.2.8)', async () => {
    const tokens = await Promise.all([1, 2, 3].map(() => tokenFor(origin, machine)))
    expect(new Set(tokens.map((token) => claimsOf(token.access_token).jti)).size).toBe(3)
  })

  it('name the region in the issuer (cognito 2.2.5)', async () => {
    const elsewhere = awsClients({ origin, account: '111122223333', region: 'ap-northeast-1' }).cognito
    const client = await createMachineClient(elsewhere)
    const { access_token } = await tokenFor(origin, client)
    expect(client.poolId).toMatch(/^ap-northeast-1_[0-9A-Za-z]{9}$/)
    expect(claimsOf(access_token).iss).toBe(`https://cognito-idp.ap-northeast-1.amazonaws.com/${client.poolId}`)
  })
})

describe('the scopes', () => {
  it('are all of the client’s when none is asked for (cognito 1.1.8)', async () => {
    expect(await scopesOf(machine)).toEqual(['orders/read', 'orders/write'])
  })

  it('are those asked for and no others, each once, separated by a space or a plus (cognito 1.1.7, 2.2.7, 2.2.8)', async () => {
    expect(await scopesOf(machine, 'orders/write')).toEqual(['orders/write'])
    expect(await scopesOf(machine, 'orders/write orders/read')).toEqual(['orders/read', 'orders/write'])
    expect(await scopesOf(machine, 'orders/read orders/read')).toEqual(['orders/read'])
    const response = await fetch(`${origin}/_aws/cognito/${machine.domain}/oauth2/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body:
        `grant_type=client_credentials&client_id=${machine.clientId}&client_secret=${machine.clientSecret}` +
        '&scope=orders%2Fread+orders/write',
    })
    const { access_token } = (await response.json()) as { access_token: string }
    expect(String(claimsOf(access_token).scope).split(' ').sort()).toEqual(['orders/read', 'orders/write'])
  })

  it('lose one that was deleted from its resource server, also when asked for, and get it back (cognito 1.4m, 1.4n, 4.7)', async () => {
    const own = await createMachineClient(cognito)
    const offer = (...names: string[]) =>
      cognito.send(
        new UpdateResourceServerCommand({
          UserPoolId: own.poolId,
          Identifier: 'orders',
          Name: 'Orders',
          Scopes: names.map((name) => ({ ScopeName: name, ScopeDescription: name })),
        }),
      )
    await offer('read')
    expect(await scopesOf(own)).toEqual(['orders/read'])
    expect(await scopesOf(own, 'orders/read orders/write')).toEqual(['orders/read'])
    await offer('read', 'write')
    expect(await scopesOf(own)).toEqual(['orders/read', 'orders/write'])
    await cognito.send(new DeleteResourceServerCommand({ UserPoolId: own.poolId, Identifier: 'orders' }))
    const none = await requestToken({ origin, ...own })
    expect([none.status, await none.text()]).toEqual([400, '{"error":"invalid_scope"}'])
  })

  it('follow a change of the client at once', async () => {
    const client = { ...machine, ...(await addClient(cognito, machine.poolId)) }
    expect(await scopesOf(client)).toEqual(['orders/read', 'orders/write'])
    await cognito.send(
      new UpdateUserPoolClientCommand({
        UserPoolId: machine.poolId,
        ClientId: client.clientId,
        AllowedOAuthFlows: ['client_credentials'],
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthScopes: ['orders/write'],
      }),
    )
    expect(await scopesOf(client)).toEqual(['orders/write'])
  })
})

describe('the lifetime', () => {
  it.each([
    [{ AccessTokenValidity: 5, TokenValidityUnits: { AccessToken: 'minutes' } }, 300],
    [{ AccessTokenValidity: 301, TokenValidityUnits: { AccessToken: 'seconds' } }, 301],
    [{ AccessTokenValidity: 2 }, 7200],
    [{ AccessTokenValidity: 1, TokenValidityUnits: { AccessToken: 'days' } }, 86_400],
  ] as const)('of %j is %i seconds (cognito 1.2.4, 2.3.1)', async (settings, seconds) => {
    const client = { ...machine, ...(await addClient(cognito, machine.poolId, settings)) }
    const { access_token, expires_in } = await tokenFor(origin, client)
    expect(expires_in).toBe(seconds)
    const { exp, iat } = claimsOf(access_token)
    expect(Number(exp) - Number(iat)).toBe(seconds)
  })
})

describe('the keys', () => {
  it('are two for each pool, and no pool has another one’s (cognito 7.1, 7.2, 7.3, 7.4)', async () => {
    const [mine, theirs] = await Promise.all([keysOf(origin, machine.poolId), keysOf(origin, other.poolId)])
    for (const keys of [mine, theirs]) {
      expect(keys).toHaveLength(2)
      for (const key of keys) {
        expect(Object.keys(key)).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
        expect(key).toMatchObject({ alg: 'RS256', kty: 'RSA', use: 'sig', e: 'AQAB' })
        expect(key.n).toMatch(/^[\w-]{342}$/)
        expect(Buffer.from(key.kid, 'base64')).toHaveLength(32)
      }
    }
    expect(new Set([...mine, ...theirs].map((key) => key.n)).size).toBe(4)
    expect(new Set([...mine, ...theirs].map((key) => key.kid)).size).toBe(4)
  })

  it('are described by a discovery document (cognito 3.1.1, 3.6.1, 3.6.2)', async () => {
    const response = await fetch(`${origin}/${machine.poolId}/.well-known/openid-configuration`)
    const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${machine.poolId}`
    const domain = `https://${machine.domain}.auth.us-east-1.amazoncognito.com`
    expect(response.headers.get('content-type')).toMatch(/^application\/json/)
    expect(await response.json()).toEqual({
      authorization_endpoint: `${domain}/oauth2/authorize`,
      end_session_endpoint: `${domain}/logout`,
      id_token_signing_alg_values_supported: ['RS256'],
      issuer,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      response_types_supported: ['code', 'token'],
      revocation_endpoint: `${domain}/oauth2/revoke`,
      scopes_supported: ['openid', 'email', 'phone', 'profile'],
      subject_types_supported: ['public'],
      token_endpoint: `${domain}/oauth2/token`,
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      userinfo_endpoint: `${domain}/oauth2/userInfo`,
    })
  })

  it('are found under the domain of one’s own alone, where there is one, and without any under the issuer (cognito 3.6.5, 3.6.6, 11.9)', async () => {
    const UserPoolId = (await createMachineClient(cognito)).poolId
    const members = async () => {
      const response = await fetch(`${origin}/${UserPoolId}/.well-known/openid-configuration`)
      return (await response.json()) as Record<string, unknown>
    }
    const prefix = String((await members()).token_endpoint)
    expect(prefix).toContain('.auth.us-east-1.amazoncognito.com/')
    const Domain = `${uniqueName('login')}.example.com`
    const CertificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9'
    const own = { UserPoolId, Domain, CustomDomainConfig: { CertificateArn } }
    await cognito.send(new CreateUserPoolDomainCommand(own))
    const both = await members()
    expect(both).toMatchObject({
      authorization_endpoint: `https://${Domain}/oauth2/authorize`,
      token_endpoint: `https://${Domain}/oauth2/token`,
      issuer: `https://cognito-idp.us-east-1.amazonaws.com/${UserPoolId}`,
    })
    expect(JSON.stringify(both)).not.toContain('amazoncognito.com')
    const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }))
    for (const name of [Domain, UserPool?.Domain]) {
      await cognito.send(new DeleteUserPoolDomainCommand({ UserPoolId, Domain: name }))
    }
    expect(Object.keys(await members())).toEqual([
      'id_token_signing_alg_values_supported',
      'issuer',
      'jwks_uri',
      'response_types_supported',
      'scopes_supported',
      'subject_types_supported',
      'token_endpoint_auth_methods_supported',
    ])
  })

  it.each(['jwks.json', 'openid-configuration'])(
    'are not made up for a pool that does not exist: %s (cognito 3.6.7, 11.9)',
    async (name) => {
      const response = await fetch(`${origin}/us-east-1_AAAAAAAAA/.well-known/${name}`)
      expect(response.status).toBe(400)
      expect(await response.text()).toContain('us-east-1_AAAAAAAAA')
    },
  )
})
