import {
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  DescribeUserPoolClientCommand,
  UpdateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { decodeJwt } from 'jose'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { CALLBACK, PlainBrowser, type SignInPlace, signInPlace } from '../support/hosted-pages.ts'
import { PASSWORD, people } from '../support/people.ts'
import { codeAt, hop, postForm, signInAt } from '../support/sign-in-steps.ts'

const origin = inject('origin')
const { cognito } = awsClients({ origin, account: '555500000081' })
const { user } = people(cognito, origin)

const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const SIGNED_OUT = 'http://localhost:3000/'
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

let at: SignInPlace
beforeAll(async () => {
  at = await signInPlace(cognito, origin, {
    managedLogin: true,
    client: { AllowedOAuthFlows: ['code', 'implicit'], LogoutURLs: [SIGNED_OUT, CALLBACK] },
  })
  const server = { UserPoolId: at.UserPoolId, Identifier: 'notes', Name: 'Notes' }
  const Scopes = [{ ScopeName: 'read', ScopeDescription: 'read' }]
  await cognito.send(new CreateResourceServerCommand({ ...server, Scopes }))
  await user(at.UserPoolId, 'ann', { email: 'ann@example.com', nickname: 'A' })
})

const authorize = (more: Record<string, string> = {}, browser?: PlainBrowser) =>
  hop(at.page('/oauth2/authorize', more), browser)

/** Another app of the pool. */
async function addClient(settings: Partial<CreateUserPoolClientCommandInput>) {
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId: at.UserPoolId,
      ClientName: 'other',
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email'],
      CallbackURLs: [CALLBACK],
      ...settings,
    }),
  )
  return UserPoolClient?.ClientId ?? ''
}

const redeem = (code: string, more: Record<string, string> = {}) =>
  postForm(at, { grant_type: 'authorization_code', redirect_uri: CALLBACK, code, ...more })

describe('an authorize request', () => {
  it('is a GET; a form of the page that is posted to it signs in (cognito-people 1.1.1)', async () => {
    const browser = new PlainBrowser()
    await browser.open(at.page('/oauth2/authorize'))
    const body = new URLSearchParams({
      username: 'ann',
      password: PASSWORD,
      _csrf: browser.cookies.get('XSRF-TOKEN') ?? '',
    })
    const posted = await hop(at.page('/oauth2/authorize'), browser, { method: 'POST', body })
    expect([posted.status, posted.to, posted.answer.get('code')]).toEqual([302, CALLBACK, expect.stringMatching(UUID)])
    expect((await hop(at.page('/oauth2/authorize'), browser, { method: 'PUT' })).status).toBe(405)
  })

  it.each(['/oauth2/authorize/', '/authorize'])('is answered at %s, too (cognito-people 1.1.2)', async (path) => {
    expect((await hop(at.page(path))).location).toMatch(/\/login\?/)
  })

  it('may say everything that AWS documents, of which each has its effect (cognito 3.2.1)', async () => {
    const more = {
      ...{ scope: 'openid email', nonce: 'n-2', state: 'a b&c', lang: 'de', login_hint: 'ann', prompt: 'login' },
      ...{ max_age: '600', resource: 'https://api.example.com', identity_provider: 'COGNITO' },
      ...{ code_challenge: CHALLENGE, code_challenge_method: 'S256' },
    }
    const browser = new PlainBrowser()
    const page = await browser.open(at.page('/oauth2/authorize', more))
    expect(page.html).toMatch(/<input[^>]*name="username"[^>]*value="ann"|<input[^>]*value="ann"[^>]*name="username"/)
    const back = new URL((await browser.send(page, { username: 'ann', password: PASSWORD })).url)
    expect(back.searchParams.get('state')).toBe('a b&c')
    const { body } = await redeem(back.searchParams.get('code') ?? '', { code_verifier: VERIFIER })
    expect(decodeJwt(body.id_token)).toMatchObject({ nonce: 'n-2', email: 'ann@example.com' })
    expect(decodeJwt(body.access_token)).toMatchObject({ scope: 'openid email', aud: 'https://api.example.com' })
    const levels = await authorize({ acr_values: 'urn:cognito:loa:2', state: 's' })
    expect([levels.to, levels.answer.get('error')]).toEqual([CALLBACK, 'invalid_request'])
    expect(levels.answer.get('error_description')).toContain('acr_values is not emulated')
  })

  it('with nothing against it leads to the page, its query unchanged (cognito-people 1.2.13)', async () => {
    const query = `${new URL(at.page('/oauth2/authorize')).search}&x=%20+y&lang=de`
    const { status, location } = await hop(`${at.base}/oauth2/authorize${query}`)
    expect([status, location]).toEqual([302, `${new URL(at.base).pathname}/login${query}`])
  })
})

