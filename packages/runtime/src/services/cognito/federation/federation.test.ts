import { generateKeyPairSync } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CreateIdentityProviderRequest } from '../../../generated/cognito-idp.ts'
import type { WireResponse } from '../../../kernel/wire.ts'
import { startCognito, type TestCognito } from '../cognito.harness.ts'
import { answerIn, locationOf, type TestBrowser } from '../hosted/browser.harness.ts'
import { CALLBACK, claimsIn, signInApp } from '../hosted/sign-in-app.harness.ts'
import { ISSUER, type TestProvider, testProvider } from './provider.harness.ts'

let cognito: TestCognito
let provider: TestProvider
let app: Awaited<ReturnType<typeof signInApp>>
let client: { readonly clientId: string }

const DETAILS = {
  client_id: 'our-client',
  client_secret: 'our-secret',
  attributes_request_method: 'GET',
  oidc_issuer: ISSUER,
  authorize_scopes: 'openid email',
}

beforeEach(async () => {
  provider = testProvider(() => Math.floor(cognito.clock.now() / 1000))
  cognito = await startCognito({ http: () => provider.http() })
  app = await signInApp(cognito)
  await createProvider({ AttributeMapping: { email: 'email', given_name: 'given' }, IdpIdentifiers: ['example.com'] })
  client = await app.addClient({ SupportedIdentityProviders: ['COGNITO', 'Corp'] })
})
afterEach(() => cognito.close())

const createProvider = (more: Partial<CreateIdentityProviderRequest> = {}) =>
  cognito.call('CreateIdentityProvider', {
    UserPoolId: app.UserPoolId,
    ProviderName: 'Corp',
    ProviderType: 'OIDC',
    ProviderDetails: DETAILS,
    ...more,
  })

/** Sends a browser out; what the provider is told. */
async function sentOut(browser: TestBrowser, more: Record<string, string> = {}): Promise<URL> {
  const query = app.query({ client_id: client.clientId, state: 'of the app', identity_provider: 'Corp', ...more })
  const response = await browser.get('/oauth2/authorize', query)
  const url = new URL(locationOf(response))
  provider.nonce = url.searchParams.get('nonce') ?? ''
  return url
}

const comeBack = (browser: TestBrowser, query: Record<string, string>) => browser.get('/oauth2/idpresponse', query)

async function signIn(browser = app.browser()): Promise<WireResponse> {
  const url = await sentOut(browser)
  return comeBack(browser, { code: 'c', state: url.searchParams.get('state') ?? '' })
}

async function tokens(response: WireResponse): Promise<Record<string, string>> {
  const code = answerIn(response).get('code') ?? ''
  return (await app.codeGrant(code, { client_id: client.clientId })).body
}

const userNamed = (Username: string) => cognito.call('AdminGetUser', { UserPoolId: app.UserPoolId, Username })
const attributesOf = async (name: string) =>
  Object.fromEntries(((await userNamed(name)).UserAttributes ?? []).map(({ Name, Value = '' }) => [Name, Value]))

const failure = (response: WireResponse) => {
  expect(locationOf(response)).toContain(`${CALLBACK}?`)
  const answer = answerIn(response)
  expect(answer.get('code')).toBeNull()
  expect(answer.get('state')).toBe('of the app')
  return answer.get('error_description')
}

