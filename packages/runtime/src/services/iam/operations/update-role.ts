import { operation } from '../deps.ts'
import { limitExceeded } from '../errors.ts'
import { checkSize, checkTrustPolicy } from '../policy-document.ts'
import type { RoleRecord } from '../records.ts'
import { changeRole } from '../repository.ts'
import { describedRole } from '../role-views.ts'
import { mergedRoleTags, roleTags, withoutTags } from '../tags.ts'
import { TRUST_POLICY_QUOTA, TRUST_POLICY_TOO_LARGE } from './create-role.ts'

const TAG_QUOTA = 50

export const updateRole = operation('UpdateRole', async (input, _deps, ctx) => {
  await changeRole(ctx, input.RoleName, (role) => ({
    ...role,
    description: input.Description ?? role.description,
    maxSessionSeconds: input.MaxSessionDuration ?? role.maxSessionSeconds,
    maxSigninSeconds:
      input.MaxSigninSessionDuration ?? (input.ResetMaxSigninSessionDuration ? undefined : role.maxSigninSeconds),
  }))
  return {}
})

export const updateRoleDescription = operation('UpdateRoleDescription', async (input, _deps, ctx) => {
  const describe = (role: RoleRecord) => ({ ...role, description: input.Description })
  return { Role: describedRole(await changeRole(ctx, input.RoleName, describe)) }
})

export const updateAssumeRolePolicy = operation('UpdateAssumeRolePolicy', async (input, _deps, ctx) => {
  checkTrustPolicy(input.PolicyDocument)
  checkSize(input.PolicyDocument, TRUST_POLICY_QUOTA, TRUST_POLICY_TOO_LARGE)
  await changeRole(ctx, input.RoleName, (role) => ({ ...role, trustPolicy: input.PolicyDocument }))
})

export const tagRole = operation('TagRole', async (input, _deps, ctx) => {
  const added = roleTags(input.Tags)
  await changeRole(ctx, input.RoleName, (role) => {
    const tags = mergedRoleTags(role.tags, added)
    if (Object.keys(tags).length > TAG_QUOTA) {
      throw limitExceeded('The number of tags has reached the maximum limit.')
    }
    return { ...role, tags }
  })
})

export const untagRole = operation('UntagRole', async (input, _deps, ctx) => {
  await changeRole(ctx, input.RoleName, (role) => ({ ...role, tags: withoutTags(role.tags, input.TagKeys) }))
})