describe('what is told on the domain’s own pages', () => {
  it('a domain that nobody has (cognito-people 1.2.2)', async () => {
    const { status } = await hop(`${origin}/_aws/cognito/nobody-has-this/oauth2/authorize?client_id=x`)
    expect(status).toBe(404)
  })

  it.each([
    ['1.2.3', 'no client', { client_id: '' }, 'error=Required+parameters+missing'],
    ['1.2.3', 'an unknown client (cognito 3.2g)', { client_id: 'nobody' }, 'error=invalid_request&client_id=nobody'],
    ['1.2.4', 'another path (cognito 3.2f)', { redirect_uri: `${CALLBACK}/` }, 'error=redirect_mismatch&client_id='],
    ['1.2.4', 'another host', { redirect_uri: 'https://evil.example' }, 'error=redirect_mismatch&client_id='],
  ])(
    '(cognito-people %s): %s, which the error page says (cognito-people 2.6.2) (cognito 3.2.10)',
    async (_number, _name, parameters: Record<string, string>, error) => {
      const { status, location } = await authorize({ state: 's', ...parameters })
      expect([status, location]).toEqual([302, expect.stringContaining(`/error?${error}`)])
      const page = await hop(new URL(location, origin).href)
      expect([page.status, page.text]).toEqual([
        400,
        expect.stringContaining('An error was encountered with the requested page.'),
      ])
    },
  )

  it('a client that is not for OAuth (cognito-people 1.2.5) (cognito 3.2i)', async () => {
    const client_id = await addClient({ AllowedOAuthFlowsUserPoolClient: false })
    const { status, text } = await authorize({ client_id })
    expect([status, text]).toEqual([400, expect.stringContaining('Client is not enabled for OAuth2.0 flows.')])
  })

  it('a provider that the client has not (cognito-people 1.2.10) (cognito 3.2j)', async () => {
    for (const name of ['identity_provider', 'idp_identifier']) {
      const { status, text } = await authorize({ [name]: 'Nobody' })
      const told = 'Login option is not available. Please try another one'
      expect([status, text]).toEqual([401, expect.stringContaining(told)])
    }
  })
})

describe('what the app is told, with its state (cognito 3.2.9)', () => {
  it.each([
    ['1.2.6', 'no type of answer (cognito 3.2a)', { response_type: '' }, 'invalid_request'],
    ['1.2.6', 'an unknown type of answer', { response_type: 'id_token' }, 'invalid_request'],
    ['1.2.7', 'a challenge without its method (cognito 3.2a)', { code_challenge: CHALLENGE }, 'invalid_request'],
    ['1.2.7', 'a method alone', { code_challenge_method: 'S256' }, 'invalid_request'],
    ['1.2.7', 'another method', { code_challenge: CHALLENGE, code_challenge_method: 'plain' }, 'invalid_request'],
    ['1.2.8', 'an unknown scope (cognito 3.2c)', { scope: 'openid notes/fly' }, 'invalid_scope'],
    ['1.2.8', 'a scope without openid', { scope: 'email' }, 'invalid_scope'],
    ['16.1', 'a scope of the pool that is not the client’s', { scope: 'openid notes/read' }, 'invalid_scope'],
    ['16.2', 'a scope in other letters', { scope: 'OPENID' }, 'invalid_scope'],
    ['1.2.9', 'a resource that is no URL', { resource: 'notes' }, 'invalid_request'],
    ['1.2.9', 'a resource over plain HTTP', { resource: 'http://api.example.com' }, 'invalid_request'],
    ['1.2.11', 'that nobody is signed in who may not be asked (cognito 3.2e)', { prompt: 'none' }, 'login_required'],
  ])('(cognito-people %s): %s', async (_number, _name, parameters: Record<string, string>, error) => {
    const { status, to, answer } = await authorize({ state: 'a b', ...parameters })
    expect([status, to, answer.get('error'), answer.get('state')]).toEqual([302, CALLBACK, error, 'a b'])
  })

  it('a flow that it may not use (cognito-people 1.2.6) (cognito 3.2b), in the fragment where tokens would be (cognito-people 1.2.14)', async () => {
    const client_id = await addClient({})
    const { location } = await authorize({ client_id, response_type: 'token', state: 's' })
    expect(location).toBe(`${CALLBACK}#error=unauthorized_client&state=s`)
    const code = await authorize({ client_id: at.ClientId, scope: 'none', state: 's' })
    expect(code.location).toBe(`${CALLBACK}?error=invalid_scope&state=s`)
  })
})

