import { createPrivateKey, type KeyObject } from 'node:crypto'
import { manualClock } from '../kernel/clock.ts'
import { silentLogger } from '../kernel/logger.ts'
import { systemRandom } from '../kernel/random.ts'
import type { RequestKeeper } from '../kernel/request-trace.ts'
import type { WireRequest, WireResponse } from '../kernel/wire.ts'
import { createKeyPairSource } from '../services/cognito/keys/key-pair-source.ts'
import { secretDigest } from './client-auth/secret.ts'
import { OAuthError } from './oauth-error.ts'
import { createOAuthPlane } from './plane.ts'
import type { OAuthClient, Realm, RealmPages, RealmPeople, Site } from './ports.ts'

export const START = Date.UTC(2030, 0, 1)
export const SECRET = 'a-secret+of_52.chars'
export const KID = 'ko/Gj0cVKrPNmYxGaFBi1n5fPdl4vyw/XnQ3bT9yz0g='

/** One for a whole test file: making it takes a while. */
const KEY_PAIR = createKeyPairSource({ reserve: 0 }).take()

const unasked = (): Promise<never> => Promise.reject(new Error('nobody signs in here'))

/** Nobody has ever signed in. */
const NOBODY: RealmPeople = {
  findSession: async () => undefined,
  beginSession: unasked,
  endSession: async () => {},
  giveCode: unasked,
  redeemCode: () => Promise.reject(new OAuthError('invalid_grant', 'no such code')),
  issueTokens: unasked,
  refresh: () => Promise.reject(new OAuthError('invalid_grant', 'Invalid Refresh Token')),
  revoke: async () => 'unknown',
  userInfo: async () => 'no-openid',
}

/** Pages that only say where one is. */
const BARE: RealmPages = {
  rules: async () => ({ isManagedLogin: true, knowsStepUp: true }),
  answer: async ({ path }) => ({ kind: 'html', status: 200, html: path }),
  provider: async () => 'pages',
  restore: async () => 'own',
  asset: async () => undefined,
  follow: async ({ path }) => ({ status: 200, html: path }),
}
export const SITE: Site = {
  pagePaths: new Set(['/login']),
  linkPaths: new Set(['/confirmUser']),
  assets: new Map(),
  appAssetPaths: new Set(),
  message: (text) => text,
}

/** A realm with one machine client, made by hand: the engine knows nothing else. */
export async function startPlane(client: Partial<OAuthClient> = {}, requests?: RequestKeeper) {
  const { privateKeyPem, publicJwk } = await KEY_PAIR
  const privateKey: KeyObject = createPrivateKey(privateKeyPem)
  const machine: OAuthClient = {
    id: 'machine1',
    secretDigests: [secretDigest(SECRET)],
    oauthEnabled: true,
    grantTypes: new Set(['client_credentials']),
    scopes: ['api/read', 'api/gone', 'https://api.example.com/v1/write'],
    callbackUrls: new Set(),
    logoutUrls: new Set(),
    accessTokenSeconds: 3600,
    idTokenSeconds: 3600,
    canRevoke: true,
    ...client,
  }
  const existing = new Set(['api/read', 'api/admin', 'https://api.example.com/v1/write'])
  const realm: Realm = {
    id: 'us-east-1_test00001',
    place: { account: '123456789012', region: 'us-east-1' },
    issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_test00001',
    accessTokenKey: { kid: KID, privateKey },
    idTokenKey: { kid: KID, privateKey },
    people: NOBODY,
    pages: BARE,
    hasScope: (scope) => existing.has(scope),
    findClient: (id) => (id === machine.id ? machine : undefined),
  }
  const clock = manualClock(START)
  const plane = createOAuthPlane({
    realms: {
      site: SITE,
      findRealm: (domain) =>
        domain === 'partners' ? realm : domain === 'twice' ? 'ambiguous-domain' : 'unknown-domain',
    },
    clock,
    random: systemRandom,
    logger: silentLogger,
    requests,
  })
  return {
    realm,
    clock,
    publicJwk,
    ask: async (request: Partial<WireRequest>, domain = 'partners') => plane(wire(request), domain, 'us-east-1'),
    /** A form post to the token endpoint with Basic credentials, unless `authorization` is something else or ''. */
    post: async (form: string, authorization = basicOf(machine.id, SECRET), path = '/oauth2/token') =>
      plane(
        wire({
          path,
          headers: {
            'content-type': 'application/x-www-form-urlencoded',
            ...(authorization && { authorization }),
          },
          body: Buffer.from(form),
        }),
        'partners',
        'us-east-1',
      ),
  }
}

export function basicOf(id: string, secret: string): string {
  return `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
}

export function wire(request: Partial<WireRequest>): WireRequest {
  return {
    method: 'POST',
    path: '/oauth2/token',
    query: '',
    headers: {},
    rawHeaders: [],
    host: 'partners.auth.us-east-1.amazoncognito.com',
    body: Buffer.alloc(0),
    remoteAddress: '127.0.0.1',
    signal: new AbortController().signal,
    scheme: 'http',
    origin: 'http://127.0.0.1:4566',
    ...request,
  }
}

export function accessTokenOf(response: Pick<WireResponse, 'body'>): string {
  return (JSON.parse(String(response.body)) as { access_token: string }).access_token
}
