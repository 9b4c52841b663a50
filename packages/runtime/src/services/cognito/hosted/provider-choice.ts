import type { NamedProvider } from '../../../oauth/ports.ts'
import { goToProvider } from '../federation/go-to-provider.ts'
import type { IdentityProviderRecord } from '../identity-providers/records.ts'
import { findProviderByIdentifier, identityProviders } from '../identity-providers/repository.ts'
import { within } from '../repository.ts'
import type { PageResult, Visit } from './page.ts'
import type { ProviderLink } from './views/providers.ts'

/** The pool itself among the providers of a client. */
const POOL = 'COGNITO'

type Client = Pick<Visit['client'], 'settings'>

/** Clients that list none let people sign in with the pool itself (inferred). */
function providersOf({ settings }: Client): readonly string[] {
  return settings.SupportedIdentityProviders ?? [POOL]
}

/** Whether the pool's own users may sign in to a client on its pages. */
export function admitsOwnUsers(client: Client): boolean {
  return providersOf(client).includes(POOL)
}

/**
 * Where an app's request leads: to the pages, or to an identity provider. `named` is `identity_provider` and
 * `idp_identifier`; both may be undefined, and `COGNITO` is the pool itself. Where a client has one provider and not the
 * pool, there is nothing to be chosen on a page (documented: developer guide, login endpoint).
 */
export async function chooseProvider(visit: Visit, named: NamedProvider): Promise<PageResult | 'pages' | 'unknown'> {
  const supported = providersOf(visit.client)
  const [sole, another] = supported
  const isFree = named.name === undefined && named.identifier === undefined
  const name = isFree && another === undefined ? sole : named.name
  if (isFree ? name === undefined || name === POOL : name === POOL) {
    return supported.includes(POOL) || isFree ? 'pages' : 'unknown'
  }
  const provider = await found(visit, { ...named, name })
  return provider && supported.includes(provider.name) ? goToProvider(visit, provider) : 'unknown'
}

function found(
  { reader, place, pool }: Visit,
  { name, identifier }: NamedProvider,
): Promise<IdentityProviderRecord | undefined> {
  if (name !== undefined) return identityProviders.find(reader, place, within(pool.id, name))
  return findProviderByIdentifier(reader, place, pool.id, identifier ?? '')
}

/** One for each provider of the client that the pool has. */
export async function providerButtons(visit: Visit): Promise<readonly ProviderLink[]> {
  const { reader, place, pool, client, basePath, query } = visit
  const names = providersOf(client).filter((name) => name !== POOL)
  const present = await Promise.all(names.map((name) => identityProviders.find(reader, place, within(pool.id, name))))
  return present.flatMap((provider) => {
    if (!provider) return []
    const asked = new URLSearchParams(query)
    asked.delete('idp_identifier')
    asked.set('identity_provider', provider.name)
    return [{ name: provider.name, href: `${basePath}/oauth2/authorize?${asked}` }]
  })
}
