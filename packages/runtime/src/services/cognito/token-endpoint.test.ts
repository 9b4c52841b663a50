import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CognitoJwtVerifier } from 'aws-jwt-verify'
import { createLocalJWKSet, jwtVerify } from 'jose'
import * as oauth from 'oauth4webapi'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemRandom } from '../../kernel/random.ts'
import { createIssuerDocuments } from '../../oauth/discovery/issuer-documents.ts'
import { accessTokenOf } from '../../oauth/oauth.harness.ts'
import { HOME, machineClient, machinePool, startCognito, type TestCognito, wire } from './cognito.harness.ts'

let cognito: TestCognito
let pool: Awaited<ReturnType<typeof machinePool>>
beforeAll(async () => {
  cognito = await startCognito()
  pool = await machinePool(cognito)
})
afterAll(() => cognito.close())

async function jwksOf(poolId: string) {
  const documents = createIssuerDocuments({ documents: cognito.documents, random: systemRandom })
  const { body } = await documents(wire({ method: 'GET' }), poolId, 'jwks.json', undefined)
  return JSON.parse(String(body))
}

const issuerOf = (poolId: string) => `https://cognito-idp.us-east-1.amazonaws.com/${poolId}`

describe('verifiers we did not write', () => {
  test('jose accepts a token by the published keys', async () => {
    const token = accessTokenOf(await cognito.token(pool.domain, pool.clientId, pool.secret))
    const { payload } = await jwtVerify(token, createLocalJWKSet(await jwksOf(pool.UserPoolId)), {
      issuer: issuerOf(pool.UserPoolId),
      algorithms: ['RS256'],
      currentDate: new Date(cognito.clock.now()),
    })
    expect(payload).toMatchObject({ sub: pool.clientId, client_id: pool.clientId, scope: 'api/read', version: 2 })
  })

  test('aws-jwt-verify accepts it as an access token of the client with its scope', async () => {
    const verifier = CognitoJwtVerifier.create({
      userPoolId: pool.UserPoolId,
      clientId: pool.clientId,
      tokenUse: 'access',
      scope: 'api/read',
    })
    verifier.cacheJwks(await jwksOf(pool.UserPoolId))
    const token = accessTokenOf(await cognito.token(pool.domain, pool.clientId, pool.secret))
    await expect(verifier.verify(token)).resolves.toMatchObject({ sub: pool.clientId })
    await expect(verifier.verify(token, { scope: 'api/write' })).rejects.toThrow(/Scope/)
  })

  test('the two published keys differ, and access tokens are signed with the first', async () => {
    const { keys } = await jwksOf(pool.UserPoolId)
    expect(keys).toHaveLength(2)
    expect(new Set(keys.map((key: { kid: string }) => key.kid)).size).toBe(2)
    for (const { kid, n } of keys) {
      expect(Buffer.from(kid, 'base64')).toHaveLength(32)
      expect([kid.length, n.length]).toEqual([44, 342])
    }
    const [header = ''] = accessTokenOf(await cognito.token(pool.domain, pool.clientId, pool.secret)).split('.')
    expect(JSON.parse(Buffer.from(header, 'base64url').toString()).kid).toBe(keys[0].kid)
  })

  describe('oauth4webapi, over HTTP', () => {
    let server: Server
    let as: oauth.AuthorizationServer
    beforeAll(async () => {
      server = createServer(async (request, response) => {
        const chunks: Buffer[] = []
        for await (const chunk of request) chunks.push(chunk)
        const { method = '', url = '', headers } = request
        const wired = wire({
          method,
          path: url,
          headers: headers as Record<string, string | undefined>,
          body: Buffer.concat(chunks),
        })
        const answer = await cognito.plane(wired, pool.domain, HOME.region)
        for (const [name, value] of answer.headers) response.appendHeader(name, value)
        response.writeHead(answer.status).end(answer.body)
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const { port } = server.address() as AddressInfo
      as = { issuer: issuerOf(pool.UserPoolId), token_endpoint: `http://127.0.0.1:${port}/oauth2/token` }
    })
    afterAll(() => {
      server.close()
    })

    const ask = async (authentication: oauth.ClientAuth, scope = 'api/read') => {
      const client = { client_id: pool.clientId }
      const options = { [oauth.allowInsecureRequests]: true }
      const parameters = new URLSearchParams({ scope })
      const response = await oauth.clientCredentialsGrantRequest(as, client, authentication, parameters, options)
      return oauth.processClientCredentialsResponse(as, client, response)
    }

    test.each([
      ['client_secret_basic', oauth.ClientSecretBasic],
      ['client_secret_post', oauth.ClientSecretPost],
    ])('%s', async (_name, authentication) => {
      await expect(ask(authentication(pool.secret))).resolves.toMatchObject({ expires_in: 3600, token_type: 'bearer' })
    })

    test('reads the refusals', async () => {
      await expect(ask(oauth.ClientSecretBasic('wrong'))).rejects.toMatchObject({
        error: 'invalid_client',
        error_description: 'invalid_client_secret',
        status: 400,
      })
      await expect(ask(oauth.ClientSecretPost(pool.secret), 'api/write')).rejects.toMatchObject({
        error: 'invalid_grant',
      })
    })
  })
})

describe('isolation', () => {
  test('a client of another pool is unknown', async () => {
    const other = await machinePool(cognito, 'other')
    const response = await cognito.token('other', pool.clientId, pool.secret)
    expect([response.status, response.body]).toEqual([400, '{"error":"invalid_client"}'])
    const token = accessTokenOf(await cognito.token('other', other.clientId, other.secret))
    const keys = createLocalJWKSet(await jwksOf(pool.UserPoolId))
    await expect(jwtVerify(token, keys)).rejects.toThrow()
  })

  test('a domain of another region is another domain; a path form names no region', async () => {
    const place = { ...HOME, region: 'eu-west-1' }
    const there = await machinePool(cognito, 'partners', place)
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const body = Buffer.from(
      new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: there.clientId,
        client_secret: there.secret,
      }).toString(),
    )
    const request = wire({ headers: form, body })
    expect((await cognito.plane(request, 'partners', 'eu-west-1')).status).toBe(200)
    expect((await cognito.plane(request, 'partners', 'us-east-1')).body).toBe('{"error":"invalid_client"}')
    expect((await cognito.plane(request, 'partners', undefined)).status).toBe(404)
    await cognito.call('DeleteUserPoolDomain', { UserPoolId: there.UserPoolId, Domain: 'partners' }, place)
    expect((await cognito.plane(request, 'partners', undefined)).body).toBe('{"error":"invalid_client"}')
    expect((await cognito.plane(request, 'partners', 'eu-west-1')).status).toBe(404)
  })
})

