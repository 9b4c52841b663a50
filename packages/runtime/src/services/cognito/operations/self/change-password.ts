import { signedInWith } from '../../auth/access-token.ts'
import { provePassword } from '../../auth/prove-password.ts'
import { operation } from '../../deps.ts'
import { countRequest } from '../../limits/request-counts.ts'
import { wrongPassword } from '../../users/errors.ts'
import { checkHistory, checkPolicy, newPassword, withPassword } from '../../users/new-password.ts'
import { credentialsOf, putCredentials, requireUser, touchUser } from '../../users/repository.ts'

/** Other sign-ins go on (inferred). Who has no password yet leaves the previous one out (documented). */
export const changePassword = operation('ChangePassword', async (input, deps, ctx) => {
  const { AccessToken, PreviousPassword, ProposedPassword } = input
  const { place, pool, user } = await signedInWith(deps, ctx, AccessToken)
  const where = { deps, place, reader: ctx.reader, transact: ctx.transact }
  await countRequest({ ...where, pool }, 'ChangePassword', user)
  const seen = await credentialsOf(ctx.reader, place, user)
  if (PreviousPassword !== undefined) {
    await provePassword(where, user, ({ password }) => deps.passwords.matches(password?.sealed, PreviousPassword))
  } else if (seen.password) {
    throw wrongPassword()
  }
  checkPolicy(pool, ProposedPassword)
  await checkHistory(deps, pool, seen, ProposedPassword)
  const password = await newPassword(deps, pool, user.username, ProposedPassword)
  await ctx.transact(async (tx) => {
    const current = await requireUser(tx, place, pool, user.sub)
    touchUser(tx, place, current, { ...current, modifiedAt: deps.clock.now() })
    putCredentials(tx, place, current, withPassword(await credentialsOf(tx, place, current), password))
  })
  return {}
})
