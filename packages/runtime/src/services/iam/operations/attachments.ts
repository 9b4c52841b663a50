import { sorted } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { invalidPolicyArn, limitExceeded, noSuchAttachment, notAttachable } from '../errors.ts'
import { byName, pageOf } from '../paging.ts'
import { isAwsManagedPolicy, isPolicyArn, policyNameOf, policyPathOf } from '../policy-arn.ts'
import { changeRole, policies, roles } from '../repository.ts'

const ATTACHMENT_QUOTA = 10

/** AWS's own policies are taken by their names; whether AWS has one of that name is not known here. */
export const attachRolePolicy = operation('AttachRolePolicy', async (input, _deps, ctx) => {
  if (!isPolicyArn(input.PolicyArn)) throw invalidPolicyArn(input.PolicyArn)
  await changeRole(ctx, input.RoleName, async (role, tx) => {
    const known = isAwsManagedPolicy(input.PolicyArn) || (await policies.findByArn(tx, ctx.place, input.PolicyArn))
    if (!known) throw notAttachable(input.PolicyArn)
    if (role.attachedPolicies.includes(input.PolicyArn)) return role
    if (role.attachedPolicies.length >= ATTACHMENT_QUOTA) {
      throw limitExceeded(`Cannot exceed quota for PoliciesPerRole: ${ATTACHMENT_QUOTA}`)
    }
    return { ...role, attachedPolicies: [...role.attachedPolicies, input.PolicyArn] }
  })
})

export const detachRolePolicy = operation('DetachRolePolicy', async (input, _deps, ctx) => {
  await changeRole(ctx, input.RoleName, (role) => {
    if (!role.attachedPolicies.includes(input.PolicyArn)) throw noSuchAttachment(input.PolicyArn)
    return { ...role, attachedPolicies: role.attachedPolicies.filter((arn) => arn !== input.PolicyArn) }
  })
})

export const listAttachedRolePolicies = operation('ListAttachedRolePolicies', async (input, _deps, ctx) => {
  const role = await roles.require(ctx.reader, ctx.place, input.RoleName)
  const prefix = input.PathPrefix ?? '/'
  const shown = role.attachedPolicies.filter((arn) => policyPathOf(arn).startsWith(prefix))
  const byArn = sorted(shown, (arn) => [arn])
  const { items, ...page } = await pageOf('ListAttachedRolePolicies', input, ctx, byArn)
  return { AttachedPolicies: items.map((arn) => ({ PolicyName: policyNameOf(arn), PolicyArn: arn })), ...page }
})

export const listEntitiesForPolicy = operation('ListEntitiesForPolicy', async (input, _deps, ctx) => {
  const arn = input.PolicyArn
  if (!isAwsManagedPolicy(arn)) await policies.require(ctx.reader, ctx.place, arn)
  const rolesWanted = input.EntityFilter === undefined || input.EntityFilter === 'Role'
  const using = (await roles.list(ctx.reader, ctx.place)).filter((role) => {
    const asBoundary = input.PolicyUsageFilter === 'PermissionsBoundary'
    const used = asBoundary ? role.permissionsBoundary === arn : role.attachedPolicies.includes(arn)
    return rolesWanted && used && role.path.startsWith(input.PathPrefix ?? '/')
  })
  const { items, ...page } = await pageOf('ListEntitiesForPolicy', input, ctx, sorted(using, byName))
  return {
    PolicyGroups: [],
    PolicyUsers: [],
    PolicyRoles: items.map((role) => ({ RoleName: role.name, RoleId: role.id })),
    ...page,
  }
})
