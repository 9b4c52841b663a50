import { globalArnOf } from '../../../kernel/arn.ts'
import { isAwsError, notEmulated } from '../../../kernel/errors.ts'
import type { CallContext } from '../../../kernel/operation.ts'
import { parseRoleArn, type RoleReference, sessionCredentials, standInRoleId } from '../credentials.ts'
import { operation } from '../deps.ts'
import { invalidRoleArn, validationError } from '../errors.ts'
import { sessionPermissions } from './session-permissions.ts'
import { checkSessionPolicy } from './session-policy.ts'
import { checkSessionTags } from './session-tags.ts'

const DEFAULT_DURATION_SECONDS = 3600
/** A role assumed with the credentials of another role gets an hour at most. */
const CHAINED_DURATION_SECONDS = 3600

/**
 * Any role of any account can be assumed, also one that was never created: trust policies are not evaluated, and
 * stacks deployed without the bootstrap stack still name its roles. What a role does say (its id and the longest
 * session) is honored.
 */
export const assumeRole = operation('AssumeRole', async (input, deps, ctx) => {
  const role = parseRoleArn(input.RoleArn)
  if (!role) throw invalidRoleArn(input.RoleArn)
  if (input.SerialNumber !== undefined || input.TokenCode !== undefined) throw notEmulated('AssumeRole with MFA')
  if (input.ProvidedContexts?.length) throw notEmulated('AssumeRole with contexts (ProvidedContexts)')
  const transitiveTagKeys = checkSessionTags(input, ctx.caller.transitiveTagKeys)
  const packedSize = checkSessionPolicy(input)

  const duration = input.DurationSeconds ?? DEFAULT_DURATION_SECONDS
  if (duration > CHAINED_DURATION_SECONDS && ctx.caller.arn.includes(':assumed-role/')) {
    throw validationError(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    )
  }
  const known = await findRole(role, ctx)
  if (known?.MaxSessionDuration !== undefined && duration > known.MaxSessionDuration) {
    throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.')
  }

  const roleId = known?.RoleId ?? standInRoleId(input.RoleArn)
  const userId = `${roleId}:${input.RoleSessionName}`
  const resource = `assumed-role/${role.roleName}/${input.RoleSessionName}`
  const permissions = sessionPermissions(input)
  const session = { account: role.account, userId, resource, transitiveTagKeys, ...(permissions && { permissions }) }
  return {
    Credentials: sessionCredentials(session, duration, deps),
    AssumedRoleUser: {
      AssumedRoleId: userId,
      Arn: globalArnOf('sts', { account: role.account, region: ctx.place.region }, resource),
    },
    PackedPolicySize: packedSize,
    SourceIdentity: input.SourceIdentity,
  }
})

/** Only the caller's own account can be asked. */
async function findRole(role: RoleReference, ctx: CallContext) {
  if (role.account !== ctx.place.account) return undefined
  try {
    return (await ctx.call('iam', 'GetRole', { RoleName: role.roleName })).Role
  } catch (error) {
    if (isAwsError(error, 'NoSuchEntity', 'ValidationError')) return undefined
    throw error
  }
}
