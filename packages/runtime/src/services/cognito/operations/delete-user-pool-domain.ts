import { operation } from '../deps.ts'
import { noSuchDomain } from '../errors.ts'
import { domainKey, domains, findDomain, requirePool, userPools } from '../repository.ts'

export const deleteUserPoolDomain = operation('DeleteUserPoolDomain', async ({ Domain, UserPoolId }, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const domain = await findDomain(tx, ctx.place, Domain)
    if (domain?.poolId !== UserPoolId) throw noSuchDomain()
    const pool = await requirePool(tx, ctx.place, UserPoolId)
    const isCustom = domain.customDomainConfig !== undefined
    domains.delete(tx, 'global', domainKey(Domain, isCustom ? undefined : ctx.place.region))
    const unnamed = isCustom ? { customDomain: undefined } : { domain: undefined }
    userPools.put(tx, ctx.place, pool.id, { ...pool, ...unnamed })
  })
  return {}
})
