import { operation } from '../../deps.ts'
import { requirePool } from '../../repository.ts'
import { checkHistory, checkPolicy, newPassword, withPassword } from '../../users/new-password.ts'
import { credentialsOf, putCredentials, requireUser, touchUser } from '../../users/repository.ts'

/** Unless it is permanent, the password has to be changed at the next sign-in. */
export const adminSetUserPassword = operation(
  'AdminSetUserPassword',
  async ({ UserPoolId, Username, Password, Permanent = false }, deps, ctx) => {
    const pool = await requirePool(ctx.reader, ctx.place, UserPoolId)
    const found = await requireUser(ctx.reader, ctx.place, pool, Username)
    checkPolicy(pool, Password)
    const before = await credentialsOf(ctx.reader, ctx.place, found)
    await checkHistory(deps, pool, before, Password)
    const password = await newPassword(deps, pool, found.username, Password, { temporary: !Permanent })
    await ctx.transact(async (tx) => {
      const user = await requireUser(tx, ctx.place, pool, Username)
      const status = Permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD'
      touchUser(tx, ctx.place, user, { ...user, status, modifiedAt: deps.clock.now() })
      putCredentials(tx, ctx.place, user, withPassword(await credentialsOf(tx, ctx.place, user), password))
    })
    return {}
  },
)
