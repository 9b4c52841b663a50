import { roleToWire, toTagList } from '../model.ts'
import { pageOf } from '../paging.ts'
import { roles } from '../repository.ts'
import { operation } from './operation.ts'

export const getRole = operation('GetRole', async (input, _deps, ctx) => ({
  Role: roleToWire(await roles.require(ctx.reader, ctx.place, input.RoleName)),
}))

/** A list leaves out tags, boundary and last use, as AWS says of `ListRoles`. */
export const listRoles = operation('ListRoles', async (input, _deps, ctx) => {
  const all = await roles.list(ctx.reader, ctx.place)
  const { items, ...page } = pageOf(
    all.filter((role) => role.path.startsWith(input.PathPrefix ?? '/')),
    input,
  )
  return {
    Roles: items.map((role) => ({ ...roleToWire(role), PermissionsBoundary: undefined, Tags: undefined })),
    ...page,
  }
})

export const listRoleTags = operation('ListRoleTags', async (input, _deps, ctx) => {
  const { tags } = await roles.require(ctx.reader, ctx.place, input.RoleName)
  const { items, ...page } = pageOf(toTagList(tags), input)
  return { Tags: items, ...page }
})
