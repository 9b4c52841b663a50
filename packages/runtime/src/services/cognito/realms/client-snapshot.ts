import type { Vault } from '../../../kernel/vault.ts'
import { secretDigest } from '../../../oauth/client-auth/secret.ts'
import type { OAuthClient } from '../../../oauth/ports.ts'
import { hasClientTokenFlow } from '../app-client/client-token-flow.ts'
import { accessTokenSeconds, idTokenSeconds } from '../app-client/token-validity.ts'
import type { ClientRecord } from '../records.ts'

/** AWS's names of flows as `grant_type` and `response_type` know them. */
const GRANT_TYPES: Readonly<Record<string, string>> = {
  code: 'authorization_code',
  implicit: 'implicit',
  client_credentials: 'client_credentials',
}

/** A client as the token endpoint needs it. Secrets are unsealed once, here, and kept as digests only. */
export function clientSnapshot({ id, settings, secrets }: ClientRecord, vault: Vault): OAuthClient {
  const grantTypes = new Set((settings.AllowedOAuthFlows ?? []).map((flow) => GRANT_TYPES[flow] ?? flow))
  const actsForItself = hasClientTokenFlow(settings)
  if (actsForItself) grantTypes.add('client_credentials')
  return {
    id,
    secretDigests: secrets.map(({ sealed }) => secretDigest(vault.open(sealed))),
    oauthEnabled: actsForItself || settings.AllowedOAuthFlowsUserPoolClient === true,
    grantTypes,
    scopes: settings.AllowedOAuthScopes ?? [],
    callbackUrls: new Set(settings.CallbackURLs ?? []),
    logoutUrls: new Set(settings.LogoutURLs ?? []),
    accessTokenSeconds: accessTokenSeconds(settings),
    idTokenSeconds: idTokenSeconds(settings),
    canRevoke: settings.EnableTokenRevocation !== false,
  }
}
