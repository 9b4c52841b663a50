import { hasClientTokenFlow } from '../app-client/client-token-flow.ts'
import { appClientOf } from '../auth/client-access.ts'
import { operation } from '../deps.ts'
import { invalidParameter, noClient, notAuthorized } from '../errors.ts'

/**
 * Client credentials without a domain: the client's id finds the pool. Anyone may ask, as the secret is the credential.
 * `ClientMetadata` is for the pool's own function. The texts of the refusals are inferred; the reference lists no exception
 * for scopes besides InvalidParameterException.
 */
export const getClientToken = operation(
  'GetClientToken',
  async ({ ClientId, Secret, Scopes, ClientMetadata }, { realms, clientTokens }, ctx) => {
    const { pool, client: record } = await appClientOf(ctx, ClientId)
    const realm = await realms.findRealm(pool.id)
    const client = await realm?.findClient(ClientId)
    if (!realm || !client) throw noClient(ClientId)
    if (!clientTokens.isSecretOf(client, Secret)) {
      throw notAuthorized(`Unable to verify client secret for client ${ClientId}`)
    }
    if (!hasClientTokenFlow(record.settings)) {
      throw invalidParameter('CLIENT_TOKEN_AUTH flow not enabled for this client')
    }
    const requested = Scopes?.length ? [...new Set(Scopes)] : undefined
    const issued = clientTokens.issue(realm, client, { scopes: requested, metadata: ClientMetadata })
    if ('refused' in issued) throw invalidParameter('Invalid scopes requested.')
    const { accessToken, expiresInSeconds } = await issued
    return {
      ClientAuthenticationResult: { AccessToken: accessToken, ExpiresIn: expiresInSeconds, TokenType: 'Bearer' },
    }
  },
)
