import type { RoutingType } from '../../../generated/cognito-idp.ts'
import { endBrowserSessions } from '../auth/browser-sessions.ts'
import { operation } from '../deps.ts'
import { checkCustomDomain, checkManagedLogin } from '../domain/rules.ts'
import { invalidParameter, noSuchDomain } from '../errors.ts'
import type { DomainRecord } from '../records.ts'
import { domainKey, domains, findDomain, requirePool } from '../repository.ts'

/** Changes the certificate, the look of the sign-in pages and the routing; what is left out stays (inferred). */
export const updateUserPoolDomain = operation('UpdateUserPoolDomain', async (input, _deps, ctx) => {
  const { Domain, UserPoolId, ManagedLoginVersion, CustomDomainConfig, Routing } = input
  const updated = await ctx.transact(async (tx) => {
    const pool = await requirePool(tx, ctx.place, UserPoolId)
    const domain = await findDomain(tx, ctx.place, Domain)
    if (domain?.poolId !== pool.id) throw noSuchDomain()
    if (CustomDomainConfig) {
      if (!domain.customDomainConfig) throw invalidParameter('Custom domain is not a valid subdomain')
      checkCustomDomain(Domain, CustomDomainConfig)
    }
    checkManagedLogin(ManagedLoginVersion, pool)
    const next = {
      ...domain,
      managedLoginVersion: ManagedLoginVersion ?? domain.managedLoginVersion,
      customDomainConfig: CustomDomainConfig ?? domain.customDomainConfig,
      routing: routingAfter(Routing, domain.routing),
    }
    if (isManaged(next) !== isManaged(domain)) await endBrowserSessions(tx, ctx.place, pool.id)
    domains.put(tx, 'global', domainKey(Domain, next.customDomainConfig ? undefined : ctx.place.region), next)
    return next
  })
  return {
    ManagedLoginVersion: updated.managedLoginVersion,
    CloudFrontDomain: updated.customDomainConfig && updated.cloudFrontDistribution,
    Routing: updated.routing,
  }
})

const isManaged = ({ managedLoginVersion }: Pick<DomainRecord, 'managedLoginVersion'>) => managedLoginVersion === 2

/** One without a failover takes the routing away. */
function routingAfter(given: RoutingType | undefined, before: RoutingType | undefined): RoutingType | undefined {
  if (given === undefined) return before
  return given.Failover ? given : undefined
}
