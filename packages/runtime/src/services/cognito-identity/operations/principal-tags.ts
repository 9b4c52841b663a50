import { operation } from '../deps.ts'
import { putIdentityPool, requireIdentityPool } from '../repository.ts'

/** Documented (developer guide, "Using attributes for access control"). */
const DEFAULTS = { client: 'aud', username: 'sub' }

/** Kept and shown: sessions of the pool's roles are given no tags here. */
export const setPrincipalTagAttributeMap = operation('SetPrincipalTagAttributeMap', async (input, _deps, ctx) => {
  const { IdentityPoolId, IdentityProviderName, UseDefaults = false, PrincipalTags = {} } = input
  const tags = UseDefaults ? DEFAULTS : PrincipalTags
  await ctx.transact(async (tx) => {
    const pool = await requireIdentityPool(tx, ctx.place, IdentityPoolId)
    const principalTags = { ...pool.principalTags, [IdentityProviderName]: { useDefaults: UseDefaults, tags } }
    putIdentityPool(tx, ctx.place, { ...pool, principalTags })
  })
  return { IdentityPoolId, IdentityProviderName, UseDefaults, PrincipalTags: tags }
})

export const getPrincipalTagAttributeMap = operation('GetPrincipalTagAttributeMap', async (input, _deps, ctx) => {
  const { IdentityPoolId, IdentityProviderName } = input
  const { principalTags = {} } = await requireIdentityPool(ctx.reader, ctx.place, IdentityPoolId)
  const found = Object.hasOwn(principalTags, IdentityProviderName) ? principalTags[IdentityProviderName] : undefined
  const { useDefaults: UseDefaults = false, tags: PrincipalTags = {} } = found ?? {}
  return { IdentityPoolId, IdentityProviderName, UseDefaults, PrincipalTags }
})
