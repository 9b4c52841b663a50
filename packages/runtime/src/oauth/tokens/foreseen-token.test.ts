import { expect, it } from 'vitest'
import { manualClock } from '../../kernel/clock.ts'
import type { OAuthClient, Realm } from '../ports.ts'
import { foreseeToken } from './foreseen-token.ts'

const realm = { id: 'p', issuer: 'https://p', hasScope: (scope: string) => scope !== 'a/gone' } as unknown as Realm
const client: OAuthClient = {
  id: 'c',
  secretDigests: [Buffer.alloc(32)],
  oauthEnabled: true,
  grantTypes: new Set(['client_credentials']),
  scopes: ['a/read', 'a/gone'],
  callbackUrls: new Set(),
  logoutUrls: new Set(),
  accessTokenSeconds: 600,
  idTokenSeconds: 600,
  canRevoke: true,
}
const foreseen = (more: Partial<OAuthClient> = {}, of: Partial<Realm> = {}) =>
  foreseeToken({ ...realm, ...of }, { ...client, ...more }, manualClock(Date.UTC(2030, 0, 1)))

it('tells what a token would say', () => {
  expect(foreseen()).toMatchObject({
    scopes: ['a/read'],
    mayChange: false,
    claims: { client_id: 'c', scope: 'a/read', token_use: 'access', exp: 1893456600, iat: 1893456000 },
  })
  expect(foreseen({}, { changeClientToken: async () => undefined })).toMatchObject({ mayChange: true })
})

it.each([
  [{ oauthEnabled: false }, 'AllowedOAuthFlowsUserPoolClient off'],
  [{ grantTypes: new Set(['authorization_code']) }, 'not allowed the client_credentials flow'],
  [{ secretDigests: [] }, 'is public'],
  [{ scopes: ['a/gone'] }, 'left with no custom scope that exists'],
])('tells why there would be none: %#', (more, reason) => {
  expect(foreseen(more)).toEqual({
    refused: expect.stringMatching(new RegExp(`^client c .*${reason}|^client c ${reason}`)),
  })
})