describe('changes count from the next request on', () => {
  const ask = (p: typeof pool, secret = p.secret, form = {}) => cognito.token(p.domain, p.clientId, secret, form)
  const errorOf = async (response: ReturnType<typeof ask>) => JSON.parse(String((await response).body)).error

  test('a second secret works beside the first, and the first stops when it is deleted', async () => {
    const p = await machinePool(cognito, 'rotation')
    const client = { UserPoolId: p.UserPoolId, ClientId: p.clientId }
    expect((await ask(p)).status).toBe(200)
    const { ClientSecretDescriptor } = await cognito.call('AddUserPoolClientSecret', client)
    const second = ClientSecretDescriptor?.ClientSecretValue ?? ''
    expect([(await ask(p)).status, (await ask(p, second)).status]).toEqual([200, 200])
    const { ClientSecrets } = await cognito.call('ListUserPoolClientSecrets', client)
    const ClientSecretId = ClientSecrets?.[0]?.ClientSecretId ?? ''
    await cognito.call('DeleteUserPoolClientSecret', { ...client, ClientSecretId })
    expect([await errorOf(ask(p)), (await ask(p, second)).status]).toEqual(['invalid_client', 200])
  })

  test('scopes come and go with their resource server', async () => {
    const p = await machinePool(cognito, 'scopes')
    const server = { UserPoolId: p.UserPoolId, Identifier: 'api', Name: 'Api' }
    expect((await ask(p)).status).toBe(200)
    await cognito.call('UpdateResourceServer', server)
    expect(await errorOf(ask(p))).toBe('invalid_scope')
    const Scopes = [{ ScopeName: 'read', ScopeDescription: 'read' }]
    await cognito.call('UpdateResourceServer', { ...server, Scopes })
    expect((await ask(p)).status).toBe(200)
    await cognito.call('DeleteResourceServer', server)
    expect(await errorOf(ask(p))).toBe('invalid_scope')
  })

  test('flows, lifetime, the client and the domain', async () => {
    const p = await machinePool(cognito, 'changing')
    const client = { UserPoolId: p.UserPoolId, ClientId: p.clientId }
    const flows = { AllowedOAuthFlows: ['client_credentials'], AllowedOAuthScopes: ['api/read'] }
    await cognito.call('UpdateUserPoolClient', { ...client, ...flows })
    expect(await errorOf(ask(p))).toBe('invalid_grant')
    const CODE = { AllowedOAuthFlows: ['code'], CallbackURLs: ['https://a.example'], AllowedOAuthScopes: ['api/read'] }
    await cognito.call('UpdateUserPoolClient', { ...client, ...CODE, AllowedOAuthFlowsUserPoolClient: true })
    expect(await errorOf(ask(p))).toBe('unauthorized_client')
    const short = { AccessTokenValidity: 5, TokenValidityUnits: { AccessToken: 'minutes' } }
    await cognito.call('UpdateUserPoolClient', { ...client, ...flows, ...short, AllowedOAuthFlowsUserPoolClient: true })
    expect(JSON.parse(String((await ask(p)).body)).expires_in).toBe(300)
    await cognito.call('DeleteUserPoolClient', client)
    expect(await errorOf(ask(p))).toBe('invalid_client')
    await cognito.call('DeleteUserPoolDomain', { UserPoolId: p.UserPoolId, Domain: p.domain })
    expect((await ask(p)).status).toBe(404)
  })
})

