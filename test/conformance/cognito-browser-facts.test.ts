import { createHash, randomBytes } from 'node:crypto'
import { CreateUserPoolClientCommand, GetUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import { decodeJwt } from 'jose'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { CALLBACK, PlainBrowser, type SignInPlace, signInPlace } from '../support/hosted-pages.ts'
import { PASSWORD, people, refused } from '../support/people.ts'

const origin = inject('origin')
const { cognito } = awsClients({ origin, account: '555500000078' })
const { user } = people(cognito, origin)
const SIGNED_OUT = 'http://localhost:3000/signed-out'
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

let at: SignInPlace
beforeAll(async () => {
  at = await signInPlace(cognito, origin, {
    client: {
      AllowedOAuthFlows: ['code', 'implicit'],
      AllowedOAuthScopes: ['openid', 'email', 'aws.cognito.signin.user.admin'],
      LogoutURLs: [SIGNED_OUT],
    },
  })
  await user(at.UserPoolId, 'ann', { email: 'ann@example.com', email_verified: 'true' })
})

const look = (url: string, init: RequestInit = {}) => fetch(url, { ...init, redirect: 'manual' })
const authorize = (more: Readonly<Record<string, string>> = {}) => look(at.page('/oauth2/authorize', more))

/** Where somebody who signs in is led. */
async function signedIn(more: Readonly<Record<string, string>> = {}): Promise<URL> {
  const browser = new PlainBrowser()
  const page = await browser.open(at.page('/oauth2/authorize', more))
  return new URL((await browser.send(page, { username: 'ann', password: PASSWORD })).url)
}

const post = (path: string, form: Readonly<Record<string, string>>) =>
  fetch(`${at.base}${path}`, { method: 'POST', body: new URLSearchParams({ client_id: at.ClientId, ...form }) })
const redeem = (code: string, more: Readonly<Record<string, string>> = {}) =>
  post('/oauth2/token', { grant_type: 'authorization_code', redirect_uri: CALLBACK, code, ...more })
async function tokens(more: Readonly<Record<string, string>> = {}) {
  const response = await redeem((await signedIn(more)).searchParams.get('code') ?? '')
  expect(response.status).toBe(200)
  return (await response.json()) as { access_token: string; id_token?: string; refresh_token: string }
}
const userInfo = (token: string) =>
  fetch(`${at.base}/oauth2/userInfo`, { headers: { authorization: `Bearer ${token}` } })

describe('authorize', () => {
  it('leads to the page with the same query (cognito 3.2.2)', async () => {
    const response = await authorize({ scope: 'openid' })
    expect(response.status).toBe(302)
    const [from, to] = [
      new URL(at.page('/', { scope: 'openid' })),
      new URL(response.headers.get('location') ?? '', at.base),
    ]
    expect(to.pathname).toMatch(/\/login$/)
    for (const [name, value] of from.searchParams) expect([name, to.searchParams.get(name)]).toEqual([name, value])
  })

  it('grants all scopes where none is asked for, and an ID token with openid alone (cognito 3.2.3)', async () => {
    const all = await tokens()
    expect(String(decodeJwt(all.access_token).scope).split(' ').sort()).toEqual([
      'aws.cognito.signin.user.admin',
      'email',
      'openid',
    ])
    expect(all.id_token).toBeDefined()
    expect((await tokens({ scope: 'aws.cognito.signin.user.admin' })).id_token).toBeUndefined()
  })

  it('answers with a code that is a UUID, and with the state (cognito 3.2.4)', async () => {
    const back = await signedIn({ state: 'mine' })
    expect(`${back.origin}${back.pathname}`).toBe(CALLBACK)
    expect(back.searchParams.get('code')).toMatch(UUID)
    expect(back.searchParams.get('state')).toBe('mine')
  })

  it('answers with tokens in the fragment, and with none that refreshes (cognito 3.2.5)', async () => {
    const back = await signedIn({ response_type: 'token', scope: 'openid', state: 'mine' })
    const given = new URLSearchParams(back.hash.slice(1))
    expect([...given.keys()].sort()).toEqual(['access_token', 'expires_in', 'id_token', 'state', 'token_type'])
    expect(given.get('expires_in')).toBe('3600')
    expect(given.get('token_type')?.toLowerCase()).toBe('bearer')
    expect(back.search).toBe('')
  })

  it('compares addresses character by character (cognito 3.2.7)', async () => {
    for (const redirect_uri of [`${CALLBACK}/`, CALLBACK.toUpperCase(), `${CALLBACK}?a=1`]) {
      const location = (await authorize({ redirect_uri })).headers.get('location')
      expect(location ?? '', redirect_uri).toContain('/error?error=redirect_mismatch')
    }
  })

  it('leads to addresses of three kinds only (cognito 3.2.8)', async () => {
    const create = (url: string) =>
      cognito.send(
        new CreateUserPoolClientCommand({
          UserPoolId: at.UserPoolId,
          ClientName: 'other',
          AllowedOAuthFlowsUserPoolClient: true,
          AllowedOAuthFlows: ['code'],
          AllowedOAuthScopes: ['openid'],
          CallbackURLs: [url],
        }),
      )
    for (const url of [
      'https://app.example.com/a',
      'http://localhost:1/',
      'http://127.0.0.1/',
      'http://[::1]/',
      'app://in',
    ]) {
      expect((await create(url)).UserPoolClient?.CallbackURLs, url).toEqual([url])
    }
    for (const url of ['http://app.example.com/a', 'https://app.example.com/a#b']) {
      expect(await refused(create(url)), url).toContain('InvalidParameterException')
    }
  })

  it('takes a challenge of S256 alone, whose verifier then has to come (cognito 3.7.1)', async () => {
    const verifier = randomBytes(32).toString('base64url')
    const challenge = { code_challenge: createHash('sha256').update(verifier).digest('base64url') }
    const code = async () =>
      (await signedIn({ ...challenge, code_challenge_method: 'S256' })).searchParams.get('code') ?? ''
    expect((await redeem(await code())).status).toBe(400)
    expect((await redeem(await code(), { code_verifier: verifier })).status).toBe(200)
    const plain = await authorize({ ...challenge, code_challenge_method: 'plain' })
    expect(plain.headers.get('location')).toContain('error=invalid_request')
  })
})

describe('pages', () => {
  it('are left with an empty answer and a session of an hour (cognito 3.3.1, 3.3.2)', async () => {
    const page = await look(at.page('/login'))
    const html = await page.text()
    const token = /name="_csrf" value="([^"]*)"/.exec(html)?.[1] ?? ''
    const jar = page.headers.getSetCookie().map((line) => line.split(';', 1)[0])
    expect(jar.some((pair) => pair?.startsWith('XSRF-TOKEN='))).toBe(true)
    const response = await look(at.page('/login'), {
      method: 'POST',
      headers: { cookie: jar.join('; ') },
      body: new URLSearchParams({ _csrf: token, username: 'ann', password: PASSWORD, cognitoAsfData: '' }),
    })
    expect(response.status).toBe(302)
    expect(response.headers.get('location')).toMatch(/^http:\/\/localhost:3000\/callback\?code=/)
    expect(await response.text()).toBe('')
    const session = response.headers.getSetCookie().find((line) => line.startsWith('cognito='))
    expect(session).toMatch(/Max-Age=3600/i)
    expect(session).toMatch(/HttpOnly/i)
    expect(session).toMatch(/SameSite=Lax/i)
  })

  it('are signed out of at an address of the client, or on to another sign-in (cognito 3.3.3)', async () => {
    const logout = async (query: Readonly<Record<string, string>>) => {
      const response = await look(`${at.base}/logout?${new URLSearchParams({ client_id: at.ClientId, ...query })}`)
      return [response.status, response.headers.get('location') ?? '']
    }
    const again = { redirect_uri: CALLBACK, response_type: 'code' }
    expect(await logout({ logout_uri: SIGNED_OUT })).toEqual([302, SIGNED_OUT])
    expect(await logout({ logout_uri: SIGNED_OUT, ...again })).toEqual([302, SIGNED_OUT])
    expect(await logout(again)).toEqual([302, expect.stringContaining('/login?')])
    const elsewhere = await logout({ logout_uri: 'https://elsewhere.example' })
    expect(elsewhere).toEqual([302, expect.stringMatching(/^[^?]*\/(error|login)\?/)])
    expect(new URL(String(elsewhere[1]), at.base).origin).toBe(new URL(at.base).origin)
  })
})