describe('a sign-in through a provider', () => {
  test('sends the browser there with a state, a nonce and a return address of its own', async () => {
    const url = await sentOut(app.browser(), { login_hint: 'anna@example.com', prompt: 'login' })
    expect(url.origin + url.pathname).toBe(`${ISSUER}/authorize`)
    expect(Object.fromEntries(url.searchParams)).toEqual({
      tenant: 't',
      client_id: 'our-client',
      redirect_uri: 'http://127.0.0.1:4566/oauth2/idpresponse',
      response_type: 'code',
      scope: 'openid email',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      login_hint: 'anna@example.com',
      prompt: 'login',
    })
  })

  test('makes a user of whoever comes back, with tokens that say where they are from', async () => {
    provider.claims = { email: 'old@example.com' }
    provider.userInfo = { email: 'anna@example.com', given: 'Anna' }
    const response = await signIn()
    expect(answerIn(response).get('state')).toBe('of the app')
    const { id_token, access_token, refresh_token } = await tokens(response)
    const group = `${app.UserPoolId}_Corp`
    expect(claimsIn(id_token)).toMatchObject({
      'cognito:username': 'Corp_anna',
      'cognito:groups': [group],
      email: 'anna@example.com',
      given_name: 'Anna',
      identities: [
        {
          userId: 'anna',
          providerName: 'Corp',
          providerType: 'OIDC',
          issuer: null,
          primary: 'true',
          dateCreated: expect.any(String),
        },
      ],
    })
    expect(claimsIn(access_token)).toMatchObject({ username: 'Corp_anna', 'cognito:groups': [group] })
    expect(refresh_token).toBeTruthy()
    expect(await userNamed('Corp_anna')).toMatchObject({ UserStatus: 'EXTERNAL_PROVIDER', Enabled: true })
    expect(provider.calls.map(({ path }) => path)).toEqual([
      '/.well-known/openid-configuration',
      '/.well-known/openid-configuration',
      '/token',
      '/jwks',
      '/me',
    ])
    expect(Object.fromEntries(provider.calls[2]?.form ?? [])).toEqual({
      grant_type: 'authorization_code',
      code: 'c',
      client_id: 'our-client',
      client_secret: 'our-secret',
      redirect_uri: 'http://127.0.0.1:4566/oauth2/idpresponse',
    })
    expect(provider.calls[4]?.headers).toContain('Bearer opaque')
  })

  test('finds the same user again, with the attributes that the provider has by now', async () => {
    provider.userInfo = { email: 'anna@example.com', given: 'Anna' }
    const first = claimsIn((await tokens(await signIn())).id_token)
    provider.userInfo = { email: 'new@example.com' }
    const second = claimsIn((await tokens(await signIn())).id_token)
    expect(second.sub).toBe(first.sub)
    expect(await attributesOf('Corp_anna')).toMatchObject({ email: 'new@example.com', given_name: 'Anna' })
  })

  test('can be asked for by an identifier, a button, or because there is no other way', async () => {
    const browser = app.browser()
    const asked = { client_id: client.clientId, idp_identifier: 'example.com' }
    expect(locationOf(await browser.get('/oauth2/authorize', app.query(asked)))).toContain(`${ISSUER}/authorize`)
    const { clientId } = await app.addClient({ SupportedIdentityProviders: ['Corp'] })
    const sole = app.query({ client_id: clientId })
    expect(locationOf(await browser.get('/oauth2/authorize', sole))).toContain(`${ISSUER}/authorize`)
  })

  test('is as whoever an administrator has linked, and their group is not the provider’s', async () => {
    await cognito.call('AdminLinkProviderForUser', {
      UserPoolId: app.UserPoolId,
      DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: 'ada' },
      SourceUser: { ProviderName: 'Corp', ProviderAttributeName: 'Cognito_Subject', ProviderAttributeValue: 'anna' },
    })
    const id = claimsIn((await tokens(await signIn())).id_token)
    expect(id).toMatchObject({ 'cognito:username': 'ada', identities: [{ userId: 'anna', primary: 'false' }] })
    expect(id).not.toHaveProperty(['cognito:groups'])
    await expect(userNamed('Corp_anna')).rejects.toMatchObject({ code: 'UserNotFoundException' })
  })

  test('makes a user without a password, which none can be asked for to replace', async () => {
    await createProvider({ ProviderName: 'Sure', AttributeMapping: { email: 'email', email_verified: 'sure' } })
    provider.claims = { email: 'anna@example.com', sure: true }
    client = await app.addClient({ SupportedIdentityProviders: ['Sure'] })
    const browser = app.browser()
    const state = (await sentOut(browser, { identity_provider: 'Sure' })).searchParams.get('state') ?? ''
    await comeBack(browser, { code: 'c', state })
    const Username = 'Sure_anna'
    const cannot = { code: 'NotAuthorizedException', message: 'User password cannot be reset in the current state.' }
    await expect(cognito.call('ForgotPassword', { ClientId: client.clientId, Username })).rejects.toMatchObject(cannot)
    const named = { UserPoolId: app.UserPoolId, Username }
    await expect(cognito.call('AdminResetUserPassword', named)).rejects.toMatchObject(cannot)
    // Documented: API reference, AdminSetUserPassword.
    await cognito.call('AdminSetUserPassword', { ...named, Password: 'Correct-horse1', Permanent: true })
    expect((await userNamed(Username)).UserStatus).toBe('CONFIRMED')
  })

  test('cannot become a user that is disabled', async () => {
    await signIn()
    await cognito.call('AdminDisableUser', { UserPoolId: app.UserPoolId, Username: 'Corp_anna' })
    expect(failure(await signIn())).toBe('User is disabled.')
  })
})

