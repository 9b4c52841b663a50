import { CognitoJwtVerifier } from 'aws-jwt-verify'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import * as oauth from 'oauth4webapi'
import { InMemoryWebStorage, OidcClient, WebStorageStateStore } from 'oidc-client-ts'
import * as openid from 'openid-client'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { loadAuthJs } from '../support/auth-js.ts'
import { fetchByAwsName } from '../support/aws-names.ts'
import { awsClients } from '../support/clients.ts'
import { PageBrowser } from '../support/page-browser.ts'
import { PASSWORD } from '../support/people.ts'
import { CALLBACK, createSignInPool, SIGNED_OUT } from '../support/sign-in-app.ts'
import { claimsOf } from '../support/tokens.ts'

const origin = inject('origin')
const { cognito } = awsClients({ origin, account: '111122226666' })
const byAwsName = fetchByAwsName(origin)

let pool: Awaited<ReturnType<typeof createSignInPool>>
beforeAll(async () => {
  pool = await createSignInPool(cognito, origin)
})

const signIn = (address: string | URL, browser = new PageBrowser(origin)) => browser.signIn(address, 'ada', PASSWORD)

describe('openid-client', () => {
  const discover = (clientId: string, secret?: string) =>
    openid.discovery(
      new URL(pool.issuer),
      clientId,
      secret,
      secret ? openid.ClientSecretBasic(secret) : openid.None(),
      {
        [openid.customFetch]: byAwsName,
      },
    )

  it('signs somebody in with PKCE, state and nonce, refreshes, asks who they are, and revokes', async () => {
    const { clientId } = await pool.client()
    const config = await discover(clientId)
    const [pkceCodeVerifier, expectedState, expectedNonce] = [
      openid.randomPKCECodeVerifier(),
      openid.randomState(),
      openid.randomNonce(),
    ]
    const address = openid.buildAuthorizationUrl(config, {
      redirect_uri: CALLBACK,
      scope: 'openid email notes/read',
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: expectedState,
      nonce: expectedNonce,
    })
    const back = await signIn(address)
    const checks = { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true }
    const tokens = await openid.authorizationCodeGrant(config, back, checks)
    const claims = tokens.claims()
    expect(claims).toMatchObject({ 'cognito:username': 'ada', email: 'ada@example.com', email_verified: true })
    expect(claimsOf(tokens.access_token).scope).toBe('openid email notes/read')

    const info = await openid.fetchUserInfo(config, tokens.access_token, claims?.sub ?? '')
    expect(info).toMatchObject({ email: 'ada@example.com', username: 'ada' })

    const refreshed = await openid.refreshTokenGrant(config, tokens.refresh_token ?? '')
    expect(refreshed.claims()?.sub).toBe(claims?.sub)
    expect(refreshed.claims()?.auth_time).toBe(claims?.auth_time)

    await openid.tokenRevocation(config, tokens.refresh_token ?? '')
    await expect(openid.refreshTokenGrant(config, tokens.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    })
    await expect(openid.fetchUserInfo(config, tokens.access_token, claims?.sub ?? '')).rejects.toThrow()
    await expect(openid.authorizationCodeGrant(config, back, checks)).rejects.toMatchObject({ error: 'invalid_grant' })
  })

  it('hears of a refusal in the words of the protocol', async () => {
    const { clientId, secret } = await pool.client({ GenerateSecret: true })
    const config = await discover(clientId, secret)
    const refusalOf = async (parameters: Record<string, string>) => {
      const address = openid.buildAuthorizationUrl(config, { redirect_uri: CALLBACK, scope: 'openid', ...parameters })
      const { url } = await new PageBrowser(origin).open(address)
      return openid.authorizationCodeGrant(config, url, {}).then(
        () => 'none',
        (error: { error?: string }) => error.error,
      )
    }
    expect(await refusalOf({ scope: 'openid notes/write' })).toBe('invalid_scope')
    expect(await refusalOf({ response_type: 'token' })).not.toBe('none')
    expect(await refusalOf({ code_challenge: 'x', code_challenge_method: 'plain' })).toBe('invalid_request')
  })

  it('signs out where discovery says', async () => {
    const { clientId } = await pool.client()
    const config = await discover(clientId)
    const browser = new PageBrowser(origin)
    const address = openid.buildAuthorizationUrl(config, { redirect_uri: CALLBACK, scope: 'openid' })
    await signIn(address, browser)
    const end = config.serverMetadata().end_session_endpoint ?? ''
    const { url } = await browser.open(`${end}?client_id=${clientId}&logout_uri=${encodeURIComponent(SIGNED_OUT)}`)
    expect(url.href).toBe(SIGNED_OUT)
    expect((await browser.open(address)).html).toContain('name="password"')
  })
})

