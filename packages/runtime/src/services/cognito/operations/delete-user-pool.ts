import { operation } from '../deps.ts'
import { invalidParameter } from '../errors.ts'
import { deletePool, requirePool } from '../repository.ts'

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
    await deletePool(tx, ctx.place, pool.id)
  })
})