describe('the issuer', () => {
  test('of the newer type names its own host, in tokens and for authorizers', async () => {
    const p = await machinePool(cognito, 'newer')
    await cognito.call('UpdateUserPool', { UserPoolId: p.UserPoolId, IssuerConfiguration: { Type: 'UPDATED' } })
    const [, payload = ''] = accessTokenOf(await cognito.token(p.domain, p.clientId, p.secret)).split('.')
    const issuer = `https://issuer-cognito-idp.us-east-1.amazonaws.com/${p.UserPoolId}`
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString()).iss).toBe(issuer)
    const arn = `arn:aws:cognito-idp:us-east-1:123456789012:userpool/${p.UserPoolId}`
    expect((await cognito.issuers.findIssuer(arn))?.issuer).toBe(issuer)
  })

  test('is found by the whole ARN of its pool only, and forgotten with it', async () => {
    const { UserPool } = await cognito.call('CreateUserPool', { PoolName: 'short-lived' })
    const { Id: UserPoolId = '', Arn = '' } = UserPool ?? {}
    const changed: string[] = []
    cognito.issuers.onChange((arn) => changed.push(arn))
    const found = await cognito.issuers.findIssuer(Arn)
    expect(found).toMatchObject({ poolArn: Arn, poolId: UserPoolId, issuer: issuerOf(UserPoolId) })
    expect([...(found?.keys.values() ?? [])].map((key) => key.type)).toEqual(['public', 'public'])
    expect(await cognito.issuers.findIssuer(Arn.replace('123456789012', '999999999999'))).toBeUndefined()
    expect(await cognito.issuers.findIssuer('nonsense')).toBeUndefined()
    await cognito.call('DeleteUserPool', { UserPoolId })
    expect(await cognito.issuers.findIssuer(Arn)).toBeUndefined()
    expect(changed).toEqual([Arn])
  })
})

test('a secret with a plus sign and an underscore works both ways', async () => {
  const ClientSecret = 'with+plus_and_underscore_24'
  const { clientId } = await machineClient(cognito, pool.UserPoolId, ['api/read'], {
    GenerateSecret: false,
    ClientSecret,
  })
  expect((await cognito.token(pool.domain, clientId, ClientSecret)).status).toBe(200)
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: ClientSecret,
  })
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const response = await cognito.ask({ headers, body: Buffer.from(body.toString()) }, pool.domain)
  expect(response.status).toBe(200)
})
