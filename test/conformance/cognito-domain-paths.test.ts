import { CreateIdentityProviderCommand, UpdateUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { CALLBACK, PlainBrowser, type SignInPlace, signInPlace } from '../support/hosted-pages.ts'
import { PASSWORD, people } from '../support/people.ts'
import { hop, postForm, signInAt } from '../support/sign-in-steps.ts'

const origin = inject('origin')
const { cognito } = awsClients({ origin, account: '555500000092' })
const { user } = people(cognito, origin)
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const SIGNED_OUT = 'http://localhost:3000/'

let at: SignInPlace
beforeAll(async () => {
  at = await signInPlace(cognito, origin)
  const { UserPoolId, ClientId } = at
  await user(UserPoolId, 'ann', { email: 'ann@example.com', email_verified: 'true' })
  const ProviderDetails = {
    ...{ client_id: 'id', client_secret: 'secret', attributes_request_method: 'GET', authorize_scopes: 'openid' },
    ...{ oidc_issuer: 'https://idp.example.com', authorize_url: 'https://idp.example.com/authorize' },
    ...{ token_url: 'https://idp.example.com/token', attributes_url: 'https://idp.example.com/me' },
    jwks_uri: 'https://idp.example.com/jwks',
  }
  const corp = { UserPoolId, ProviderName: 'Corp', ProviderType: 'OIDC' as const, ProviderDetails }
  await cognito.send(new CreateIdentityProviderCommand(corp))
  await cognito.send(
    new UpdateUserPoolClientCommand({
      ...{ UserPoolId, ClientId, AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: ['code'] },
      ...{ AllowedOAuthScopes: ['openid', 'email'], CallbackURLs: [CALLBACK], LogoutURLs: [SIGNED_OUT] },
      SupportedIdentityProviders: ['COGNITO', 'Corp'],
    }),
  )
})

describe('the paths of a domain (cognito 3.1) (cognito-people 2.1)', () => {
  it.each(['/login', '/signup', '/forgotPassword'])('%s shows a page', async (path) => {
    const { status, headers, text } = await hop(at.page(path))
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html;charset=UTF-8'])
    expect(text).toContain('<form ')
  })

  it('a page goes on to the ones after it', async () => {
    const browser = new PlainBrowser()
    const forgot = await browser.open(at.page('/forgotPassword'))
    const confirm = await browser.send(forgot, { username: 'ann' })
    expect(new URL(confirm.url).pathname).toMatch(/\/confirmforgotPassword$/i)
    const byAddress = await signInPlace(cognito, origin, { pool: { UsernameAttributes: ['email'] } })
    const newcomer = { username: 'new@example.com', password: PASSWORD }
    const signUp = await browser.send(await browser.open(byAddress.page('/signup')), newcomer)
    expect(new URL(signUp.url).pathname).toMatch(/\/confirm$/)
    expect(signUp.html).toMatch(/action="[^"]*\/resendcode\?/i)
  })

  it('those of OAuth want their method', async () => {
    expect((await hop(at.page('/oauth2/authorize'))).location).toContain('/login?')
    expect((await postForm(at, {})).text).toBe('{"error":"invalid_request"}')
    expect((await postForm(at, { token: 'unknown' }, { path: '/oauth2/revoke' })).status).toBe(200)
    expect((await hop(`${at.base}/oauth2/revoke`)).status).toBe(405)
    const bearer = { headers: { authorization: 'Bearer garbage' } }
    for (const method of ['GET', 'POST']) {
      const { status, headers } = await hop(`${at.base}/oauth2/userInfo`, undefined, { ...bearer, method })
      expect([method, status]).toEqual([method, 401])
      expect(headers.get('www-authenticate')).toContain('error="invalid_token"')
    }
    expect((await hop(`${at.base}/oauth2/userinfo`)).status).toBe(404)
  })

  it('those that end somewhere else', async () => {
    const out = new URLSearchParams({ client_id: at.ClientId, logout_uri: SIGNED_OUT })
    expect((await hop(`${at.base}/logout?${out}`)).location).toBe(SIGNED_OUT)
    expect((await hop(`${at.base}/error?error=invalid_request`)).status).toBe(400)
    expect((await hop(`${at.base}/oauth2/idpresponse?code=c&state=s`)).location).toContain('/error?error=')
    const link = new URLSearchParams({ client_id: at.ClientId, user_name: 'ann', confirmation_code: '000000' })
    const followed = await hop(`${at.base}/confirmUser?${link}`)
    expect([followed.status, followed.location]).toEqual([400, ''])
    expect(followed.text).toContain('User cannot be confirmed. Current status is CONFIRMED')
  })

  it('the second step of a sign-in is nobody’s first', async () => {
    const { status, location } = await hop(at.page('/verifyPassword'), undefined, {
      method: 'POST',
      body: new URLSearchParams({ password: PASSWORD }),
    })
    expect([status, location]).toEqual([302, expect.stringContaining('/error?')])
  })
})

describe('the cookies of a domain (cognito-people 2.2, 14.8)', () => {
  const cookiesOf = (headers: Headers) =>
    Object.fromEntries(
      headers.getSetCookie().map((line) => {
        const [pair = '', ...attributes] = line.split('; ')
        const [name = '', value = ''] = pair.split('=')
        return [name, { value, attributes }]
      }),
    )
  // Over plain HTTP a cookie that is `Secure` would be dropped, and several domains lie under one origin.
  const attributes = () => [`Path=${new URL(at.base).pathname}`, 'HttpOnly', 'SameSite=Lax']

  it('each answer has a token against forged forms', async () => {
    const answers = await Promise.all([hop(at.page('/login')), hop(at.page('/login')), hop(`${at.base}/error`)])
    const tokens = answers.map(({ headers }) => cookiesOf(headers)['XSRF-TOKEN'])
    for (const token of tokens) expect(token).toEqual({ value: expect.stringMatching(UUID), attributes: attributes() })
    expect(new Set(tokens.map((token) => token?.value)).size).toBe(3)
  })

  it('a browser that is sent to a provider takes along what ties it to its state', async () => {
    const { headers, location } = await hop(at.page('/oauth2/authorize', { identity_provider: 'Corp' }))
    expect(location).toContain('https://idp.example.com/authorize?')
    const cookie = cookiesOf(headers)['csrf-state']
    expect(cookie).toEqual({ value: expect.stringMatching(/^[\w-]{20,}$/), attributes: attributes() })
  })

  it('who has signed in has a session of an hour, until they sign out', async () => {
    const browser = new PlainBrowser()
    const page = await browser.open(at.page('/login'))
    const _csrf = browser.cookies.get('XSRF-TOKEN') ?? ''
    const body = new URLSearchParams({ _csrf, username: 'ann', password: PASSWORD })
    const { headers } = await hop(page.url, browser, { method: 'POST', body })
    const { cognito: session } = cookiesOf(headers)
    expect(session).toEqual({ value: expect.any(String), attributes: ['Max-Age=3600', ...attributes()] })
    expect(session?.value).not.toBe('')
    await signInAt(at, {}, browser)
    const out = new URLSearchParams({ client_id: at.ClientId, logout_uri: SIGNED_OUT })
    const left = await hop(`${at.base}/logout?${out}`, browser)
    expect(cookiesOf(left.headers).cognito).toEqual({ value: '', attributes: ['Max-Age=0', ...attributes()] })
  })
})
