import { globalArnOf } from '../../../kernel/arn.ts'
import { operation } from '../deps.ts'
import { roleExists } from '../errors.ts'
import { checkSize, checkTrustPolicy } from '../policy-document.ts'
import { type RoleRecord, uniqueId } from '../records.ts'
import { roles } from '../repository.ts'
import { createdRole } from '../role-views.ts'
import { roleTags } from '../tags.ts'
import { requireBoundary } from './role-boundary.ts'

const DEFAULT_SESSION_SECONDS = 3600
export const TRUST_POLICY_QUOTA = 2048
export const TRUST_POLICY_TOO_LARGE = `Cannot exceed quota for ACLSizePerRole: ${TRUST_POLICY_QUOTA}`

export const createRole = operation('CreateRole', async (input, { clock, random }, ctx) => {
  checkTrustPolicy(input.AssumeRolePolicyDocument)
  checkSize(input.AssumeRolePolicyDocument, TRUST_POLICY_QUOTA, TRUST_POLICY_TOO_LARGE)
  const path = input.Path ?? '/'
  const role: RoleRecord = {
    name: input.RoleName,
    id: uniqueId('AROA', random),
    arn: globalArnOf('iam', ctx.place, `role${path}${input.RoleName}`),
    path,
    createdAt: clock.now(),
    trustPolicy: input.AssumeRolePolicyDocument,
    description: input.Description,
    maxSessionSeconds: input.MaxSessionDuration ?? DEFAULT_SESSION_SECONDS,
    maxSigninSeconds: input.MaxSigninSessionDuration,
    permissionsBoundary: input.PermissionsBoundary,
    tags: roleTags(input.Tags),
    inlinePolicies: {},
    attachedPolicies: [],
  }
  await ctx.transact(async (tx) => {
    if (await roles.find(tx, ctx.place, role.name)) throw roleExists(role.name)
    if (role.permissionsBoundary !== undefined) await requireBoundary(tx, ctx.place, role.permissionsBoundary)
    roles.put(tx, ctx.place, role)
  })
  return { Role: createdRole(role) }
})
