import { hasClientTokenFlow } from '../app-client/client-token-flow.ts'
import { operation } from '../deps.ts'
import { invalidParameter, noClient, notAuthorized } from '../errors.ts'
import { clientPools, clients, within } from '../repository.ts'

/**
 * Client credentials without a domain: the client's id finds the pool. Anyone may ask, as the secret is the credential,
 * so only the region of the request counts. `ClientMetadata` is for a trigger, and none is run here. The texts of the
 * refusals are inferred; the reference lists no exception for scopes besides InvalidParameterException.
 */
export const getClientToken = operation(
  'GetClientToken',
  async ({ ClientId, Secret, Scopes }, { realms, clientTokens }, ctx) => {
    const home = await clientPools.find(ctx.reader, 'global', ClientId)
    if (home?.place.region !== ctx.place.region) throw noClient(ClientId)
    const record = await clients.find(ctx.reader, home.place, within(home.poolId, ClientId))
    const realm = await realms.findRealm(home.poolId)
    const client = await realm?.findClient(ClientId)
    if (!record || !realm || !client) throw noClient(ClientId)
    if (!clientTokens.isSecretOf(client, Secret)) {
      throw notAuthorized(`Unable to verify client secret for client ${ClientId}`)
    }
    if (!hasClientTokenFlow(record.settings)) {
      throw invalidParameter('CLIENT_TOKEN_AUTH flow not enabled for this client')
    }
    const requested = Scopes?.length ? [...new Set(Scopes)] : undefined
    const issued = clientTokens.issue(realm, client, requested)
    if ('refused' in issued) throw invalidParameter('Invalid scopes requested.')
    const { accessToken, expiresInSeconds } = await issued
    return {
      ClientAuthenticationResult: { AccessToken: accessToken, ExpiresIn: expiresInSeconds, TokenType: 'Bearer' },
    }
  },
)
