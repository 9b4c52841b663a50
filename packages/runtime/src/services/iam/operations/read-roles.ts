import { sorted } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { byKey, byName, pageOf } from '../paging.ts'
import { roles } from '../repository.ts'
import { listedRole, wholeRole } from '../role-views.ts'
import { toTagList } from '../tags.ts'

export const getRole = operation('GetRole', async (input, _deps, ctx) => ({
  Role: wholeRole(await roles.require(ctx.reader, ctx.place, input.RoleName)),
}))

export const listRoles = operation('ListRoles', async (input, _deps, ctx) => {
  const all = await roles.list(ctx.reader, ctx.place)
  const shown = all.filter((role) => role.path.startsWith(input.PathPrefix ?? '/'))
  const { items, ...page } = await pageOf('ListRoles', input, ctx, sorted(shown, byName))
  return { Roles: items.map(listedRole), ...page }
})

export const listRoleTags = operation('ListRoleTags', async (input, _deps, ctx) => {
  const { tags } = await roles.require(ctx.reader, ctx.place, input.RoleName)
  const { items, ...page } = await pageOf('ListRoleTags', input, ctx, sorted(toTagList(tags), byKey))
  return { Tags: items, ...page }
})
