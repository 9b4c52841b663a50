import { operation } from '../../deps.ts'
import { requirePool } from '../../repository.ts'
import { requireUser } from '../../users/repository.ts'
import { userDetails } from '../../users/wire.ts'

export const adminGetUser = operation('AdminGetUser', async ({ UserPoolId, Username }, _deps, ctx) => {
  const pool = await requirePool(ctx.reader, ctx.place, UserPoolId)
  return userDetails(await requireUser(ctx.reader, ctx.place, pool, Username))
})
