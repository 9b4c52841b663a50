import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject, JsonValue } from '../../../kernel/json.ts'
import type { WireResponse } from '../../../kernel/wire.ts'
import { startCognito, type TestCognito } from '../cognito.harness.ts'
import { locationOf } from '../hosted/browser.harness.ts'
import { signInApp } from '../hosted/sign-in-app.harness.ts'
import { ISSUER, type TestProvider, testProvider } from './provider.harness.ts'

// What a provider says is somebody else's text: whatever it is, the browser ends at the app, or on a page of the domain.
let cognito: TestCognito
let provider: TestProvider
let app: Awaited<ReturnType<typeof signInApp>>
let clientId: string
beforeAll(async () => {
  provider = testProvider(() => Math.floor(cognito.clock.now() / 1000))
  cognito = await startCognito({ http: () => provider.http() })
  app = await signInApp(cognito)
  await cognito.call('CreateIdentityProvider', {
    UserPoolId: app.UserPoolId,
    ProviderName: 'Corp',
    ProviderType: 'OIDC',
    ProviderDetails: {
      client_id: 'our-client',
      client_secret: 'our-secret',
      attributes_request_method: 'GET',
      oidc_issuer: ISSUER,
      authorize_scopes: 'openid',
    },
    AttributeMapping: { email: 'email', given_name: 'given', name: 'name', family_name: '__proto__' },
  })
  clientId = (await app.addClient({ SupportedIdentityProviders: ['Corp'] })).clientId
})
afterAll(() => cognito.close())

async function signIn(query: Record<string, string> = {}): Promise<WireResponse> {
  const browser = app.browser()
  const url = new URL(locationOf(await browser.get('/oauth2/authorize', app.query({ client_id: clientId }))))
  provider.nonce = url.searchParams.get('nonce') ?? ''
  return browser.get('/oauth2/idpresponse', { code: 'c', state: url.searchParams.get('state') ?? '', ...query })
}

function expectHome(response: WireResponse): void {
  expect(response.status).toBe(302)
  expect(locationOf(response)).toMatch(/^(?:\/error\?|http:\/\/localhost:3000\/callback\?)[\x21-\x7e]*$/)
  expect(locationOf(response).length).toBeLessThan(12_000)
}

const HALF = '\ud800'
const odd = fc.oneof(
  fc.constantFrom(HALF, `a${HALF}`, `${HALF}b`, '\u0000', '', '__proto__', 'x'.repeat(3000), '\r\nX: y', '"><script>'),
  fc.string({ unit: 'binary', maxLength: 10 }),
)
const value: fc.Arbitrary<JsonValue> = fc.oneof(
  odd,
  fc.constantFrom(null, true, 0, -1, 1e308),
  fc.array(odd, { maxLength: 3 }),
  fc.dictionary(odd, odd, { maxKeys: 2 }),
)
const claims = fc.dictionary(
  fc.oneof(fc.constantFrom('sub', 'email', 'given', 'name', 'iss', 'aud', 'azp', 'nonce', 'exp', '__proto__'), odd),
  value,
  { maxKeys: 4 },
)

describe('whatever a provider says', () => {
  it('of somebody, in a token or beside it', async () => {
    await fc.assert(
      fc.asyncProperty(claims, claims, fc.boolean(), async (inToken, beside, same) => {
        provider.claims = inToken
        provider.userInfo = same ? { ...beside, sub: (inToken as JsonObject).sub ?? 'anna' } : beside
        expectHome(await signIn())
      }),
      { numRuns: 150 },
    )
    provider.claims = {}
    provider.userInfo = {}
  })

  it('in place of an answer', async () => {
    const body = fc.oneof(
      odd,
      fc.json(),
      fc.constantFrom('[]', 'null', '{"keys":7}', '{"keys":[{}]}', '{"id_token":"a.b.c"}', `${'😀'.repeat(199)}a😀`),
      fc.constant(`a${'😀'.repeat(300)}`),
    )
    const path = fc.constantFrom('/.well-known/openid-configuration', '/token', '/jwks', '/me')
    await fc.assert(
      fc.asyncProperty(path, fc.constantFrom(200, 204, 302, 400, 500), body, async (where, status, text) => {
        provider.answers.clear()
        if (where === '/.well-known/openid-configuration') {
          provider.answers.set(where, { status, body: text })
          const led = await app.browser().get('/oauth2/authorize', app.query({ client_id: clientId }))
          expect(led.status).toBe(302)
          expect(locationOf(led)).toMatch(/^[\x21-\x7e]*$/)
          return
        }
        const browser = app.browser()
        const out = new URL(locationOf(await browser.get('/oauth2/authorize', app.query({ client_id: clientId }))))
        provider.nonce = out.searchParams.get('nonce') ?? ''
        provider.answers.set(where, { status, body: text })
        expectHome(await browser.get('/oauth2/idpresponse', { code: 'c', state: out.searchParams.get('state') ?? '' }))
      }),
      { numRuns: 120 },
    )
    provider.answers.clear()
  })

  it('by way of the browser', async () => {
    const names = fc.constantFrom('error', 'error_description', 'code', 'iss', 'state ', 'redirect_uri', 'client_id')
    await fc.assert(
      fc.asyncProperty(fc.dictionary(names, odd, { maxKeys: 4 }), async (query) => {
        expectHome(await signIn(query))
      }),
      { numRuns: 80 },
    )
    expectHome(await signIn({ error: 'x', error_description: 'y'.repeat(10_000) }))
  })
})

it('somebody whose name has half a character in it is nobody, and so nobody else', async () => {
  const outcomes: string[] = []
  for (const sub of ['\ufffd', '\ud800', '\ud801']) {
    provider.claims = { sub }
    provider.userInfo = { sub }
    const { searchParams } = new URL(locationOf(await signIn()))
    outcomes.push(searchParams.get('error_description') ?? (searchParams.has('code') ? 'signed in' : ''))
  }
  expect(outcomes).toEqual(['signed in', 'Bad id_token: no sub', 'Bad id_token: no sub'])
})
