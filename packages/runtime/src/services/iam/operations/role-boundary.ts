import type { Place } from '../../../kernel/place.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import { operation } from '../deps.ts'
import { invalidBoundaryArn, noSuchBoundary } from '../errors.ts'
import { isAwsManagedPolicy, isPolicyArn } from '../policy-arn.ts'
import { changeRole, policies } from '../repository.ts'

/** A boundary must name a policy that exists. */
export async function requireBoundary(reader: Reader, place: Place, arn: string): Promise<void> {
  if (!isPolicyArn(arn)) throw invalidBoundaryArn(arn)
  if (isAwsManagedPolicy(arn)) return
  if (!(await policies.findByArn(reader, place, arn))) throw noSuchBoundary(arn)
}

export const putRolePermissionsBoundary = operation('PutRolePermissionsBoundary', async (input, _deps, ctx) => {
  await changeRole(ctx, input.RoleName, async (role, tx) => {
    await requireBoundary(tx, ctx.place, input.PermissionsBoundary)
    return { ...role, permissionsBoundary: input.PermissionsBoundary }
  })
})

export const deleteRolePermissionsBoundary = operation('DeleteRolePermissionsBoundary', async (input, _deps, ctx) => {
  await changeRole(ctx, input.RoleName, (role) => ({ ...role, permissionsBoundary: undefined }))
})