describe('a browser that remembers somebody', () => {
  const asks = async (browser: TestBrowser, more: Record<string, string | undefined>) =>
    locationOf(await browser.get('/oauth2/authorize', app.query({ client_id: client.clientId, ...more })))

  test('of a provider goes on with that one, and is asked who it is for the pool itself', async () => {
    const browser = app.browser()
    await signIn(browser)
    for (const more of [{}, { identity_provider: 'Corp' }, { idp_identifier: 'example.com' }]) {
      expect(await asks(browser, more)).toContain(`${CALLBACK}?code=`)
    }
    expect(await asks(browser, { identity_provider: 'COGNITO' })).toMatch(/^\/login/)
    expect(await asks(browser, { identity_provider: 'COGNITO', prompt: 'none' })).toContain('error=login_required')
  })

  test('of a provider is not offered on classic pages to who asks for the pool itself', async () => {
    const domain = { UserPoolId: app.UserPoolId, Domain: app.domain, ManagedLoginVersion: 1 }
    await cognito.call('UpdateUserPoolDomain', domain)
    const browser = app.browser()
    await signIn(browser)
    const page = async (more: Record<string, string>) =>
      String((await browser.get('/login', app.query({ client_id: client.clientId, ...more }))).body)
    expect(await page({})).toContain('Corp_anna')
    expect(await page({ identity_provider: 'COGNITO' })).not.toContain('Corp_anna')
    expect(await page({ identity_provider: 'COGNITO' })).toContain('name="password"')
  })

  test('of the pool itself goes on with that, and is sent to a provider that is asked for', async () => {
    const browser = app.browser()
    await app.signIn({ client_id: client.clientId }, browser)
    for (const more of [{}, { identity_provider: 'COGNITO' }]) {
      expect(await asks(browser, more)).toContain(`${CALLBACK}?code=`)
    }
    expect(await asks(browser, { identity_provider: 'Corp' })).toContain(`${ISSUER}/authorize`)
    expect(await asks(browser, { identity_provider: 'Corp', prompt: 'none' })).toContain('error=login_required')
  })
})

describe('a browser that comes back', () => {
  test('with a state twice, late, made up, or of another browser comes from nowhere', async () => {
    const browser = app.browser()
    const url = await sentOut(browser)
    const state = url.searchParams.get('state') ?? ''
    const nowhere = async (by: TestBrowser, query: Record<string, string>) => {
      expect(locationOf(await comeBack(by, query))).toBe('/error?error=Invalid%20state')
    }
    await nowhere(app.browser(), { code: 'c', state })
    await nowhere(browser, { code: 'c', state: 'made-up' })
    await nowhere(browser, { code: 'c' })
    const kept = new Map(browser.cookies)
    expect(answerIn(await comeBack(browser, { code: 'c', state })).get('code')).toBeTruthy()
    for (const [name, value] of kept) browser.cookies.set(name, value)
    await nowhere(browser, { code: 'c', state })
    const late = await sentOut(browser)
    cognito.clock.advance(5 * 60_000)
    await nowhere(browser, { code: 'c', state: late.searchParams.get('state') ?? '' })
  })

  test('cannot say where the app is', async () => {
    const browser = app.browser()
    const state = (await sentOut(browser)).searchParams.get('state') ?? ''
    const response = await comeBack(browser, { code: 'c', state, redirect_uri: 'https://evil.example', client_id: 'x' })
    expect(locationOf(response).startsWith(`${CALLBACK}?code=`)).toBe(true)
  })

  test('with the provider’s refusal brings it to the app', async () => {
    const browser = app.browser()
    const state = (await sentOut(browser)).searchParams.get('state') ?? ''
    const response = await comeBack(browser, { error: 'access_denied', error_description: 'not today', state })
    expect(failure(response)).toBe('not today')
  })

  test('from another provider than it was sent to is refused', async () => {
    const browser = app.browser()
    const state = (await sentOut(browser)).searchParams.get('state') ?? ''
    const response = await comeBack(browser, { code: 'c', state, iss: 'https://other.example.com' })
    expect(failure(response)).toBe('Bad IdP response: another issuer')
    expect(provider.calls.map(({ path }) => path)).not.toContain('/token')
  })
})

