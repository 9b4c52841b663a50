import { operation } from '../deps.ts'
import { requireAtMost } from '../limits/resource-quotas.ts'
import { requirePool, userPools } from '../repository.ts'
import { customAttributes, withCustomAttributes } from '../user-pool/schema.ts'

export const addCustomAttributes = operation(
  'AddCustomAttributes',
  async ({ UserPoolId, CustomAttributes }, { clock, quotas }, ctx) => {
    await ctx.transact(async (tx) => {
      const pool = await requirePool(tx, ctx.place, UserPoolId)
      const schema = withCustomAttributes(pool.schema, CustomAttributes)
      requireAtMost(quotas, 'customAttributes', customAttributes(schema).length)
      userPools.put(tx, ctx.place, pool.id, { ...pool, modifiedAt: clock.now(), schema })
    })
    return {}
  },
)
