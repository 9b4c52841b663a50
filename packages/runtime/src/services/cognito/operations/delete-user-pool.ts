import { logDeliveries } from '../attachments/repository.ts'
import { operation } from '../deps.ts'
import { invalidParameter } from '../errors.ts'
import { leaveBehind } from '../leftovers/left-pools.ts'
import { deletePool, requirePool } from '../repository.ts'
import { forgetCount } from '../users/repository.ts'

/** The pool is gone at once; what was in it is found by nobody any more, and deleted in the background. */
export const deleteUserPool = operation('DeleteUserPool', async ({ UserPoolId }, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const pool = await requirePool(tx, ctx.place, UserPoolId)
    if (pool.settings.DeletionProtection === 'ACTIVE') {
      throw invalidParameter(
        'The user pool cannot be deleted because deletion protection is activated. ' +
          'Deletion protection must be inactivated first.',
      )
    }
    if (pool.domain !== undefined || pool.customDomain !== undefined) {
      throw invalidParameter('User pool cannot be deleted. It has a domain configured that should be deleted first.')
    }
    forgetCount(tx, ctx.place, pool.id)
    logDeliveries.delete(tx, ctx.place, pool.id)
    await deletePool(tx, ctx.place, pool.id)
    leaveBehind(tx, ctx.place, pool.id)
  })
})