describe('a code', () => {
  it('is a UUID, is good once, and its tokens outlive a second use (cognito-people 1.3.1, 1.3.2)', async () => {
    const code = await codeAt(at)
    expect(code).toMatch(UUID)
    const { status, body } = await redeem(code)
    expect(status).toBe(200)
    expect(await redeem(code)).toMatchObject({ status: 400, text: '{"error":"invalid_grant"}' })
    const refreshed = await postForm(at, { grant_type: 'refresh_token', refresh_token: body.refresh_token })
    expect(refreshed.status).toBe(200)
  })

  it('stands for what was asked for: scopes, nonce, resource, user and time (cognito-people 1.3.3)', async () => {
    const before = Math.floor(Date.now() / 1000) - 1
    const resource = 'https://api.example.com/v1'
    const { body } = await redeem(await codeAt(at, { scope: 'openid email', nonce: 'n-1', resource }))
    const [id, access] = [decodeJwt(body.id_token), decodeJwt(body.access_token)]
    expect(id).toMatchObject({ nonce: 'n-1', email: 'ann@example.com', 'cognito:username': 'ann' })
    expect(access).toMatchObject({ scope: 'openid email', aud: resource, client_id: at.ClientId })
    expect(Number(id.auth_time)).toBeGreaterThanOrEqual(before)
  })

  it('is its client’s (cognito-people 1.3.4), whose other tries do not end it (cognito-people 3.1.2) (cognito 1.4r)', async () => {
    const code = await codeAt(at)
    const other = await addClient({})
    const invalid = { status: 400, text: '{"error":"invalid_grant"}' }
    expect(await redeem(code, { client_id: other })).toMatchObject(invalid)
    expect(await redeem(code, { redirect_uri: `${CALLBACK}/` })).toMatchObject({
      status: 400,
      text: '{"error":"unauthorized_client","error_description":"invalid_redirect"}',
    })
    expect((await redeem(code)).status).toBe(200)
  })
})

describe('PKCE', () => {
  const announced = { code_challenge: CHALLENGE, code_challenge_method: 'S256' }

  it('is for every client that wants it, and none that does not (cognito-people 1.4.1)', async () => {
    expect((await redeem(await codeAt(at))).status).toBe(200)
    const confidential = await signInPlace(cognito, origin, { client: { GenerateSecret: true } })
    const named = { UserPoolId: confidential.UserPoolId, ClientId: confidential.ClientId }
    const { UserPoolClient } = await cognito.send(new DescribeUserPoolClientCommand(named))
    await user(confidential.UserPoolId, 'ann')
    const form = {
      grant_type: 'authorization_code',
      redirect_uri: CALLBACK,
      code: await codeAt(confidential, announced),
      client_secret: UserPoolClient?.ClientSecret ?? '',
    }
    expect((await postForm(confidential, form)).status).toBe(400)
    expect((await postForm(confidential, { ...form, code_verifier: VERIFIER })).status).toBe(200)
  })

  it('has the verifier of RFC 7636 fit its challenge, and no other (cognito-people 1.4.2, 1.4.3)', async () => {
    const code = await codeAt(at, announced)
    const invalid = { status: 400, text: '{"error":"invalid_grant"}' }
    expect(await redeem(code)).toMatchObject(invalid)
    expect(await redeem(code, { code_verifier: `${VERIFIER}x` })).toMatchObject(invalid)
    expect((await redeem(code, { code_verifier: VERIFIER })).status).toBe(200)
    expect((await redeem(await codeAt(at), { code_verifier: VERIFIER })).status).toBe(200)
  })

  it('takes a verifier of any form (cognito-people 1.4.4)', async () => {
    const ofAbc = { code_challenge: 'ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0', code_challenge_method: 'S256' }
    expect((await redeem(await codeAt(at, ofAbc), { code_verifier: 'abc' })).status).toBe(200)
  })

  it('is not in the discovery document (cognito-people 1.4.5)', async () => {
    const document = await fetch(`${origin}/${at.UserPoolId}/.well-known/openid-configuration`)
    expect(await document.json()).not.toHaveProperty('code_challenge_methods_supported')
  })
})

