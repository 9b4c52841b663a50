import type { CallContext } from '../../../../kernel/operation.ts'
import { endFamilies } from '../../auth/token-families.ts'
import { type CognitoDeps, operation } from '../../deps.ts'
import { requirePool } from '../../repository.ts'
import { postConfirmation } from '../../triggers/sign-up.ts'
import { cannotBeConfirmed } from '../../users/errors.ts'
import type { UserRecord } from '../../users/records.ts'
import { forgetUser } from '../../users/remove.ts'
import { requireUser, touchUser } from '../../users/repository.ts'

type Named = { readonly UserPoolId: string; readonly Username: string }

async function change(
  { UserPoolId, Username }: Named,
  { clock }: CognitoDeps,
  ctx: CallContext,
  changed: (user: UserRecord) => Partial<UserRecord>,
) {
  return ctx.transact(async (tx) => {
    const pool = await requirePool(tx, ctx.place, UserPoolId)
    const before = await requireUser(tx, ctx.place, pool, Username)
    const user = { ...before, ...changed(before), modifiedAt: clock.now() }
    touchUser(tx, ctx.place, before, user)
    return { pool, user }
  })
}

export const adminDeleteUser = operation('AdminDeleteUser', async ({ UserPoolId, Username }, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const pool = await requirePool(tx, ctx.place, UserPoolId)
    await forgetUser(tx, ctx.place, pool, await requireUser(tx, ctx.place, pool, Username))
  })
})

export const adminEnableUser = operation('AdminEnableUser', async (input, deps, ctx) => {
  await change(input, deps, ctx, () => ({ enabled: true }))
  return {}
})

/** Nobody signs in as such a user, and their tokens are revoked (observed). */
export const adminDisableUser = operation('AdminDisableUser', async ({ UserPoolId, Username }, deps, ctx) => {
  await ctx.transact(async (tx) => {
    const pool = await requirePool(tx, ctx.place, UserPoolId)
    const user = await requireUser(tx, ctx.place, pool, Username)
    const now = deps.clock.now()
    await endFamilies(tx, ctx.place, user)
    touchUser(tx, ctx.place, user, { ...user, enabled: false, signedOutAt: now, modifiedAt: now })
  })
  return {}
})

/** Verifies no attribute (documented). */
export const adminConfirmSignUp = operation('AdminConfirmSignUp', async (input, deps, ctx) => {
  const { pool, user } = await change(input, deps, ctx, ({ status }) => {
    if (status !== 'UNCONFIRMED') throw cannotBeConfirmed(status)
    return { status: 'CONFIRMED' }
  })
  await postConfirmation({ deps, place: ctx.place, pool, metadata: input.ClientMetadata }, 'ConfirmSignUp', user)
  return {}
})
