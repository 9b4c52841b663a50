import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WireResponse } from '../../../kernel/wire.ts'
import { startCognito, type TestCognito } from '../cognito.harness.ts'
import { answerIn, locationOf } from './browser.harness.ts'
import { ADA, CALLBACK, SIGNED_OUT, signInApp } from './sign-in-app.harness.ts'

const EVIL = '"><script>alert(1)</script>'

let cognito: TestCognito
let app: Awaited<ReturnType<typeof signInApp>>
beforeAll(async () => {
  cognito = await startCognito()
  app = await signInApp(cognito)
})
afterAll(() => cognito.close())

const isSafe = ({ status, headers }: WireResponse): boolean => {
  const location = headers.find(([name]) => name === 'Location')?.[1]
  const leadsHome =
    location === undefined ||
    /^\/(?:login|error)\?/.test(location) ||
    location === SIGNED_OUT ||
    location === CALLBACK ||
    location.startsWith(`${CALLBACK}?`) ||
    location.startsWith(`${CALLBACK}#`)
  return status < 500 && leadsHome && headers.every(([, value]) => /^[\x20-\x7e]*$/.test(value))
}

describe('a form', () => {
  const post = async (
    change: (form: URLSearchParams, browser: ReturnType<typeof app.browser>) => void,
    headers = {},
  ) => {
    const browser = app.browser()
    await browser.get('/login', app.query())
    const form = new URLSearchParams({ ...ADA, _csrf: browser.cookies.get('XSRF-TOKEN') ?? '' })
    change(form, browser)
    return browser.post('/login', String(new URLSearchParams(app.query())), form, headers)
  }

  it('with the browser’s token signs in', async () => {
    expect(answerIn(await post(() => {})).get('code')).toBeTruthy()
    const renamed = (form: URLSearchParams) => {
      form.set('csrf', form.get('_csrf') ?? '')
      form.delete('_csrf')
    }
    expect(answerIn(await post(renamed, { 'sec-fetch-site': 'same-origin' })).get('code')).toBeTruthy()
  })

  it.each<[string, Parameters<typeof post>[0], Record<string, string>?]>([
    ['no token', (form) => form.delete('_csrf')],
    ['an empty token, and no cookie', (form, browser) => void [form.set('_csrf', ''), browser.cookies.clear()]],
    ['another token', (form) => form.set('_csrf', '11111111-1111-4111-8111-111111111111')],
    ['the token of another browser', (_form, browser) => browser.cookies.clear()],
    ['a token, from a page of another port', () => {}, { 'sec-fetch-site': 'same-site' }],
    ['a token, from a page of somebody else’s', () => {}, { 'sec-fetch-site': 'cross-site' }],
    ['a body that is no form', () => {}, { 'content-type': 'text/plain' }],
  ])('with %s does not', async (_name, change, headers) => {
    const response = await post(change, headers)
    expect(response.status).toBe(302)
    expect(locationOf(response)).toMatch(/^\/error\?error=invalid_request/)
    expect(response.headers.some(([name, value]) => name === 'Set-Cookie' && value.startsWith('cognito='))).toBe(false)
  })

  it('keeps its token when other tabs of the browser load pages', async () => {
    const browser = app.browser()
    const page = await browser.get('/login', app.query())
    await browser.get('/login', app.query())
    await browser.get('/nothing')
    expect(answerIn(await browser.submit(page, ADA)).get('code')).toBeTruthy()
  })
})

it('a sign-in takes no session that somebody has put into the browser', async () => {
  const mallory = app.browser()
  await app.signIn({}, mallory)
  const planted = mallory.cookies.get('cognito') ?? ''
  const victim = app.browser()
  victim.cookies.set('cognito', planted)
  await app.signIn({ prompt: 'login' }, victim)
  expect(victim.cookies.get('cognito')).not.toBe(planted)
  expect(locationOf(await mallory.get('/oauth2/authorize', app.query()))).toMatch(/^\/login/)
})

it('a session of one pool is nobody in another', async () => {
  const other = await signInApp(cognito, {}, { domain: 'others' })
  const browser = app.browser()
  await app.signIn({}, browser)
  const there = other.browser()
  there.cookies.set('cognito', browser.cookies.get('cognito') ?? '')
  expect(locationOf(await there.get('/oauth2/authorize', other.query()))).toMatch(/^\/login/)
})

it('pages run no scripts, stand in no frame, and are kept by nobody', async () => {
  const { headers } = await app.browser().get('/login', app.query())
  const named = Object.fromEntries(headers)
  expect(named['Content-Security-Policy']).toMatch(/^default-src 'none';/)
  expect(named['Content-Security-Policy']).toContain("frame-ancestors 'none'")
  expect(named['Content-Security-Policy']).not.toContain('unsafe')
  expect(named).toMatchObject({
    'X-Frame-Options': 'DENY',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-cache, no-store, max-age=0, must-revalidate',
  })
})