describe('an ID token', () => {
  test.each<[string, Partial<Pick<TestProvider, 'claims' | 'header'>>, RegExp]>([
    ['of another issuer', { claims: { iss: 'https://evil.example' } }, /^Bad id_token issuer https:\/\/evil\.example$/],
    ['for another client', { claims: { aud: 'another' } }, /^Bad id_token audience$/],
    [
      'for several, of which ours is not the one',
      { claims: { aud: ['our-client', 'another'] } },
      /^Bad id_token audience$/,
    ],
    ['of another sign-in', { claims: { nonce: 'another' } }, /^Bad id_token nonce$/],
    ['without a nonce', { claims: { nonce: null } }, /^Bad id_token nonce$/],
    ['that has expired', { claims: { exp: 1 } }, /^Bad id_token: expired$/],
    ['without a signature', { header: { alg: 'none', kid: 'k' } }, /^Bad id_token: /],
    ['signed with what is public', { header: { alg: 'HS256', kid: 'k' } }, /^Bad id_token: /],
    ['of an unknown key', { header: { alg: 'RS256', kid: 'other' } }, /^Bad id_token: /],
    ['that brings its own key', { header: { alg: 'RS256', kid: 'k', jwk: {}, crit: ['jwk'] } }, /^Bad id_token: /],
  ])('%s is refused', async (_what, wrong, text) => {
    Object.assign(provider, wrong)
    expect(failure(await signIn())).toMatch(text)
    await expect(userNamed('Corp_anna')).rejects.toMatchObject({ code: 'UserNotFoundException' })
  })

  test('signed by somebody else is refused', async () => {
    provider.key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    expect(failure(await signIn())).toMatch(/^Bad id_token: /)
  })
})

describe('a provider', () => {
  test.each<[string, string, { status: number; body: string } | 'timeout', string]>([
    ['takes too long', '/token', 'timeout', 'Timeout occurred in calling IdP token endpoint'],
    [
      'refuses the code',
      '/token',
      { status: 400, body: '{"error":"invalid_grant"}' },
      'Corp Error - 400 error getting token',
    ],
    [
      'answers with a page',
      '/token',
      { status: 200, body: '<html>' },
      'Error in calling IdP token endpoint: did not answer with JSON',
    ],
    ['gives no ID token', '/token', { status: 200, body: '{}' }, 'Bad token response: no id_token'],
    ['has keys, and takes too long with them', '/jwks', 'timeout', 'Timeout in calling jwks uri'],
    ['has no keys', '/jwks', { status: 500, body: '' }, 'Error in calling IdP jwks endpoint: answered 500'],
    [
      'tells of somebody else',
      '/me',
      { status: 200, body: '{"sub":"eve"}' },
      'Bad userInfo response: the sub is not that of the id_token',
    ],
  ])('that %s ends the sign-in', async (_what, path, answer, text) => {
    provider.answers.set(path, answer)
    expect(failure(await signIn())).toBe(text)
  })

  test('that cannot be found, or is of another kind, is told to the app by name', async () => {
    provider.answers.set('/.well-known/openid-configuration', { status: 404, body: '' })
    const query = { client_id: client.clientId, identity_provider: 'Corp', state: 'of the app' }
    const response = await app.browser().get('/oauth2/authorize', app.query(query))
    expect(failure(response)).toBe('Error in calling IdP discovery endpoint: answered 404')
    const ProviderDetails = { client_id: 'id', client_secret: 's', authorize_scopes: 'email' }
    await createProvider({ ProviderName: 'Google', ProviderType: 'Google', ProviderDetails })
    const { clientId } = await app.addClient({ SupportedIdentityProviders: ['Google', 'COGNITO'] })
    const social = app.query({ client_id: clientId, identity_provider: 'Google', state: 'of the app' })
    expect(failure(await app.browser().get('/oauth2/authorize', social))).toBe(
      'Signing in through Google (Google) is not emulated by Sallyport.',
    )
  })

  test('that the client has not is no option', async () => {
    await createProvider({ ProviderName: 'Other' })
    for (const identity_provider of ['Other', 'Nobody']) {
      const query = app.query({ client_id: client.clientId, identity_provider })
      const { status, body } = await app.browser().get('/oauth2/authorize', query)
      expect([status, String(body)]).toEqual([401, expect.stringContaining('Login option is not available.')])
    }
  })

  test('is not asked where its details say everything', async () => {
    const endpoints = { authorize_url: `${ISSUER}/a`, token_url: `${ISSUER}/t`, jwks_uri: `${ISSUER}/jwks` }
    const ProviderDetails = { ...DETAILS, ...endpoints }
    await cognito.call('UpdateIdentityProvider', { UserPoolId: app.UserPoolId, ProviderName: 'Corp', ProviderDetails })
    expect(answerIn(await signIn()).get('code')).toBeTruthy()
    expect(provider.calls.map(({ path }) => path)).toEqual(['/t', '/jwks'])
  })
})

