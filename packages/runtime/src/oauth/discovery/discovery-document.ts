import type { PublishedRealm } from '../ports.ts'

/**
 * OpenID Connect discovery as Cognito answers it (observed): members in alphabetical order, neither custom scopes nor
 * grant types. A pool without a domain has none of the domain's endpoints (inferred).
 */
export function discoveryDocument(realm: PublishedRealm): string {
  const at = originOfDomain(realm)
  return JSON.stringify({
    authorization_endpoint: at && `${at}/oauth2/authorize`,
    end_session_endpoint: at && `${at}/logout`,
    id_token_signing_alg_values_supported: ['RS256'],
    issuer: realm.issuer,
    jwks_uri: `${realm.issuer}/.well-known/jwks.json`,
    response_types_supported: ['code', 'token'],
    revocation_endpoint: at && `${at}/oauth2/revoke`,
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
    token_endpoint: at && `${at}/oauth2/token`,
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    userinfo_endpoint: at && `${at}/oauth2/userInfo`,
  })
}

/** AWS's host of the domain, or the path form under a local issuer's origin. */
function originOfDomain({ domain, issuer, region }: PublishedRealm): string | undefined {
  if (!domain) return undefined
  const { hostname, origin } = new URL(issuer)
  if (!/\.amazonaws\.com(\.cn)?$/.test(hostname)) return `${origin}/_aws/cognito/${domain.name}`
  return domain.custom ? `https://${domain.name}` : `https://${domain.name}.auth.${region}.amazoncognito.com`
}
