import { operation } from '../deps.ts'
import { requirePool } from '../repository.ts'
import { countUsers } from '../users/repository.ts'
import { poolToWire } from '../wire.ts'

export const describeUserPool = operation('DescribeUserPool', async ({ UserPoolId }, _deps, ctx) => {
  const pool = await requirePool(ctx.reader, ctx.place, UserPoolId)
  return { UserPool: poolToWire(pool, ctx.place, await countUsers(ctx.reader, ctx.place, pool.id)) }
})
