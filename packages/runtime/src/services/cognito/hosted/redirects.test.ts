import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { wellFormed } from '../../../kernel/well-formed.ts'
import type { WireResponse } from '../../../kernel/wire.ts'
import { startCognito, type TestCognito } from '../cognito.harness.ts'
import { locationOf } from './browser.harness.ts'
import { CALLBACK, SIGNED_OUT, signInApp } from './sign-in-app.harness.ts'
import { site } from './site.ts'

let cognito: TestCognito
let app: Awaited<ReturnType<typeof signInApp>>
let implicit: { readonly clientId: string }
beforeAll(async () => {
  cognito = await startCognito()
  app = await signInApp(cognito)
  implicit = await app.addClient({ AllowedOAuthFlows: ['implicit'] })
})
afterAll(() => cognito.close())

const PATHS = [
  ...['/oauth2/authorize', '/oauth2/authorize/', '/authorize', '/logout', '/error', '/oauth2/idpresponse'],
  ...['/saml2/idpresponse', '/saml2/logout', '/nothing', '/'],
  ...site.pagePaths,
  ...site.linkPaths,
]
const headersOf = ({ headers }: WireResponse) => Object.fromEntries(headers)

/** Every way to write an address of somebody else's that a reader may take for one of ours. */
const EVIL = [
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  'https:evil.example',
  'http:///evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  '\tjavascript:alert(1)',
  ' https://evil.example',
  `${CALLBACK}@evil.example`,
  `${CALLBACK}.evil.example`,
  `${CALLBACK}/../..//evil.example`,
  `${CALLBACK}#`,
  `${CALLBACK}?x=`,
  `${CALLBACK}%00`,
  `${CALLBACK}\u0000`,
  `${CALLBACK}\r\nSet-Cookie: cognito=x`,
  `${CALLBACK}/`,
  CALLBACK.toUpperCase(),
  'http://localhost:3000\\@evil.example/callback',
  'http://localhost:3000@evil.example/callback',
  'http://lоcalhost:3000/callback',
  'http://localhost：3000/callback',
  'http://localhost%2f:3000/callback',
  `${CALLBACK},https://evil.example`,
  `["${CALLBACK}"]`,
]

