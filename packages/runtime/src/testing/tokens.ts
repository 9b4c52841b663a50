import type { UserPoolClientType, UserPoolType } from '../generated/cognito-idp.ts'
import type { Call } from '../kernel/operation.ts'
import type { Place } from '../kernel/place.ts'
import type { Fetch } from '../runtime/fetch.ts'

/** A token endpoint's refusal. */
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
  const { pool, found } = await findClient(client, call)
  const domain = pool.CustomDomain ?? `${pool.Domain}.auth.${place.region}.amazoncognito.com`
  if (pool.CustomDomain === undefined && pool.Domain === undefined) {
    throw new Error(`the user pool ${pool.Id} of the client ${client} has no domain, and so no token endpoint`)
  }
  const response = await fetch(`https://${domain}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${found.ClientId}:${found.ClientSecret ?? ''}`)}` },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      ...(scopes.length > 0 ? { scope: scopes.join(' ') } : {}),
    }),
  })
  const answer = (await response.clone().json()) as { access_token?: string; error?: string }
  if (answer.access_token === undefined)
    throw new TokenRefused(answer.error ?? String(response.status), client, response)
  return answer.access_token
}

async function findClient(client: string, call: Call) {
  const names: string[] = []
  const found: { pool: UserPoolType; clientId: string }[] = []
  for (const { Id: UserPoolId = '' } of await poolsOf(call)) {
    for (const { ClientId = '', ClientName = '' } of await clientsOf(UserPoolId, call)) {
      names.push(ClientName)
      if (client !== ClientId && client !== ClientName) continue
      const { UserPool = {} } = await call('cognito-idp', 'DescribeUserPool', { UserPoolId })
      found.push({ pool: UserPool, clientId: ClientId })
    }
  }
  const [first, ...others] = found
  if (!first) throw new Error(`no app client is called ${client}; there are: ${names.join(', ') || 'none'}`)
  if (others.length > 0) throw new Error(`several app clients are called ${client}: name one by its id`)
  const { UserPoolClient = {} } = await call('cognito-idp', 'DescribeUserPoolClient', {
    UserPoolId: first.pool.Id ?? '',
    ClientId: first.clientId,
  })
  return { pool: first.pool, found: UserPoolClient as UserPoolClientType }
}

const PAGE = 60

async function poolsOf(call: Call) {
  const pools = []
  let NextToken: string | undefined
  do {
    const page = await call('cognito-idp', 'ListUserPools', { MaxResults: PAGE, ...(NextToken ? { NextToken } : {}) })
    pools.push(...(page.UserPools ?? []))
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  return pools
}

async function clientsOf(UserPoolId: string, call: Call) {
  const clients = []
  let NextToken: string | undefined
  do {
    const input = { UserPoolId, MaxResults: PAGE, ...(NextToken ? { NextToken } : {}) }
    const page = await call('cognito-idp', 'ListUserPoolClients', input)
    clients.push(...(page.UserPoolClients ?? []))
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  return clients
}
