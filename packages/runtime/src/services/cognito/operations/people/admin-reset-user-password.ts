import { operation } from '../../deps.ts'
import { sending } from '../../messages/message-transaction.ts'
import { requirePool } from '../../repository.ts'
import { checkCanBeReset, recoveryChannel } from '../../users/recovery.ts'
import { requireUser, touchUser } from '../../users/repository.ts'
import { sendCode } from '../../users/verification.ts'

/** The user has to choose another password, with a code that is sent at once. */
export const adminResetUserPassword = operation('AdminResetUserPassword', async (input, deps, ctx) => {
  const pool = await requirePool(ctx.reader, ctx.place, input.UserPoolId)
  const scene = { deps, place: ctx.place, pool, transact: ctx.transact, metadata: input.ClientMetadata }
  await sending(scene, async (tx) => {
    const user = await requireUser(tx, ctx.place, pool, input.Username)
    checkCanBeReset(user)
    const attribute = recoveryChannel(pool, user)
    const after = { ...user, status: 'RESET_REQUIRED', modifiedAt: deps.clock.now() } as const
    touchUser(tx, ctx.place, user, after)
    await sendCode(tx, deps, ctx.place, { pool, user: after, purpose: 'reset', kind: 'ForgotPassword', attribute })
  })
  return {}
})
