import { ignoring } from '../../kernel/errors.ts'
import type { Call } from '../../kernel/operation.ts'
import type { Place } from '../../kernel/place.ts'
import type { DomainStatus } from '../../kernel/status.ts'
import type { ClientView, DomainView, PoolView, ResourceServerView } from '../contract/map.ts'
import type { Inside } from '../inside.ts'
import { clientView } from './client-view.ts'
import { everyPage } from './every-page.ts'

/** The most that an operation lists at once (documented: API_ListUserPools, API_ListResourceServers). */
const POOLS = 60
const SERVERS = 50

/** All user pools, in all accounts and regions. */
export async function poolViews(inside: Inside, domains: readonly DomainStatus[]): Promise<PoolView[]> {
  const places = await inside.places()
  return (await Promise.all(places.map((place) => poolsIn(place, inside, domains)))).flat()
}

async function poolsIn(place: Place, inside: Inside, domains: readonly DomainStatus[]): Promise<PoolView[]> {
  const call = inside.operationsIn(place)
  const pools = await everyPage(async (NextToken) => {
    const page = await call('cognito-idp', 'ListUserPools', { MaxResults: POOLS, NextToken })
    return { items: page.UserPools, next: page.NextToken }
  })
  const views = await Promise.all(
    pools.map(({ Id = '', Name = '' }) =>
      // What is deleted while it is looked at is no error of whoever looks.
      ignoring('ResourceNotFoundException', poolView({ place, id: Id, name: Name }, inside, domains)),
    ),
  )
  return views.flatMap((view) => view ?? [])
}

interface Named {
  readonly place: Place
  readonly id: string
  readonly name: string
}

async function poolView(
  { place, id, name }: Named,
  inside: Inside,
  domains: readonly DomainStatus[],
): Promise<PoolView> {
  const { account, region } = place
  const call = inside.operationsIn(place)
  const [{ UserPool: pool }, resourceServers, clients] = await Promise.all([
    call('cognito-idp', 'DescribeUserPool', { UserPoolId: id }),
    resourceServersOf(id, call),
    clientsOf(place, id, call),
  ])
  const arn = pool?.Arn ?? ''
  const issuer = await inside.issuer(arn)
  const own = domains.filter((domain) => domain.account === account && domain.poolId === id)
  return {
    ...{ account, region, id, name },
    arn,
    issuer: issuer?.issuer ?? '',
    domains: own.map((domain) => domainView(domain, pool?.CustomDomain)),
    resourceServers,
    clients,
  }
}

function domainView({ domain, url, local }: DomainStatus, custom: string | undefined): DomainView {
  return { domain, isCustom: domain === custom, tokenUrl: url, local }
}

async function resourceServersOf(poolId: string, call: Call): Promise<ResourceServerView[]> {
  const servers = await everyPage(async (NextToken) => {
    const asked = { UserPoolId: poolId, MaxResults: SERVERS, NextToken }
    const page = await call('cognito-idp', 'ListResourceServers', asked)
    return { items: page.ResourceServers, next: page.NextToken }
  })
  return servers.map(({ Identifier: identifier = '', Name: name = '', Scopes = [] }) => ({
    identifier,
    name,
    scopes: Scopes.map(({ ScopeName, ScopeDescription }) => ({
      name: ScopeName,
      fullName: `${identifier}/${ScopeName}`,
      description: ScopeDescription,
    })),
  }))
}

async function clientsOf(place: Place, poolId: string, call: Call): Promise<ClientView[]> {
  const clients = await everyPage(async (NextToken) => {
    const asked = { UserPoolId: poolId, MaxResults: POOLS, NextToken }
    const page = await call('cognito-idp', 'ListUserPoolClients', asked)
    return { items: page.UserPoolClients, next: page.NextToken }
  })
  const views = await Promise.all(
    clients.map(async ({ ClientId = '' }) => {
      const asked = { UserPoolId: poolId, ClientId }
      const { UserPoolClient } = await call('cognito-idp', 'DescribeUserPoolClient', asked)
      const view = UserPoolClient && clientView(place, UserPoolClient)
      // It shows the first secret only; a client that has been through a rotation has another one.
      if (!view || view.hasSecret) return view
      const { ClientSecrets = [] } = await call('cognito-idp', 'ListUserPoolClientSecrets', asked)
      return { ...view, hasSecret: ClientSecrets.length > 0 }
    }),
  )
  return views.flatMap((view) => view ?? [])
}
