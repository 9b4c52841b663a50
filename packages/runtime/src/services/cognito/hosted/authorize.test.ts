import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCognito, type TestCognito } from '../cognito.harness.ts'
import { answerIn, locationOf } from './browser.harness.ts'
import { ADA, CALLBACK, signInApp } from './sign-in-app.harness.ts'

const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

let cognito: TestCognito
let app: Awaited<ReturnType<typeof signInApp>>
beforeAll(async () => {
  cognito = await startCognito()
  app = await signInApp(cognito)
})
afterAll(() => cognito.close())

const asked = (parameters: Record<string, string | undefined>, by = app.browser()) =>
  by.get('/oauth2/authorize', app.query(parameters))

describe('goes to the error page, and no app, with', () => {
  it.each([
    ['no client', { client_id: undefined }, 'Required\\+parameters\\+missing'],
    ['an unknown client', { client_id: 'nobody' }, 'invalid_request'],
    ['no redirect URI', { redirect_uri: undefined }, 'Required\\+parameters\\+missing'],
    ['another path', { redirect_uri: `${CALLBACK}/` }, 'redirect_mismatch'],
    ['another case', { redirect_uri: 'http://LOCALHOST:3000/callback' }, 'redirect_mismatch'],
    ['a query behind it', { redirect_uri: `${CALLBACK}?a=b` }, 'redirect_mismatch'],
    ['a fragment', { redirect_uri: `${CALLBACK}#a` }, 'redirect_mismatch'],
    ['a user', { redirect_uri: 'http://localhost:3000@evil.example/callback' }, 'redirect_mismatch'],
    ['two slashes', { redirect_uri: '//evil.example/callback' }, 'redirect_mismatch'],
    ['backslashes', { redirect_uri: 'http:\\\\evil.example\\callback' }, 'redirect_mismatch'],
    ['a script', { redirect_uri: 'javascript:alert(1)' }, 'redirect_mismatch'],
    ['a line break', { redirect_uri: `${CALLBACK}\r\nSet-Cookie: a=b` }, 'redirect_mismatch'],
  ])('%s', async (_name, parameters, error) => {
    const browser = app.browser()
    const response = await asked(parameters, browser)
    expect(response.status).toBe(302)
    expect(locationOf(response)).toMatch(new RegExp(`^/error\\?error=${error}(&client_id=\\w+)?$`))
    const page = await browser.open(locationOf(response))
    expect(page.status).toBe(400)
    expect(String(page.body)).toContain('An error was encountered with the requested page.')
  })

  it('a parameter given twice', async () => {
    const query = `client_id=${app.clientId}&client_id=${app.clientId}&redirect_uri=${CALLBACK}`
    const response = await app.browser().send({ method: 'GET', path: '/oauth2/authorize', query })
    expect(locationOf(response)).toBe('/error?error=invalid_request')
  })

  it('a redirect URI of another client', async () => {
    await app.addClient({ CallbackURLs: ['https://other.example/'] })
    expect(locationOf(await asked({ redirect_uri: 'https://other.example/' }))).toContain('/error?')
  })
})

