import type { Vault } from '../../../kernel/vault.ts'
import type { IdentityProviderRecord } from '../identity-providers/records.ts'
import { openDetails } from '../identity-providers/rules.ts'
import { FederationError } from './federation-error.ts'
import { askForObject, type ProviderHttp } from './provider-http.ts'

/** A provider as a sign-in needs it. */
export interface OidcProvider {
  readonly name: string
  readonly clientId: string
  readonly clientSecret: string | undefined
  readonly issuer: string
  readonly scopes: string
  readonly authorizeUrl: string
  readonly tokenUrl: string
  readonly jwksUri: string
  /** Undefined: what the ID token says is all there is. */
  readonly userInfoUrl: string | undefined
  readonly userInfoMethod: 'GET' | 'POST'
  /** By the pool's attribute. */
  readonly mapping: Readonly<Record<string, string>>
}

/**
 * Where a provider is: what its details say, or else its discovery document (OpenID Connect Discovery 1.0, section 4).
 * It is read anew for each sign-in.
 */
export async function oidcProvider(
  { http, vault }: { readonly http: ProviderHttp; readonly vault: Vault },
  record: IdentityProviderRecord,
): Promise<OidcProvider> {
  const details = openDetails(vault, record)
  const { client_id: clientId = '', client_secret: clientSecret, oidc_issuer: issuer = '' } = details
  const isWhole = Boolean(details.authorize_url && details.token_url && details.jwks_uri)
  const found = isWhole ? {} : await discovered(http, issuer)
  const address = (detail: string, published: string): string | undefined => {
    const value = details[detail] || found[published]
    return typeof value === 'string' ? value : undefined
  }
  const required = (detail: string, published: string): string => {
    const value = address(detail, published)
    if (!value) throw new FederationError(`${record.name} Error - the discovery document names no ${published}`)
    return value
  }
  return {
    name: record.name,
    clientId,
    clientSecret,
    issuer,
    scopes: details.authorize_scopes ?? 'openid',
    authorizeUrl: required('authorize_url', 'authorization_endpoint'),
    tokenUrl: required('token_url', 'token_endpoint'),
    jwksUri: required('jwks_uri', 'jwks_uri'),
    userInfoUrl: address('attributes_url', 'userinfo_endpoint'),
    userInfoMethod: details.attributes_request_method === 'POST' ? 'POST' : 'GET',
    mapping: record.mapping,
  }
}

function discovered(http: ProviderHttp, issuer: string) {
  const address = `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`
  return askForObject(http, { asked: 'discovery', method: 'GET', address })
}

/** Where a browser is sent (RFC 6749, section 4.1.1); what the app asked for goes along as documented. */
export function authorizeAddress(
  { authorizeUrl, clientId, scopes }: OidcProvider,
  sent: { readonly redirectUri: string; readonly state: string; readonly nonce: string },
  app: URLSearchParams,
): string {
  if (!URL.canParse(authorizeUrl) || !/^https?:$/.test(new URL(authorizeUrl).protocol)) {
    throw new FederationError('the authorization endpoint of the identity provider is no address')
  }
  const url = new URL(authorizeUrl)
  const parameters = {
    client_id: clientId,
    redirect_uri: sent.redirectUri,
    scope: scopes,
    response_type: 'code',
    state: sent.state,
    nonce: sent.nonce,
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  const hint = app.get('login_hint')
  if (hint !== null) url.searchParams.set('login_hint', hint)
  // All but `none` are forwarded (documented).
  const prompts =
    app
      .get('prompt')
      ?.split(' ')
      .filter((prompt) => prompt && prompt !== 'none') ?? []
  if (prompts.length > 0) url.searchParams.set('prompt', prompts.join(' '))
  return String(url)
}
