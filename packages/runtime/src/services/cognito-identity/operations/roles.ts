import { operation } from '../deps.ts'
import { putIdentityPool, requireIdentityPool } from '../repository.ts'
import { checkRoleMappings } from '../rules.ts'

/** Replaces roles and mappings (inferred: a request has no way to add one). */
export const setIdentityPoolRoles = operation('SetIdentityPoolRoles', async (input, _deps, ctx) => {
  const { IdentityPoolId, Roles, RoleMappings = {} } = input
  await ctx.transact(async (tx) => {
    const pool = await requireIdentityPool(tx, ctx.place, IdentityPoolId)
    checkRoleMappings(pool.settings, RoleMappings)
    putIdentityPool(tx, ctx.place, { ...pool, roles: Roles, roleMappings: RoleMappings })
  })
})

export const getIdentityPoolRoles = operation('GetIdentityPoolRoles', async ({ IdentityPoolId }, _deps, ctx) => {
  const { roles = {}, roleMappings = {} } = await requireIdentityPool(ctx.reader, ctx.place, IdentityPoolId)
  const mappings = Object.keys(roleMappings).length > 0 ? { RoleMappings: roleMappings } : {}
  return { IdentityPoolId, Roles: roles, ...mappings }
})
