import type { OAuthError, OAuthRefusalKind } from '../oauth-error.ts'
import type { OAuthErrorCode } from '../ports.ts'

/** What to change about a token request that was refused, in one sentence. */
export function adviceFor({ detail, error, kind }: OAuthError): string | undefined {
  return kind ? `${BY_KIND[kind]}: ${detail}.` : `${BY_CODE[error]}: ${detail}.`
}

const BY_KIND: Readonly<Record<OAuthRefusalKind, string>> = {
  'client-unknown': 'Use the id of a client of the pool that this domain belongs to',
  'flow-off': 'Set AllowedOAuthFlowsUserPoolClient of the client',
  'flow-other': "Add client_credentials to the client's AllowedOAuthFlows",
  'public-client': 'Make a client with GenerateSecret',
  'scope-gone': 'Make the scope again in its resource server, or ask for another one',
  'scope-none': "Add a scope of a resource server to the client's AllowedOAuthScopes",
  'scope-not-allowed': "Add the scope to the client's AllowedOAuthScopes, or do not ask for it",
  'scope-of-users': 'Ask for scopes of a resource server only',
  'scope-unknown': 'Ask for a scope as resource server and name, such as orders/read, or add it to the resource server',
  'secret-missing': "Send the client's secret",
  'secret-needless': 'Send no secret, or use a client that has one',
  'secret-wrong': 'Send the secret that describe-user-pool-client shows',
  'trigger-failed': 'Look at the log of the function that the pool runs before it issues a token',
}

const BY_CODE: Readonly<Record<OAuthErrorCode, string>> = {
  invalid_client: 'Use the id and secret of a client of this pool',
  invalid_grant: 'Send a token or code that this client was given and that is still good',
  invalid_request: 'Mend the request',
  invalid_scope: "Ask for scopes of the client's AllowedOAuthScopes",
  login_required: 'Send people to sign in, without prompt=none',
  redirect_mismatch: "Add the URL, letter by letter, to the client's CallbackURLs or LogoutURLs",
  server_error: 'Look at the log of the server',
  unauthorized_client: 'Allow the client this flow',
  unsupported_grant_type: 'Send grant_type=client_credentials',
  unsupported_token_type: 'Send a refresh token',
}
