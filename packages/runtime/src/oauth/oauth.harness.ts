import { createPrivateKey, type KeyObject } from 'node:crypto'
import { manualClock } from '../kernel/clock.ts'
import { silentLogger } from '../kernel/logger.ts'
import { systemRandom } from '../kernel/random.ts'
import type { RequestKeeper } from '../kernel/request-trace.ts'
import type { WireRequest, WireResponse } from '../kernel/wire.ts'
import { createKeyPairSource } from '../services/cognito/keys/key-pair-source.ts'
import { secretDigest } from './client-auth/secret.ts'
import { createOAuthPlane } from './plane.ts'
import type { OAuthClient, Realm } from './ports.ts'

export const START = Date.UTC(2030, 0, 1)
export const SECRET = 'a-secret+of_52.chars'
export const KID = 'ko/Gj0cVKrPNmYxGaFBi1n5fPdl4vyw/XnQ3bT9yz0g='

/** One for a whole test file: making it takes a while. */
const KEY_PAIR = createKeyPairSource({ reserve: 0 }).take()

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
    accessTokenSeconds: 3600,
    canRevoke: true,
    ...client,
  }
  const existing = new Set(['api/read', 'api/admin', 'https://api.example.com/v1/write'])
  const realm: Realm = {
    id: 'us-east-1_test00001',
    issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_test00001',
    accessTokenKey: { kid: KID, privateKey },
    hasScope: (scope) => existing.has(scope),
    findClient: (id) => (id === machine.id ? machine : undefined),
  }
  const clock = manualClock(START)
  const plane = createOAuthPlane({
    realms: {
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