describe('tokens', () => {
  it('tell of a person whom userInfo tells of, with flags as texts (cognito 3.4.1)', async () => {
    const response = await userInfo((await tokens({ scope: 'openid email' })).access_token)
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({
      sub: expect.stringMatching(UUID),
      email: 'ann@example.com',
      email_verified: 'true',
      username: 'ann',
    })
  })

  it('are asked for, and judged, in headers (cognito 3.4.2)', async () => {
    const none = await fetch(`${at.base}/oauth2/userInfo`)
    expect([none.status, none.headers.get('www-authenticate')]).toEqual([
      400,
      'error="invalid_request", error_description="Bad OAuth2 request at UserInfo Endpoint"',
    ])
    const { access_token, refresh_token } = await tokens()
    await post('/oauth2/revoke', { token: refresh_token })
    const revoked = await userInfo(access_token)
    expect([revoked.status, revoked.headers.get('www-authenticate')]).toEqual([
      401,
      'error="invalid_token", error_description="Access token is expired, disabled, or deleted, or the user has globally signed out."',
    ])
  })

  it('are revoked without a word, together with those of their sign-in (cognito 3.5.1, 3.5.3)', async () => {
    const { access_token: AccessToken, refresh_token } = await tokens()
    expect((await cognito.send(new GetUserCommand({ AccessToken }))).Username).toBe('ann')
    for (const token of [refresh_token, refresh_token, 'unknown']) {
      const response = await post('/oauth2/revoke', { token })
      expect([response.status, await response.text()]).toEqual([200, ''])
    }
    expect(await refused(cognito.send(new GetUserCommand({ AccessToken })))).toBe(
      'NotAuthorizedException: Access Token has been revoked',
    )
    expect(decodeJwt(AccessToken).sub).toMatch(UUID)
  })

  it('that refresh look encrypted (cognito 3.7.2)', async () => {
    expect((await tokens()).refresh_token).toMatch(/^eyJjdHkiOiJKV1Qi/)
  })
})
