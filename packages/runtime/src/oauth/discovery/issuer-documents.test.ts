import { describe, expect, test } from 'vitest'
import { systemRandom } from '../../kernel/random.ts'
import { wire } from '../oauth.harness.ts'
import type { PublishedRealm } from '../ports.ts'
import { createIssuerDocuments } from './issuer-documents.ts'

const POOL = 'us-east-1_test00001'
const REALM: PublishedRealm = {
  id: POOL,
  region: 'us-east-1',
  issuer: `https://cognito-idp.us-east-1.amazonaws.com/${POOL}`,
  keys: [
    { kid: 'a/b=', n: 'modulus', e: 'AQAB' },
    { kid: 'c+d=', n: 'other', e: 'AQAB' },
  ],
  domain: { name: 'partners', custom: false },
}

const documentsOf = (realm: PublishedRealm | undefined) =>
  createIssuerDocuments({ documents: { findPublished: async () => realm }, random: systemRandom })
const get = (realm: PublishedRealm | undefined, document: 'jwks.json' | 'openid-configuration') =>
  documentsOf(realm)(wire({ method: 'GET' }), POOL, document, undefined)

describe('jwks.json', () => {
  test('is compact, members in alphabetical order', async () => {
    const { status, body } = await get(REALM, 'jwks.json')
    expect(status).toBe(200)
    expect(body).toBe(
      '{"keys":[{"alg":"RS256","e":"AQAB","kid":"a/b=","kty":"RSA","n":"modulus","use":"sig"},' +
        '{"alg":"RS256","e":"AQAB","kid":"c+d=","kty":"RSA","n":"other","use":"sig"}]}',
    )
  })
})

describe('openid-configuration', () => {
  test('names AWS’s hosts under AWS’s issuer', async () => {
    const at = 'https://partners.auth.us-east-1.amazoncognito.com'
    const { body } = await get(REALM, 'openid-configuration')
    expect(body).toBe(
      `{"authorization_endpoint":"${at}/oauth2/authorize","end_session_endpoint":"${at}/logout",` +
        `"id_token_signing_alg_values_supported":["RS256"],"issuer":"${REALM.issuer}",` +
        `"jwks_uri":"${REALM.issuer}/.well-known/jwks.json","response_types_supported":["code","token"],` +
        `"revocation_endpoint":"${at}/oauth2/revoke","scopes_supported":["openid","email","phone","profile"],` +
        `"subject_types_supported":["public"],"token_endpoint":"${at}/oauth2/token",` +
        '"token_endpoint_auth_methods_supported":["client_secret_basic","client_secret_post"],' +
        `"userinfo_endpoint":"${at}/oauth2/userInfo"}`,
    )
  })

  test.each([
    [
      'a custom domain',
      { domain: { name: 'auth.example.com', custom: true } },
      'https://auth.example.com/oauth2/token',
    ],
    [
      'a local issuer: the path form',
      { issuer: `http://127.0.0.1:4566/${POOL}` },
      'http://127.0.0.1:4566/_aws/cognito/partners/oauth2/token',
    ],
    ['no domain: nothing', { domain: undefined }, undefined],
  ])('names, for %s', async (_name, change, expected) => {
    const { body } = await get({ ...REALM, ...change }, 'openid-configuration')
    expect(JSON.parse(String(body)).token_endpoint).toBe(expected)
  })
})

test('an unknown pool: 400', async () => {
  const { status, body } = await get(undefined, 'jwks.json')
  expect([status, body]).toEqual([
    400,
    `{"__type":"ResourceNotFoundException","message":"User pool ${POOL} does not exist."}`,
  ])
})

test('only GET and HEAD', async () => {
  expect((await documentsOf(REALM)(wire({ method: 'POST' }), POOL, 'jwks.json', undefined)).status).toBe(405)
})

test('a pool is found under the host name of its own region only', async () => {
  const ask = (region: string) => documentsOf(REALM)(wire({ method: 'GET' }), POOL, 'jwks.json', region)
  expect((await ask('us-east-1')).status).toBe(200)
  expect(await ask('eu-west-1')).toMatchObject({
    status: 400,
    body: `{"__type":"ResourceNotFoundException","message":"User pool ${POOL} does not exist."}`,
  })
})
