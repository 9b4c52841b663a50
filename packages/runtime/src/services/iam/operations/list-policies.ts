import type { Policy } from '../../../generated/iam.ts'
import { notEmulated } from '../../../kernel/errors.ts'
import { type Cursor, sorted } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { pageOf } from '../paging.ts'
import { isAwsManagedPolicy, policyNameOf, policyPathOf } from '../policy-arn.ts'
import { type RoleRecord, usesOf } from '../records.ts'
import { policies, roles } from '../repository.ts'
import { policyToWire } from '../wire.ts'

/**
 * The account's own policies, then those of AWS's that are in use here. AWS's catalog is not known, so asking for all
 * of it is refused; with `OnlyAttached` or for boundaries the list is what AWS would give.
 */
export const listPolicies = operation('ListPolicies', async (input, _deps, ctx) => {
  const { Scope = 'All', OnlyAttached = false, PolicyUsageFilter, PathPrefix = '/' } = input
  const ofUseOnly = OnlyAttached || PolicyUsageFilter === 'PermissionsBoundary'
  if (Scope === 'AWS' && !ofUseOnly)
    throw notEmulated('ListPolicies of all that AWS has (Scope=AWS without OnlyAttached)')
  const users = await roles.list(ctx.reader, ctx.place)
  const own = (await policies.list(ctx.reader, ctx.place)).map((policy) => listed(policy, users))
  const listedAll = [...(Scope === 'AWS' ? [] : own), ...(Scope === 'Local' ? [] : awsPoliciesOf(users))]
  const chosen = listedAll
    .filter(({ Path }) => Path?.startsWith(PathPrefix))
    .filter(({ AttachmentCount }) => !OnlyAttached || AttachmentCount)
    .filter((policy) => PolicyUsageFilter !== 'PermissionsBoundary' || policy.PermissionsBoundaryUsageCount)
  const { items, ...page } = await pageOf('ListPolicies', input, ctx, sorted(chosen, ownFirst))
  return { Policies: items, ...page }
})

function ownFirst({ Arn = '' }: Policy): Cursor {
  return isAwsManagedPolicy(Arn) ? [1, Arn] : [0, policyNameOf(Arn).toLowerCase()]
}

/** AWS leaves description and tags out of the list (recorded). */
function listed(policy: Parameters<typeof policyToWire>[0], users: readonly RoleRecord[]): Policy {
  return { ...policyToWire(policy, usesOf(policy.arn, users)), Description: undefined, Tags: undefined }
}

/** Their ids, versions and dates are AWS's, and left out. */
function awsPoliciesOf(users: readonly RoleRecord[]): Policy[] {
  const used = users.flatMap(({ attachedPolicies, permissionsBoundary }) => [
    ...attachedPolicies,
    ...(permissionsBoundary ? [permissionsBoundary] : []),
  ])
  return [...new Set(used.filter(isAwsManagedPolicy))].map((arn) => {
    const { attachments, boundaries } = usesOf(arn, users)
    return {
      PolicyName: policyNameOf(arn),
      Arn: arn,
      Path: policyPathOf(arn),
      AttachmentCount: attachments,
      PermissionsBoundaryUsageCount: boundaries,
      IsAttachable: true,
    }
  })
}
