import { sorted } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { noSuchRolePolicy } from '../errors.ts'
import { pageOf } from '../paging.ts'
import { checkPermissionsPolicy, checkSize } from '../policy-document.ts'
import { encodeDocument } from '../records.ts'
import { changeRole, roles } from '../repository.ts'

/** The quota is for all inline policies of a role together. */
const INLINE_QUOTA = 10_240

export const putRolePolicy = operation('PutRolePolicy', async (input, _deps, ctx) => {
  checkPermissionsPolicy(input.PolicyDocument)
  await changeRole(ctx, input.RoleName, (role) => {
    const inlinePolicies = { ...role.inlinePolicies, [input.PolicyName]: input.PolicyDocument }
    const message = `Maximum policy size of ${INLINE_QUOTA} bytes exceeded for role ${role.name}`
    checkSize(Object.values(inlinePolicies).join(''), INLINE_QUOTA, message)
    return { ...role, inlinePolicies }
  })
})

export const getRolePolicy = operation('GetRolePolicy', async (input, _deps, ctx) => {
  const role = await roles.require(ctx.reader, ctx.place, input.RoleName)
  const document = role.inlinePolicies[input.PolicyName]
  if (document === undefined) throw noSuchRolePolicy(input.PolicyName)
  return { RoleName: role.name, PolicyName: input.PolicyName, PolicyDocument: encodeDocument(document) }
})

export const listRolePolicies = operation('ListRolePolicies', async (input, _deps, ctx) => {
  const role = await roles.require(ctx.reader, ctx.place, input.RoleName)
  const names = sorted(Object.keys(role.inlinePolicies), (name) => [name])
  const { items, ...page } = await pageOf('ListRolePolicies', input, ctx, names)
  return { PolicyNames: items, ...page }
})

export const deleteRolePolicy = operation('DeleteRolePolicy', async (input, _deps, ctx) => {
  await changeRole(ctx, input.RoleName, (role) => {
    const { [input.PolicyName]: removed, ...inlinePolicies } = role.inlinePolicies
    if (removed === undefined) throw noSuchRolePolicy(input.PolicyName)
    return { ...role, inlinePolicies }
  })
})
