import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCognito, type TestCognito } from '../cognito.harness.ts'
import { answerIn, locationOf } from './browser.harness.ts'
import { CALLBACK, SIGNED_OUT, signInApp } from './sign-in-app.harness.ts'

let cognito: TestCognito
let app: Awaited<ReturnType<typeof signInApp>>
let classic: typeof app
beforeAll(async () => {
  cognito = await startCognito()
  app = await signInApp(cognito)
  classic = await signInApp(cognito, {}, { domain: 'classic', managedLogin: false })
})
afterAll(() => cognito.close())

async function signedIn() {
  const browser = app.browser()
  const { body } = await app.codeGrant(answerIn(await app.signIn({}, browser)).get('code') ?? '')
  return { browser, cookie: browser.cookies.get('cognito') ?? '', refreshToken: body.refresh_token ?? '' }
}

describe('a sign-out', () => {
  it('leads to a registered URL, and the browser has forgotten', async () => {
    const { browser, cookie, refreshToken } = await signedIn()
    const response = await browser.get('/logout', { client_id: app.clientId, logout_uri: SIGNED_OUT, state: 'x' })
    expect([response.status, locationOf(response)]).toEqual([302, SIGNED_OUT])
    expect(browser.cookies.has('cognito')).toBe(false)
    expect(locationOf(await browser.get('/oauth2/authorize', app.query()))).toMatch(/^\/login/)
    browser.cookies.set('cognito', cookie)
    expect(locationOf(await browser.get('/oauth2/authorize', app.query()))).toMatch(/^\/login/)
    const refreshed = await app.token({ grant_type: 'refresh_token', refresh_token: refreshToken })
    expect(refreshed.status).toBe(200)
  })

  it('leads to sign in anew, with what belongs to that and all scopes', async () => {
    const { browser } = await signedIn()
    const response = await browser.get('/logout', app.query({ state: 'a b', identity_provider: 'X', nonce: 'n' }))
    const [path, query] = locationOf(response).split('?')
    expect(path).toBe('/login')
    expect(Object.fromEntries(new URLSearchParams(query))).toEqual({
      client_id: app.clientId,
      redirect_uri: CALLBACK,
      response_type: 'code',
      scope: 'openid email profile api/read',
      state: 'a b',
      nonce: 'n',
    })
    expect(browser.cookies.has('cognito')).toBe(false)
  })

  it('takes logout_uri of both', async () => {
    const { browser } = await signedIn()
    expect(locationOf(await browser.get('/logout', app.query({ logout_uri: SIGNED_OUT })))).toBe(SIGNED_OUT)
  })

  it.each([
    ['an unknown client', { client_id: 'nobody', logout_uri: SIGNED_OUT }, 'invalid_request'],
    [
      'a redirect URI that is not registered',
      { client_id: '', redirect_uri: 'https://evil.example/', response_type: 'code' },
      'redirect_mismatch',
    ],
  ])('is refused with %s, and nobody is signed out', async (_name, parameters: Record<string, string>, error) => {
    const { browser } = await signedIn()
    const client: Record<string, string> = parameters.client_id === '' ? { client_id: app.clientId } : {}
    const response = await browser.get('/logout', { ...parameters, ...client })
    expect(locationOf(response)).toMatch(new RegExp(`^/error\\?error=${error}`))
    expect(browser.cookies.has('cognito')).toBe(true)
  })

  const leadingNowhere: [string, Record<string, string>, string][] = [
    ['no client', { logout_uri: SIGNED_OUT }, 'client_id'],
    ['nowhere to go', { client_id: '' }, 'redirect_uri'],
    ['a URL that is not registered', { client_id: '', logout_uri: 'https://evil.example/' }, 'redirect_uri'],
    ['a callback URL', { client_id: '', logout_uri: CALLBACK }, 'redirect_uri'],
    ['two slashes', { client_id: '', logout_uri: '//localhost:3000/' }, 'redirect_uri'],
    ['no response type', { client_id: '', redirect_uri: CALLBACK }, 'response_type'],
  ]

  it.each(leadingNowhere)(
    'with %s ends with classic pages where it says what is missing',
    async (_, given, missing) => {
      const browser = classic.browser()
      await classic.signIn({}, browser)
      const query = { ...given, ...(given.client_id === '' && { client_id: classic.clientId }) }
      const response = await browser.get('/logout', query)
      expect([response.status, locationOf(response)]).toEqual([302, `/error?${new URLSearchParams(query)}`])
      expect(browser.cookies.has('cognito')).toBe(false)
      const { status, body } = await browser.open(locationOf(response))
      expect([status, String(body)]).toEqual([
        400,
        expect.stringContaining(`Required String parameter &#39;${missing}&#39; is not present`),
      ])
    },
  )

  it.each(leadingNowhere)('with %s ends with managed login at the sign-in page', async (_, given) => {
    const { browser } = await signedIn()
    const query = { ...given, ...(given.client_id === '' && { client_id: app.clientId }) }
    const response = await browser.get('/logout', query)
    expect([response.status, locationOf(response)]).toEqual([302, `/login?${new URLSearchParams(query)}`])
    expect(browser.cookies.has('cognito')).toBe(false)
  })

  it('goes by a sign-in URL that is asked for with a sign-out URL that is not registered', async () => {
    const { browser } = await signedIn()
    const response = await browser.get('/logout', app.query({ logout_uri: 'https://evil.example/' }))
    expect(locationOf(response)).toMatch(/^\/login\?/)
    expect(locationOf(response)).not.toContain('evil.example')
  })
})
