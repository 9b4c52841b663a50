import { operation } from '../deps.ts'
import { requirePool, userPools } from '../repository.ts'
import { withCustomAttributes } from '../user-pool/schema.ts'

export const addCustomAttributes = operation(
  'AddCustomAttributes',
  async ({ UserPoolId, CustomAttributes }, { clock }, ctx) => {
    await ctx.transact(async (tx) => {
      const pool = await requirePool(tx, ctx.place, UserPoolId)
      const schema = withCustomAttributes(pool.schema, CustomAttributes)
      userPools.put(tx, ctx.place, pool.id, { ...pool, modifiedAt: clock.now(), schema })
    })
    return {}
  },
)
