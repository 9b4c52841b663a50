import { LOWER_ALPHANUMERIC, randomText } from '../../../kernel/ids.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import { operation } from '../deps.ts'
import { checkCustomDomain, checkManagedLogin, checkPrefix } from '../domain/rules.ts'
import { invalidParameter } from '../errors.ts'
import { requireRoom } from '../limits/resource-quotas.ts'
import type { DomainRecord } from '../records.ts'
import { domainKey, domains, requirePool, userPools } from '../repository.ts'

/** A pool has at most one prefix and one custom domain; a prefix is taken for its whole region, across accounts. */
export const createUserPoolDomain = operation('CreateUserPoolDomain', async (input, { clock, random, quotas }, ctx) => {
  const { Domain, UserPoolId, ManagedLoginVersion, CustomDomainConfig, Routing } = input
  if (CustomDomainConfig) checkCustomDomain(Domain, CustomDomainConfig)
  else checkPrefix(Domain)
  const record: DomainRecord = {
    domain: Domain,
    place: ctx.place,
    poolId: UserPoolId,
    createdAt: clock.now(),
    cloudFrontDistribution: `d${randomText(random, 13, LOWER_ALPHANUMERIC)}.cloudfront.net`,
    managedLoginVersion: ManagedLoginVersion,
    customDomainConfig: CustomDomainConfig,
    routing: Routing,
  }
  await ctx.transact(async (tx) => {
    const pool = await requirePool(tx, ctx.place, UserPoolId)
    checkManagedLogin(ManagedLoginVersion, pool)
    const key = domainKey(Domain, CustomDomainConfig ? undefined : ctx.place.region)
    const taken = await domains.find(tx, 'global', key)
    if (taken && taken.poolId !== UserPoolId) {
      throw invalidParameter('Domain already associated with another user pool.')
    }
    if ((CustomDomainConfig ? pool.customDomain : pool.domain) !== undefined) {
      // Observed for a prefix (aws-samples/websocket-chat-application#29); the full stop is inferred.
      throw invalidParameter('User pool already has a domain configured.')
    }
    if (CustomDomainConfig) await requireRoom(quotas, 'customDomains', () => customDomainsAt(tx, ctx.place))
    domains.put(tx, 'global', key, record)
    const named = CustomDomainConfig ? { customDomain: Domain } : { domain: Domain }
    userPools.put(tx, ctx.place, pool.id, { ...pool, ...named })
  })
  return {
    ManagedLoginVersion,
    CloudFrontDomain: CustomDomainConfig && record.cloudFrontDistribution,
    Routing,
  }
})

async function customDomainsAt(reader: Reader, { account, region }: Place): Promise<readonly DomainRecord[]> {
  const isHere = ({ place }: DomainRecord) => place.account === account && place.region === region
  return (await domains.list(reader, 'global', {})).filter((each) => each.customDomainConfig && isHere(each))
}
