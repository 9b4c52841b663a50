import type { FoundClient } from './find-client.ts'

/** AWS's own address of a pool's token endpoint. */
export function tokenEndpointOf({ name, isCustom }: NonNullable<FoundClient['domain']>, region: string): string {
  return `https://${isCustom ? name : `${name}.auth.${region}.amazoncognito.com`}/oauth2/token`
}

/** The request for a token by client credentials (RFC 6749, section 4.4.2); no scopes: all that the client may have. */
export function tokenForm(scopes: readonly string[], metadata: Readonly<Record<string, string>> = {}): URLSearchParams {
  return new URLSearchParams({
    grant_type: 'client_credentials',
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    ...(Object.keys(metadata).length > 0 && { aws_client_metadata: JSON.stringify(metadata) }),
  })
}

/** The `Authorization` header (RFC 6749, section 2.3.1). Cognito's ids and secrets need no encoding. */
export function basicOf({ clientId, clientSecret = '' }: Pick<FoundClient, 'clientId' | 'clientSecret'>): string {
  return `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
}