describe('a browser that has signed in', () => {
  const signedIn = async () => {
    const browser = new PlainBrowser()
    await signInAt(at, {}, browser)
    return browser
  }

  it('gets a code at once, with a cookie that is not renewed (cognito-people 1.2.12, 2.2.2, 16.3)', async () => {
    const browser = new PlainBrowser()
    const page = await browser.open(at.page('/oauth2/authorize'))
    const body = new URLSearchParams({
      username: 'ann',
      password: PASSWORD,
      _csrf: browser.cookies.get('XSRF-TOKEN') ?? '',
    })
    const signIn = await hop(page.url, browser, { method: 'POST', body })
    const cookie = signIn.headers.getSetCookie().find((line) => line.startsWith('cognito='))
    expect(cookie).toMatch(/; Max-Age=3600;.* HttpOnly; SameSite=Lax$/)
    const again = await authorize({ prompt: 'none' }, await signedIn())
    expect(again.answer.get('code')).toMatch(UUID)
    expect(again.headers.getSetCookie().filter((line) => line.startsWith('cognito='))).toEqual([])
  })

  it('of classic pages is asked whether to go on as the same (cognito-people 1.2.12)', async () => {
    const classic = await signInPlace(cognito, origin)
    await user(classic.UserPoolId, 'ann')
    const browser = new PlainBrowser()
    await signInAt(classic, {}, browser)
    const page = await browser.open(classic.page('/oauth2/authorize'))
    expect(page.url).toContain('/login')
    expect(page.html).toContain('ann')
    expect(page.html).not.toContain('name="password"')
  })

  it('gets tokens that last as long as any, whatever was changed since (cognito-people 2.2.3)', async () => {
    const browser = await signedIn()
    const named = { UserPoolId: at.UserPoolId, Username: 'ann' }
    const UserAttributes = [{ Name: 'nickname', Value: 'B' }]
    await cognito.send(new AdminUpdateUserAttributesCommand({ ...named, UserAttributes }))
    await cognito.send(new AdminSetUserPasswordCommand({ ...named, Password: 'Temporary-1!', Permanent: false }))
    try {
      const code = (await authorize({ prompt: 'none' }, browser)).answer.get('code') ?? ''
      const { exp = 0, iat = 0 } = decodeJwt((await redeem(code)).body.access_token)
      expect(exp - iat).toBe(3600)
    } finally {
      await cognito.send(new AdminSetUserPasswordCommand({ ...named, Password: PASSWORD, Permanent: true }))
    }
  })

  it('is asked again with prompt=login, and stays signed in meanwhile (cognito-people 1.5.1)', async () => {
    const browser = await signedIn()
    const cookie = browser.cookies.get('cognito')
    const page = await browser.open(at.page('/oauth2/authorize', { prompt: 'login' }))
    expect(page.url).toContain('/login')
    expect((await authorize({ prompt: 'none' }, browser)).answer.get('code')).toMatch(UUID)
    const done = await browser.send(page, { username: 'ann', password: PASSWORD })
    expect(done.url).toContain(`${CALLBACK}?code=`)
    expect(browser.cookies.get('cognito')).not.toBe(cookie)
  })

  it('is not asked for select_account or consent, nor anybody for more than the page (cognito-people 1.5.2)', async () => {
    const browser = await signedIn()
    for (const prompt of ['select_account', 'consent', 'select_account consent']) {
      expect((await authorize({ prompt }, browser)).answer.get('code')).toMatch(UUID)
      expect((await authorize({ prompt })).location).toContain('/login?')
    }
  })

  it('goes on within max_age, of the sign-in and not of a refresh (cognito-people 1.5.3)', async () => {
    const browser = await signedIn()
    const code = (await authorize({ max_age: '3600' }, browser)).answer.get('code') ?? ''
    const { body } = await redeem(code)
    const refreshed = await postForm(at, { grant_type: 'refresh_token', refresh_token: body.refresh_token })
    expect(decodeJwt(refreshed.body.id_token).auth_time).toBe(decodeJwt(body.id_token).auth_time)
  })

  it('is forgotten when the pages become those of another generation (cognito-people 2.2.5)', async () => {
    const other = await signInPlace(cognito, origin, { managedLogin: true })
    await user(other.UserPoolId, 'ann')
    const browser = new PlainBrowser()
    await signInAt(other, {}, browser)
    const silent = async () => (await hop(other.page('/oauth2/authorize', { prompt: 'none' }), browser)).answer
    expect((await silent()).get('code')).toMatch(UUID)
    for (const ManagedLoginVersion of [1, 2]) {
      const named = { UserPoolId: other.UserPoolId, Domain: other.domain }
      await cognito.send(new UpdateUserPoolDomainCommand({ ...named, ManagedLoginVersion }))
    }
    expect((await silent()).get('error')).toBe('login_required')
  })
})

