import { globalArnOf } from '../../../kernel/arn.ts'
import { sessionCredentials } from '../credentials.ts'
import { operation } from '../deps.ts'
import { ROOT_SESSION_LIMIT_SECONDS, refuseSessions } from './get-session-token.ts'
import { sessionPermissions } from './session-permissions.ts'
import { checkSessionPolicy } from './session-policy.ts'
import { checkSessionTags } from './session-tags.ts'

export const getFederationToken = operation('GetFederationToken', async (input, deps, ctx) => {
  refuseSessions('GetFederationToken', ctx)
  checkSessionTags(input)
  const packedSize = checkSessionPolicy(input)
  const { account } = ctx.place
  const userId = `${account}:${input.Name}`
  const resource = `federated-user/${input.Name}`
  const duration = Math.min(input.DurationSeconds ?? ROOT_SESSION_LIMIT_SECONDS, ROOT_SESSION_LIMIT_SECONDS)
  const permissions = sessionPermissions(input)
  return {
    Credentials: sessionCredentials({ account, userId, resource, ...(permissions && { permissions }) }, duration, deps),
    FederatedUser: { FederatedUserId: userId, Arn: globalArnOf('sts', ctx.place, resource) },
    // Unlike AssumeRole, it says so when there is nothing to pack (recorded).
    PackedPolicySize: packedSize ?? 0,
  }
})
