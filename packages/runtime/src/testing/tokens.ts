import type { Call } from '../kernel/operation.ts'
import type { Place } from '../kernel/place.ts'
import { findClient } from '../machine-clients/find-client.ts'
import { basicOf, tokenEndpointOf, tokenForm } from '../machine-clients/token-endpoint.ts'
import type { Fetch } from '../runtime/fetch.ts'

/**
 * A token endpoint's refusal.
 *
 * @example
 * ```ts
 * const error = await aws.token('partner', 'orders/none').catch((error: unknown) => error)
 * if (!(error instanceof TokenRefused)) throw error
 * expect([error.error, error.response.status]).toEqual(['invalid_scope', 400])
 * ```
 */
export class TokenRefused extends Error {
  /** RFC 6749, section 5.2: `invalid_client`, `invalid_grant`, `invalid_scope`, … */
  readonly error: string
  readonly response: Response

  constructor(error: string, client: string, response: Response) {
    super(`the token endpoint refused ${client}: ${error}`)
    this.name = 'TokenRefused'
    this.error = error
    this.response = response
  }
}

/**
 * An access token by client credentials. The client is found in the pools of the place by its id or name, and its secret
 * and domain with it. Throws {@link TokenRefused}.
 */
export async function takeToken(
  client: string,
  scopes: readonly string[],
  { call, fetch, place }: { readonly call: Call; readonly fetch: Fetch; readonly place: Place },
): Promise<string> {
  const found = await findClient(client, call)
  if (!found.domain) {
    throw new Error(`the user pool ${found.poolId} of the client ${client} has no domain, and so no token endpoint`)
  }
  const response = await fetch(tokenEndpointOf(found.domain, place.region), {
    method: 'POST',
    headers: { authorization: basicOf(found) },
    body: tokenForm(scopes),
  })
  const answer = (await response.clone().json()) as { access_token?: string; error?: string }
  if (answer.access_token === undefined)
    throw new TokenRefused(answer.error ?? String(response.status), client, response)
  return answer.access_token
}
