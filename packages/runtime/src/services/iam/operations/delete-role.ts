import { operation } from '../deps.ts'
import { deleteConflict } from '../errors.ts'
import { roles } from '../repository.ts'

export const deleteRole = operation('DeleteRole', async (input, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const role = await roles.require(tx, ctx.place, input.RoleName)
    if (role.attachedPolicies.length > 0) {
      throw deleteConflict('Cannot delete entity, must detach all policies first.')
    }
    if (Object.keys(role.inlinePolicies).length > 0) {
      throw deleteConflict('Cannot delete entity, must delete policies first.')
    }
    roles.delete(tx, ctx.place, role.name)
  })
})