describe('oauth4webapi', () => {
  it('validates every part of an answer to a client with a secret', async () => {
    const { clientId, secret } = await pool.client({ GenerateSecret: true })
    const options = { [oauth.customFetch]: byAwsName }
    const issuer = new URL(pool.issuer)
    const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options))
    const client = { client_id: clientId }
    const [verifier, state, nonce] = [
      oauth.generateRandomCodeVerifier(),
      oauth.generateRandomState(),
      oauth.generateRandomNonce(),
    ]
    const address = new URL(server.authorization_endpoint ?? '')
    address.search = String(
      new URLSearchParams({
        client_id: clientId,
        redirect_uri: CALLBACK,
        response_type: 'code',
        scope: 'openid',
        state,
        nonce,
        max_age: '300',
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      }),
    )
    const parameters = oauth.validateAuthResponse(server, client, await signIn(address), state)
    const by = oauth.ClientSecretPost(secret)
    const redeem = (code_verifier: string) =>
      oauth.authorizationCodeGrantRequest(server, client, by, parameters, CALLBACK, code_verifier, options)
    const stolen = oauth.processAuthorizationCodeResponse(
      server,
      client,
      await redeem(oauth.generateRandomCodeVerifier()),
    )
    await expect(stolen).rejects.toMatchObject({ error: 'invalid_grant' })
    const checks = { expectedNonce: nonce, maxAge: 300, requireIdToken: true }
    const answer = await redeem(verifier)
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer, checks)
    expect(oauth.getValidatedIdTokenClaims(tokens)?.aud).toBe(clientId)
    await oauth.validateApplicationLevelSignature(server, answer, options)
  })
})

describe('verifiers', () => {
  it('aws-jwt-verify and jose accept both tokens, each for what it is', async () => {
    const { clientId } = await pool.client()
    const query = new URLSearchParams({ client_id: clientId, redirect_uri: CALLBACK, response_type: 'code' })
    const back = await signIn(`${pool.host}/oauth2/authorize?${query}`)
    const form = { grant_type: 'authorization_code', client_id: clientId, redirect_uri: CALLBACK }
    const response = await byAwsName(`${pool.host}/oauth2/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: String(new URLSearchParams({ ...form, code: back.searchParams.get('code') ?? '' })),
    })
    const { id_token, access_token } = (await response.json()) as { id_token: string; access_token: string }
    const keys = await (await fetch(`${origin}/${pool.poolId}/.well-known/jwks.json`)).json()
    const verify = (tokenUse: 'id' | 'access', token: string) => {
      const verifier = CognitoJwtVerifier.create({ userPoolId: pool.poolId, clientId, tokenUse })
      verifier.cacheJwks(keys as Parameters<typeof verifier.cacheJwks>[0])
      return verifier.verify(token)
    }
    expect(await verify('id', id_token)).toMatchObject({ 'cognito:username': 'ada', aud: clientId })
    expect(await verify('access', access_token)).toMatchObject({ username: 'ada', client_id: clientId })
    await expect(verify('access', id_token)).rejects.toThrow('Token use not allowed')
    const jwks = createRemoteJWKSet(new URL(`${origin}/${pool.poolId}/.well-known/jwks.json`))
    const { payload } = await jwtVerify(id_token, jwks, { issuer: pool.issuer, audience: clientId })
    expect(payload.token_use).toBe('id')
  })
})

describe('oidc-client-ts', () => {
  it('signs somebody in at this server’s own address, as a page does', async () => {
    const { clientId } = await pool.client()
    const at = `${origin}/_aws/cognito/${pool.domain}`
    const client = new OidcClient({
      authority: pool.issuer,
      metadata: {
        issuer: pool.issuer,
        authorization_endpoint: `${at}/oauth2/authorize`,
        token_endpoint: `${at}/oauth2/token`,
        userinfo_endpoint: `${at}/oauth2/userInfo`,
      },
      client_id: clientId,
      redirect_uri: CALLBACK,
      scope: 'openid email',
      loadUserInfo: true,
      stateStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
    })
    const back = await signIn((await client.createSigninRequest({ state: { page: '/notes' } })).url)
    const answer = await client.processSigninResponse(back.href)
    expect(answer.profile).toMatchObject({ email: 'ada@example.com', username: 'ada' })
    expect(answer.userState).toEqual({ page: '/notes' })
  })
})

describe('Auth.js', () => {
  it('signs somebody in with its provider for Cognito', async () => {
    const { Auth, Cognito, customFetch } = await loadAuthJs()
    const APP = 'https://app.example.com'
    const settings = { GenerateSecret: true, CallbackURLs: [`${APP}/auth/callback/cognito`] }
    const { clientId, secret } = await pool.client(settings)
    const config = {
      providers: [Cognito({ clientId, clientSecret: secret, issuer: pool.issuer, [customFetch]: byAwsName })],
      secret: 'not a secret',
      trustHost: true,
      basePath: '/auth',
    }
    const jar = new Map<string, string>()
    const ask = async (path: string, init: { method?: string; body?: string } = {}) => {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const headers = { cookie, 'content-type': 'application/x-www-form-urlencoded' }
      const response = await Auth(new Request(new URL(path, APP), { ...init, headers }), config)
      for (const set of response.headers.getSetCookie()) {
        const pair = set.split(';', 1)[0] ?? ''
        jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
      }
      return response
    }
    const { csrfToken } = (await (await ask('/auth/csrf')).json()) as { csrfToken: string }
    const body = String(new URLSearchParams({ csrfToken, callbackUrl: APP }))
    const sent = await ask('/auth/signin/cognito', { method: 'POST', body })
    const address = sent.headers.get('location') ?? ''
    expect(address).toContain(`${pool.host}/oauth2/authorize?`)
    const back = await signIn(address)
    const arrived = await ask(`${back.pathname}${back.search}`)
    expect([arrived.status, arrived.headers.get('location')]).toEqual([302, APP])
    const session = (await (await ask('/auth/session')).json()) as { user: { email: string } }
    expect(session.user.email).toBe('ada@example.com')
  })
})
