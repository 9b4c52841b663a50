import type { InputOf, OutputOf } from '../kernel/operation.ts'

type Read = 'DescribeUserPool' | 'DescribeUserPoolClient' | 'ListUserPoolClients' | 'ListUserPools'

/** Cognito, be it this server's or AWS's. */
export type CognitoReader = <O extends Read>(
  service: 'cognito-idp',
  operation: O,
  input: InputOf<'cognito-idp', O>,
) => Promise<OutputOf<'cognito-idp', O>>

/** An app client, with what it takes to get a token for it. */
export interface FoundClient {
  readonly poolId: string
  readonly clientId: string
  readonly clientName: string
  /** Undefined: it has none. */
  readonly clientSecret: string | undefined
  /** A prefix of Cognito's own domain, or a name of one's own. Undefined: the pool has no token endpoint. */
  readonly domain: { readonly name: string; readonly isCustom: boolean } | undefined
}

/** No client, or more than one, is what was asked for. */
export class ClientNotFound extends Error {}

interface Listed {
  readonly poolId: string
  readonly poolName: string
  readonly clientId: string
  readonly clientName: string
}

/**
 * A client by its id or name, in all pools or in the one with the id or name `pool`. Throws a {@link ClientNotFound} that
 * names those that there are.
 */
export async function findClient(client: string, call: CognitoReader, pool?: string): Promise<FoundClient> {
  const all = await listClients(call, pool)
  const fitting = all.filter(({ clientId, clientName }) => clientId === client || clientName === client)
  const [found, ...others] = fitting
  if (!found) {
    const names = all.map(({ clientName }) => clientName).join(', ')
    throw new ClientNotFound(`no app client is called ${client}; there are: ${names || 'none'}`)
  }
  if (others.length > 0) {
    const each = fitting.map(({ clientId, poolName, poolId }) => `${clientId} of ${poolName} (${poolId})`)
    throw new ClientNotFound(`several app clients are called ${client}; name one by its id:\n${each.join('\n')}`)
  }
  const { poolId: UserPoolId, clientId: ClientId } = found
  const [{ UserPool }, { UserPoolClient }] = await Promise.all([
    call('cognito-idp', 'DescribeUserPool', { UserPoolId }),
    call('cognito-idp', 'DescribeUserPoolClient', { UserPoolId, ClientId }),
  ])
  const { CustomDomain, Domain } = UserPool ?? {}
  const domain = CustomDomain ?? Domain
  return {
    poolId: found.poolId,
    clientId: found.clientId,
    clientName: found.clientName,
    clientSecret: UserPoolClient?.ClientSecret,
    domain: domain === undefined ? undefined : { name: domain, isCustom: CustomDomain !== undefined },
  }
}

async function listClients(call: CognitoReader, pool: string | undefined): Promise<Listed[]> {
  const found: Listed[] = []
  for (const { Id: poolId = '', Name: poolName = '' } of await poolsOf(call)) {
    if (pool !== undefined && pool !== poolId && pool !== poolName) continue
    for (const { ClientId = '', ClientName = '' } of await clientsOf(poolId, call)) {
      found.push({ poolId, poolName, clientId: ClientId, clientName: ClientName })
    }
  }
  return found
}

const PAGE = 60

async function poolsOf(call: CognitoReader) {
  const pools = []
  let NextToken: string | undefined
  do {
    const page = await call('cognito-idp', 'ListUserPools', { MaxResults: PAGE, ...(NextToken ? { NextToken } : {}) })
    pools.push(...(page.UserPools ?? []))
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  return pools
}

async function clientsOf(UserPoolId: string, call: CognitoReader) {
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