describe('tells the app of', () => {
  it.each([
    ['no response_type', { response_type: undefined }, 'invalid_request'],
    ['an unknown one', { response_type: 'id_token' }, 'invalid_request'],
    ['a flow that the client may not use', { response_type: 'token' }, 'unauthorized_client'],
    ['a challenge without method', { code_challenge: CHALLENGE }, 'invalid_request'],
    ['a method without challenge', { code_challenge_method: 'S256' }, 'invalid_request'],
    ['the method plain', { code_challenge: CHALLENGE, code_challenge_method: 'plain' }, 'invalid_request'],
    ['a challenge that is no digest', { code_challenge: 'short', code_challenge_method: 'S256' }, 'invalid_request'],
    ['an unknown scope', { scope: 'openid nothing/here' }, 'invalid_scope'],
    ['a scope that is not the client’s', { scope: 'openid api/write' }, 'invalid_scope'],
    ['email without openid', { scope: 'email' }, 'invalid_scope'],
    ['a resource that is no URL', { resource: 'api' }, 'invalid_request'],
    ['a resource over plain HTTP', { resource: 'http://api.example.com' }, 'invalid_request'],
    ['a max_age that is no number', { max_age: '-1' }, 'invalid_request'],
    ['levels of authentication', { acr_values: 'urn:cognito:loa:2' }, 'invalid_request'],
    ['nobody being signed in who may not be asked', { prompt: 'none' }, 'login_required'],
  ])('%s', async (_name, parameters, error) => {
    const response = await asked({ state: 's 1', ...parameters })
    expect(response.status).toBe(302)
    expect(locationOf(response).split(/[?#]/)[0]).toBe(CALLBACK)
    expect(answerIn(response).get('error')).toBe(error)
    expect(answerIn(response).get('state')).toBe('s 1')
  })

  it('errors of the implicit grant in the fragment', async () => {
    expect(locationOf(await asked({ response_type: 'token' }))).toBe(`${CALLBACK}#error=unauthorized_client`)
  })
})

describe('instead of a redirect', () => {
  it('a client that is not for OAuth gets a page', async () => {
    const { clientId } = await app.addClient({ AllowedOAuthFlowsUserPoolClient: false })
    const response = await asked({ client_id: clientId })
    expect(response.status).toBe(400)
    expect(String(response.body)).toContain('Client is not enabled for OAuth2.0 flows.')
  })

  it('a provider that there is not gets a page', async () => {
    const response = await asked({ identity_provider: 'Nobody' })
    expect(response.status).toBe(401)
    expect(String(response.body)).toContain('Login option is not available. Please try another one')
  })
})

it('leads to the page with the query as it was', async () => {
  const query = `redirect_uri=${encodeURIComponent(CALLBACK)}&client_id=${app.clientId}&response_type=code&x=%20+y&lang=de`
  const response = await app.browser().send({ method: 'GET', path: '/oauth2/authorize', query })
  expect(locationOf(response)).toBe(`/login?${query}`)
})

it.each(['/oauth2/authorize/', '/authorize'])('is found at %s, too', async (path) => {
  expect(locationOf(await app.browser().get(path, app.query()))).toMatch(/^\/login\?/)
})

it('takes a form of the page that was sent to it', async () => {
  const browser = app.browser()
  await browser.get('/oauth2/authorize', app.query())
  const form = new URLSearchParams({ ...ADA, _csrf: browser.cookies.get('XSRF-TOKEN') ?? '' })
  const response = await browser.post('/oauth2/authorize', String(new URLSearchParams(app.query())), form)
  expect(answerIn(response).get('code')).toBeTruthy()
})

describe('a browser that has signed in', () => {
  const signedIn = async () => {
    const browser = app.browser()
    await app.signIn({}, browser)
    return browser
  }

  it('gets a code at once, for other clients, too', async () => {
    const browser = await signedIn()
    expect(answerIn(await asked({ prompt: 'none', state: 'x' }, browser)).get('code')).toBeTruthy()
    const { clientId } = await app.addClient()
    expect(answerIn(await asked({ client_id: clientId }, browser)).get('code')).toBeTruthy()
  })

  it('is asked again with prompt=login, also in a list', async () => {
    const browser = await signedIn()
    expect(locationOf(await asked({ prompt: 'login' }, browser))).toMatch(/^\/login/)
    expect(locationOf(await asked({ prompt: 'select_account login' }, browser))).toMatch(/^\/login/)
  })

  it('is asked again once max_age is over', async () => {
    const browser = await signedIn()
    cognito.clock.advance(61_000)
    expect(answerIn(await asked({ max_age: '61' }, browser)).get('code')).toBeTruthy()
    expect(locationOf(await asked({ max_age: '60' }, browser))).toMatch(/^\/login/)
    expect(answerIn(await asked({ max_age: '60', prompt: 'none' }, browser)).get('error')).toBe('login_required')
  })

  it('is forgotten an hour after the sign-in, however often it comes', async () => {
    const browser = await signedIn()
    cognito.clock.advance(3_599_000)
    expect(answerIn(await asked({}, browser)).get('code')).toBeTruthy()
    cognito.clock.advance(1000)
    expect(locationOf(await asked({}, browser))).toMatch(/^\/login/)
  })

  it('is forgotten when its user is disabled, and not by a sign-out everywhere', async () => {
    const browser = await signedIn()
    const whose = { UserPoolId: app.UserPoolId, Username: ADA.username }
    await cognito.call('AdminUserGlobalSignOut', whose)
    expect(answerIn(await asked({}, browser)).get('code')).toBeTruthy()
    await cognito.call('AdminDisableUser', whose)
    expect(locationOf(await asked({}, browser))).toMatch(/^\/login/)
    await cognito.call('AdminEnableUser', whose)
  })

  it('is forgotten when the pages become those of another generation', async () => {
    const other = await signInApp(cognito, {}, { domain: 'switched' })
    const browser = other.browser()
    await other.signIn({}, browser)
    const { UserPoolId, domain: Domain } = other
    const update = (ManagedLoginVersion: number) =>
      cognito.call('UpdateUserPoolDomain', { UserPoolId, Domain, ManagedLoginVersion })
    const asksAgain = () => browser.get('/oauth2/authorize', other.query())
    await update(2)
    expect(answerIn(await asksAgain()).get('code')).toBeTruthy()
    await update(1)
    await update(2)
    expect(locationOf(await asksAgain())).toMatch(/^\/login/)
  })

  it('has a cookie that is nowhere in the store', async () => {
    const browser = await signedIn()
    const documents = await cognito.store.list({ kind: 'cognito-idp/browser-session' })
    expect(documents.length).toBeGreaterThan(0)
    expect(JSON.stringify(documents)).not.toContain(browser.cookies.get('cognito'))
  })

  it('of classic pages is asked whether to go on', async () => {
    const classic = await signInApp(cognito, {}, { domain: 'classic', managedLogin: false })
    const browser = classic.browser()
    await classic.signIn({}, browser)
    const response = await browser.get('/oauth2/authorize', classic.query({ prompt: 'none' }))
    expect(locationOf(response)).toMatch(/^\/login/)
  })
})
