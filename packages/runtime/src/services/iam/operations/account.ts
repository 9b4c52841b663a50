import { operation } from '../deps.ts'
import { noSuchUser, validationError } from '../errors.ts'

/** There are no users here: long-term keys act as their account's root. */
export const getUser = operation('GetUser', async (input, _deps, ctx) => {
  if (input.UserName !== undefined) throw noSuchUser(input.UserName)
  if (!ctx.caller.arn.endsWith(':root')) {
    throw validationError('Must specify userName when calling with non-User credentials')
  }
  return {
    User: {
      Path: '/',
      // AWS gives the account's alias or nothing here; SDKs' types want a text.
      UserName: 'root',
      UserId: ctx.place.account,
      Arn: ctx.caller.arn,
      CreateDate: new Date(0),
    },
  }
})

export const listAccountAliases = operation('ListAccountAliases', async () => ({
  AccountAliases: [],
  IsTruncated: false,
}))
