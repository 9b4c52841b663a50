import { operation } from '../deps.ts'
import { domainsOf, requirePool, userPools } from '../repository.ts'
import { checkPool } from '../user-pool/rules.ts'
import { poolSettings } from '../user-pool/settings.ts'
import { checkTier, checkTierChange } from '../user-pool/tier-rules.ts'

/** Replaces everything: what the request leaves out returns to its default. A name left out stays (inferred). */
export const updateUserPool = operation('UpdateUserPool', async (input, { clock }, ctx) => {
  const { UserPoolId, PoolName, ...requested } = input
  await ctx.transact(async (tx) => {
    const pool = await requirePool(tx, ctx.place, UserPoolId)
    checkPool(requested, ctx.place)
    checkTier(requested)
    checkTierChange(requested.UserPoolTier, await domainsOf(tx, ctx.place, pool))
    userPools.put(tx, ctx.place, pool.id, {
      ...pool,
      name: PoolName ?? pool.name,
      modifiedAt: clock.now(),
      settings: poolSettings(requested, pool.settings),
    })
  })
  return {}
})
