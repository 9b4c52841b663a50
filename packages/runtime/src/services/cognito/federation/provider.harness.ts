import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { HttpAnswer, HttpCall } from '../../../gateway/backends/http-backend.ts'
import type { JsonObject, JsonValue } from '../../../kernel/json.ts'
import { SourceFailure } from '../../../kernel/wire.ts'
import type { ProviderHttp } from './provider-http.ts'

export const ISSUER = 'https://idp.example.com'
const KEYS = generateKeyPairSync('rsa', { modulusLength: 2048 })

/** An identity provider as a test wants it: what it says of somebody, and how it goes wrong. */
export interface TestProvider {
  readonly http: ProviderHttp
  /** What it was asked, in order. */
  readonly calls: { readonly path: string; readonly form: URLSearchParams; readonly headers: readonly string[] }[]
  /** Of the ID token; `nonce` is the one that the browser was sent with unless it is given. */
  claims: JsonObject
  userInfo: JsonObject
  header: JsonObject
  key: KeyObject
  /** Instead of the usual answer of a path. */
  readonly answers: Map<string, { status: number; body: string } | 'timeout'>
  nonce: string
}

export function testProvider(clockSeconds: () => number): TestProvider {
  const provider: TestProvider = {
    calls: [],
    claims: {},
    userInfo: {},
    header: { alg: 'RS256', kid: 'k' },
    key: KEYS.privateKey,
    answers: new Map(),
    nonce: '',
    http: async () => ({ send: async (call) => answer(provider, call, clockSeconds()) }),
  }
  return provider
}

function answer(provider: TestProvider, { url, body, rawHeaders }: HttpCall, now: number): HttpAnswer {
  const path = url.pathname
  provider.calls.push({ path, form: new URLSearchParams(String(body)), headers: rawHeaders })
  const instead = provider.answers.get(path)
  if (instead === 'timeout') throw Object.assign(new SourceFailure('too slow'), { failure: 'timeout' })
  if (instead) return { status: instead.status, headers: [], body: Buffer.from(instead.body) }
  return { status: 200, headers: [], body: Buffer.from(JSON.stringify(usual(provider, path, now))) }
}

function usual(provider: TestProvider, path: string, now: number): JsonValue {
  const jwk = KEYS.publicKey.export({ format: 'jwk' }) as JsonObject
  switch (path) {
    case '/.well-known/openid-configuration':
      return {
        issuer: ISSUER,
        authorization_endpoint: `${ISSUER}/authorize?tenant=t`,
        token_endpoint: `${ISSUER}/token`,
        userinfo_endpoint: `${ISSUER}/me`,
        jwks_uri: `${ISSUER}/jwks`,
      }
    case '/jwks':
      return { keys: [{ ...jwk, kid: 'k', use: 'sig' }] }
    case '/me':
      return { sub: 'anna', ...provider.userInfo }
    default:
      return { id_token: idToken(provider, now), access_token: 'opaque', token_type: 'Bearer' }
  }
}

function idToken({ header, claims, nonce, key }: TestProvider, now: number): string {
  const whole = { iss: ISSUER, aud: 'our-client', sub: 'anna', exp: now + 60, iat: now, nonce, ...claims }
  const signed = [header, whole].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key).toString('base64url')}`
}
