import type { PageResult, Visit } from '../hosted/page.ts'
import type { IdentityProviderRecord } from '../identity-providers/records.ts'
import { FederationError } from './federation-error.ts'
import { authorizeAddress, oidcProvider } from './oidc-provider.ts'
import { beginOuting, STATE_COOKIE } from './outings.ts'

/** Where providers send browsers back to (documented). */
export const RETURN_PATH = '/oauth2/idpresponse'

/** Sends a browser to a provider, with a state of this server's own. */
export async function goToProvider(visit: Visit, record: IdentityProviderRecord): Promise<PageResult> {
  const { deps, place, pool, origin, basePath, query } = visit
  if (record.type !== 'OIDC') {
    const description = `Signing in through ${record.name} (${record.type}) is not emulated by Sallyport.`
    return { kind: 'refused', description }
  }
  try {
    const provider = await oidcProvider(deps, record)
    const redirectUri = `${origin}${basePath}${RETURN_PATH}`
    const going = { provider: record.name, redirectUri, query: String(query) }
    const { state, nonce, cookie } = await visit.transact((tx) => beginOuting(tx, deps, place, pool.id, going))
    const url = authorizeAddress(provider, { redirectUri, state, nonce }, query)
    return { kind: 'away', url, provider: record.name, cookies: { [STATE_COOKIE]: cookie } }
  } catch (error) {
    if (error instanceof FederationError) return { kind: 'refused', description: error.message }
    throw error
  }
}