/** Where a browser would go from a page of the domain. */
function leadsHome(response: WireResponse): boolean {
  const location = headersOf(response).Location
  if (location === undefined) return true
  if (location === SIGNED_OUT) return true
  const { origin, pathname } = new URL(location, 'https://people.auth.example')
  if (origin === 'https://people.auth.example') return /^\/[\w/]+$/.test(pathname) && !location.startsWith('//')
  return `${origin}${pathname}` === CALLBACK && /^[?#]/.test(location.slice(CALLBACK.length))
}

const text = fc.oneof(
  fc.constantFrom(...EVIL, CALLBACK, SIGNED_OUT, '', 'code', 'token', 'openid', 'constructor', '__proto__'),
  fc.string({ unit: 'binary', maxLength: 12 }),
)
const NAMES = ['redirect_uri', 'logout_uri', 'state', 'response_type', 'scope', 'identity_provider', 'idp_identifier']
const OTHERS = [
  'redirect_uri[]',
  'redirect_uri[0]',
  'Redirect_URI',
  'next',
  'return',
  'lang',
  'prompt',
  'user_name',
  'code',
]
const pairs = fc.array(fc.tuple(fc.constantFrom(...NAMES, ...OTHERS), text), { maxLength: 5 })

describe('whatever is asked for, at any path', () => {
  it('a browser is led to registered URLs and to pages of the domain, by headers that are text', async () => {
    const signedIn = app.browser()
    await app.signIn({}, signedIn)
    const [cookie = ''] = [...signedIn.cookies].map(([name, value]) => `${name}=${value}`)
    const session = `cognito=${signedIn.cookies.get('cognito')}; ${cookie}`
    const asked = fc.record({
      path: fc.constantFrom(...PATHS),
      method: fc.constantFrom('GET', 'GET', 'HEAD', 'POST'),
      client: fc.constantFrom(app.clientId, implicit.clientId, 'unknown', '__proto__'),
      more: pairs,
      isSignedIn: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(asked, async ({ path, method, client, more, isSignedIn }) => {
        const base = app.query({ client_id: client, logout_uri: more.length % 2 ? SIGNED_OUT : undefined })
        const kept = Object.entries(base).filter(([name]) => !more.some(([each]) => each === name))
        const query = String(new URLSearchParams([...kept, ...more].map(([a, b]): [string, string] => [a, b])))
        const type = { 'content-type': 'application/x-www-form-urlencoded' }
        const headers = { ...(isSignedIn && { cookie: session }), ...(method === 'POST' && type) }
        const response = await app.browser().send({ method, path, query, headers })
        const shown = `${method} ${path}?${query} -> ${response.status} ${locationOf(response)}`
        expect(response.status, shown).toBeLessThan(500)
        expect(leadsHome(response), shown).toBe(true)
        for (const [, value] of response.headers) expect(value, shown).toMatch(/^[\x20-\x7e]*$/)
      }),
      { numRuns: 400 },
    )
  })

  it('an answer stands in no frame and is kept by nobody, and its cookies are for the domain alone', async () => {
    for (const path of PATHS) {
      for (const query of ['', String(new URLSearchParams(app.query())), 'client_id=x', '%']) {
        for (const method of ['GET', 'POST']) {
          const response = await app.browser().send({ method, path, query })
          const named = headersOf(response)
          const shown = `${method} ${path}?${query}`
          expect(named['X-Frame-Options'], shown).toBe('DENY')
          expect(named['Cache-Control'], shown).toContain('no-store')
          expect(named['X-Content-Type-Options'], shown).toBe('nosniff')
          if (named['Content-Type']?.startsWith('text/html')) {
            expect(named['Content-Security-Policy'], shown).toContain("frame-ancestors 'none'")
          }
          for (const [name, value] of response.headers) {
            if (name === 'Set-Cookie') expect(value, shown).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/)
          }
        }
      }
    }
  })

  it('over HTTPS cookies are for HTTPS', async () => {
    const browser = app.browser()
    const page = await browser.send({
      method: 'GET',
      path: '/login',
      query: String(new URLSearchParams(app.query())),
      scheme: 'https',
    })
    for (const [name, value] of page.headers) if (name === 'Set-Cookie') expect(value).toContain('; Secure; HttpOnly')
  })
})

describe('a state', () => {
  it('comes back as it was, byte for byte, with codes and with errors', async () => {
    const browser = app.browser()
    await app.signIn({}, browser)
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1 }), fc.boolean(), async (state, isRight) => {
        fc.pre(wellFormed(state) === state)
        const query = app.query({ state, response_type: isRight ? 'code' : 'nothing' })
        const { searchParams } = new URL(locationOf(await browser.get('/oauth2/authorize', query)))
        expect(searchParams.getAll('state')).toEqual([state])
        expect(searchParams.has('code')).toBe(isRight)
      }),
      { numRuns: 60 },
    )
  })

  it('comes back through the pages as well', async () => {
    for (const state of ['a+b c%20d', '\r\nX: y', '"><b>', '\ufeff\u0000☃', '%25%', 'a&state=b#c']) {
      const back = await app.signIn({ state })
      expect(new URL(locationOf(back)).searchParams.getAll('state')).toEqual([state])
    }
  })
})

it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'CODE', 'code token', 'code '])(
  'the response type %j is none',
  async (response_type) => {
    const response = await app.browser().get('/oauth2/authorize', app.query({ response_type }))
    expect(locationOf(response)).toBe(`${CALLBACK}?error=invalid_request`)
  },
)

it('a name that no cookie could hold is refused on the page', async () => {
  const twoStep = { ExplicitAuthFlows: ['ALLOW_USER_AUTH'], PreventUserExistenceErrors: 'ENABLED' } as const
  const choosing = await signInApp(cognito, twoStep, { domain: 'choosing' })
  const { UserPoolId } = choosing
  const Policies = { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] as const } }
  await cognito.call('UpdateUserPool', { UserPoolId, Policies })
  const browser = choosing.browser()
  const answerTo = async (username: string) =>
    browser.submit(await browser.get('/login', choosing.query()), { username })
  expect(locationOf(await answerTo('nobody'))).toMatch(/^\/selectChallenge/)
  const again = await answerTo('a'.repeat(20_000))
  expect([again.status, String(again.body).includes('Username is too long.')]).toEqual([200, true])
  const size = again.headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0)
  expect(size).toBeLessThan(4000)
})
