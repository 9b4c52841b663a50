import { operation } from '../deps.ts'
import { roles } from '../repository.ts'

/** There are none here. Whoever deletes a role asks for those that hold it first (Terraform, the AWS CLI's scripts). */
export const listInstanceProfiles = operation('ListInstanceProfiles', async () => ({
  InstanceProfiles: [],
  IsTruncated: false,
}))

export const listInstanceProfilesForRole = operation('ListInstanceProfilesForRole', async (input, _deps, ctx) => {
  await roles.require(ctx.reader, ctx.place, input.RoleName)
  return { InstanceProfiles: [], IsTruncated: false }
})
