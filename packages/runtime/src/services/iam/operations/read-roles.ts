import { pageOf } from '../paging.ts'
import { roles } from '../repository.ts'
import { listedRole, wholeRole } from '../role-views.ts'
import { toTagList } from '../tags.ts'
import { operation } from './operation.ts'

export const getRole = operation('GetRole', async (input, _deps, ctx) => ({
  Role: wholeRole(await roles.require(ctx.reader, ctx.place, input.RoleName)),
}))

export const listRoles = operation('ListRoles', async (input, _deps, ctx) => {
  const all = await roles.list(ctx.reader, ctx.place)
  const { items, ...page } = pageOf(
    all.filter((role) => role.path.startsWith(input.PathPrefix ?? '/')),
    input,
  )
  return { Roles: items.map(listedRole), ...page }
})

export const listRoleTags = operation('ListRoleTags', async (input, _deps, ctx) => {
  const { tags } = await roles.require(ctx.reader, ctx.place, input.RoleName)
  const { items, ...page } = pageOf(toTagList(tags), input)
  return { Tags: items, ...page }
})
