import { accountOfAccessKey } from '../../../kernel/session.ts'
import { operation } from '../deps.ts'

export const getCallerIdentity = operation('GetCallerIdentity', async (_input, _deps, ctx) => ({
  UserId: ctx.caller.userId,
  Account: ctx.place.account,
  Arn: ctx.caller.arn,
}))

export const getAccessKeyInfo = operation('GetAccessKeyInfo', async (input) => ({
  Account: accountOfAccessKey(input.AccessKeyId),
}))