it.each(['https://api.example.com/v1', 'http://localhost:3000/', 'http://localhost', 'notes-app://read'])(
  'a resource is an address: %s is whom the token is for (cognito 3.2.6)',
  async (resource) => {
    const { body } = await redeem(await codeAt(at, { resource }))
    expect(decodeJwt(body.access_token).aud).toBe(resource)
  },
)

it('a resource is one for each request, and a refresh keeps it (cognito-people 1.6.1) (cognito 3.2.6)', async () => {
  const resource = 'https://api.example.com/v1'
  const { answer } = await hop(`${at.page('/oauth2/authorize', { resource })}&resource=https://b.example.com`)
  expect(answer.get('error')).toBe('invalid_request')
  const { body } = await redeem(await codeAt(at, { resource }))
  const refreshed = await postForm(at, { grant_type: 'refresh_token', refresh_token: body.refresh_token })
  expect(decodeJwt(refreshed.body.access_token).aud).toBe(resource)
  expect(decodeJwt((await redeem(await codeAt(at))).body.access_token)).not.toHaveProperty('aud')
})

describe('a sign-out', () => {
  const logout = (query: Record<string, string>, browser?: PlainBrowser) =>
    hop(`${at.base}/logout?${new URLSearchParams({ client_id: at.ClientId, ...query })}`, browser)

  it('leads to a registered URL, and to nothing else that is asked for (cognito-people 2.7.1, 2.7.3)', async () => {
    const browser = new PlainBrowser()
    const code = (await signInAt(at, {}, browser)).searchParams.get('code') ?? ''
    const { body } = await redeem(code)
    const more = { redirect_uri: CALLBACK, response_type: 'code', state: 's' }
    const { status, location, headers } = await logout({ logout_uri: SIGNED_OUT, ...more }, browser)
    expect([status, location]).toEqual([302, SIGNED_OUT])
    expect(headers.getSetCookie().join()).toMatch(/cognito=; Max-Age=0/)
    expect((await authorize({ prompt: 'none' }, browser)).answer.get('error')).toBe('login_required')
    const refreshed = await postForm(at, { grant_type: 'refresh_token', refresh_token: body.refresh_token })
    expect(refreshed.status).toBe(200)
  })

  it('leads to sign in anew, with all scopes and no provider (cognito-people 2.7.2)', async () => {
    const asked = { redirect_uri: CALLBACK, response_type: 'code', state: 's', nonce: 'n' }
    const { status, location } = await logout({ ...asked, identity_provider: 'Corp', idp_identifier: 'corp' })
    const [path, query] = location.split('?')
    expect([status, path]).toEqual([302, `${new URL(at.base).pathname}/login`])
    const scope = expect.stringMatching(/^(?=.*openid)(?=.*email)(?=.*profile)/)
    expect(Object.fromEntries(new URLSearchParams(query))).toEqual({ client_id: at.ClientId, scope, ...asked })
  })

  it('may lead to where people come back signed in, if that is registered (cognito-people 2.7.4)', async () => {
    expect((await logout({ logout_uri: CALLBACK })).location).toBe(CALLBACK)
  })

  it.each([[{ logout_uri: 'https://evil.example/' }], [{}]])(
    'to nowhere that is registered tells what is missing (cognito-people 2.7.5)',
    async (query: Record<string, string>) => {
      const { status, location } = await logout(query)
      const path = new URL(at.base).pathname
      const asked = new URLSearchParams({ client_id: at.ClientId, ...query })
      expect([status, [`${path}/error?${asked}`, `${path}/login?${asked}`]]).toEqual([
        302,
        expect.arrayContaining([location]),
      ])
      const next = await hop(new URL(location, origin).href)
      if (next.status === 400) expect(next.text).toContain('Required String parameter')
      else expect(next.location).toContain(`/error?error=Required+parameters+missing&client_id=${at.ClientId}`)
    },
  )

  it('for an unknown client is refused on the error page (cognito-people 16.15)', async () => {
    const { status, location } = await logout({ client_id: 'nobody', logout_uri: SIGNED_OUT })
    expect([status, location]).toEqual([302, expect.stringContaining('/error?error=invalid_request&client_id=')])
    expect((await hop(new URL(location, origin).href)).status).toBe(400)
  })
})