describe('what a mapping makes of claims', () => {
  const map = (AttributeMapping: Record<string, string>) =>
    cognito.call('UpdateIdentityProvider', { UserPoolId: app.UserPoolId, ProviderName: 'Corp', AttributeMapping })

  test('is text: lists in brackets, flags in lower case', async () => {
    await map({ email: 'email', email_verified: 'email_verified', nickname: 'roles', profile: 'address' })
    provider.userInfo = { email: 'a@b.c', email_verified: true, roles: ['a b', 'c'], address: { city: 'X' } }
    await signIn()
    expect(await attributesOf('Corp_anna')).toMatchObject({
      email_verified: 'true',
      nickname: '[a+b, c]',
      profile: '{"city":"X"}',
    })
  })

  test('never is who somebody is', async () => {
    await map({ username: 'email', email: 'email' })
    provider.userInfo = { email: 'ada@example.com' }
    const id = claimsIn((await tokens(await signIn())).id_token)
    expect(id['cognito:username']).toBe('Corp_anna')
    expect(id.email).toBe('ada@example.com')
  })

  test('does not make somebody another’s user: not by a name, an address, or a claim named like a link', async () => {
    await cognito.call('AdminLinkProviderForUser', {
      UserPoolId: app.UserPoolId,
      DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: 'ada' },
      SourceUser: { ProviderName: 'Corp', ProviderAttributeName: 'Cognito_Subject', ProviderAttributeValue: 'boss' },
    })
    provider.claims = { Cognito_Subject: 'boss', username: 'ada', email: 'ada@example.com', email_verified: true }
    const id = claimsIn((await tokens(await signIn())).id_token)
    expect(id['cognito:username']).toBe('Corp_anna')
  })

  test('that is too long, or not the client’s to write, ends the sign-in', async () => {
    provider.userInfo = { given: 'x'.repeat(2049) }
    expect(failure(await signIn())).toBe('The value of given_name is longer than 2048 characters')
    provider.userInfo = { given: 'Anna' }
    client = await app.addClient({ SupportedIdentityProviders: ['Corp', 'COGNITO'], WriteAttributes: ['email'] })
    expect(failure(await signIn())).toBe('A client attempted to write unauthorized attribute')
  })

  test('has to hold what the pool requires', async () => {
    const Schema = [{ Name: 'email', Required: true, AttributeDataType: 'String' }]
    const own = await cognito.call('CreateUserPool', { PoolName: 'strict', Schema })
    const UserPoolId = own.UserPool?.Id ?? ''
    await cognito.call('CreateUserPoolDomain', { UserPoolId, Domain: 'strict' })
    await createProvider({ UserPoolId })
    const created = await cognito.call('CreateUserPoolClient', {
      UserPoolId,
      ClientName: 'c',
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid'],
      CallbackURLs: [CALLBACK],
      SupportedIdentityProviders: ['Corp'],
    })
    const { TestBrowser } = await import('../hosted/browser.harness.ts')
    const browser = new TestBrowser(cognito, 'strict')
    client = { clientId: created.UserPoolClient?.ClientId ?? '' }
    expect(failure(await signIn(browser))).toBe('attributes required: [email]')
  })

  test('that a user of the pool’s own is called like one is theirs', async () => {
    const own = { UserPoolId: app.UserPoolId, Username: 'Corp_anna', MessageAction: 'SUPPRESS' }
    await cognito.call('AdminCreateUser', own)
    expect(failure(await signIn())).toBe('Already found an entry for username Corp_anna')
  })
})