it('what is reflected is text', async () => {
  const query = app.query({ state: EVIL, scope: 'openid', login_hint: EVIL, lang: EVIL, nonce: EVIL, extra: EVIL })
  const browser = app.browser()
  const page = await browser.get('/login', query)
  expect(String(page.body)).not.toContain('<script')
  const again = await browser.submit(page, { username: EVIL, password: EVIL })
  expect(String(again.body)).not.toContain('<script')
  expect(String((await browser.get('/error', { error: EVIL, client_id: EVIL })).body)).not.toContain('<script')
})

it('cookies of a domain under the path of this server go nowhere else', async () => {
  const browser = app.browser()
  const path = `/_aws/cognito/${app.domain}`
  const page = await browser.get(`${path}/login`, app.query())
  expect(String(page.body)).toContain(`action="${path}/login?`)
  const back = await browser.submit(page, ADA)
  const set = back.headers.flatMap(([name, value]) => (name === 'Set-Cookie' ? [value] : []))
  expect(set.length).toBeGreaterThanOrEqual(2)
  for (const cookie of set) expect(cookie).toContain(`; Path=${path}; HttpOnly; SameSite=Lax`)
})

describe('whatever a browser sends', () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '',
      CALLBACK,
      SIGNED_OUT,
      '//evil.example',
      'https://evil.example',
      '\\\\evil',
      'javascript:a',
      '\r\nA: b',
      '%',
      '%0d%0a',
      'code',
      'token',
      'openid',
      'S256',
      'none',
      'login',
    ),
  )
  const NAMES = [
    'client_id',
    'response_type',
    'redirect_uri',
    'state',
    'scope',
    'nonce',
    'code_challenge',
    'code_challenge_method',
    'prompt',
    'max_age',
    'resource',
    'identity_provider',
    'idp_identifier',
    'lang',
    'login_hint',
    'logout_uri',
    'acr_values',
  ]
  const parameters = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...NAMES), fc.string()), text), { maxLength: 8 })
  const queryOf = (pairs: readonly (readonly [string, string])[], base: boolean) => {
    const whole = base
      ? [...Object.entries(app.query()).filter(([name]) => !pairs.some(([each]) => each === name)), ...pairs]
      : pairs
    return String(new URLSearchParams(whole.map(([name, value]): [string, string] => [name, value])))
  }

  it('leads to no 5xx and to no place that is not registered', async () => {
    const path = fc.constantFrom('/oauth2/authorize', '/login', '/logout', '/error')
    await fc.assert(
      fc.asyncProperty(path, parameters, fc.boolean(), async (where, pairs, base) => {
        const response = await app.browser().send({ method: 'GET', path: where, query: queryOf(pairs, base) })
        expect(isSafe(response)).toBe(true)
      }),
      { numRuns: 400 },
    )
  })

  it('nor does a query that is no query', async () => {
    const raw = fc.string({
      unit: fc.constantFrom(
        '&',
        '=',
        '%',
        '+',
        'a',
        '%41',
        '%c3',
        '%ff',
        'client_id',
        'redirect_uri',
        '\u00ff',
        '?',
        '#',
        '/',
      ),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('/oauth2/authorize', '/login', '/logout', '/error'),
        raw,
        async (path, query) => {
          expect(isSafe(await app.browser().send({ method: 'GET', path, query }))).toBe(true)
          const whole = `${new URLSearchParams(app.query())}&${query}`
          expect(isSafe(await app.browser().send({ method: 'GET', path, query: whole }))).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('nor does a form, or a cookie', async () => {
    const fields = fc.array(
      fc.tuple(fc.oneof(fc.constantFrom('username', '_csrf', 'csrf', 'cognitoAsfData'), fc.string()), text),
      { maxLength: 6 },
    )
    const cookie = fc.string({
      unit: fc.constantFrom('cognito', 'XSRF-TOKEN', '=', ';', ' ', '"', 'a', '%', '\u00ff', 'page-data'),
    })
    await fc.assert(
      fc.asyncProperty(fields, fc.boolean(), cookie, async (pairs, hasToken, sent) => {
        const browser = app.browser()
        await browser.get('/login', app.query())
        const token = browser.cookies.get('XSRF-TOKEN') ?? ''
        const form = new URLSearchParams([
          ...pairs.map(([name, value]): [string, string] => [name, value]),
          ...(hasToken ? [['_csrf', token] satisfies [string, string]] : []),
        ])
        const headers = hasToken ? {} : { cookie: sent }
        expect(isSafe(await browser.post('/login', String(new URLSearchParams(app.query())), form, headers))).toBe(true)
      }),
      { numRuns: 100 },
    )
  })
})
