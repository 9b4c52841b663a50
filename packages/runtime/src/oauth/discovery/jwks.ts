import type { PublishedRealm } from '../ports.ts'

/** A JSON web key set as Cognito writes it (observed): compact, the members of each key in alphabetical order. */
export function jwks(realm: PublishedRealm): string {
  const keys = realm.keys.map(({ kid, e, n }) => ({ alg: 'RS256', e, kid, kty: 'RSA', n, use: 'sig' }))
  return JSON.stringify({ keys })
}
