import { operation } from '../deps.ts'
import { requirePool } from '../repository.ts'
import { poolToWire } from '../wire.ts'

export const describeUserPool = operation('DescribeUserPool', async ({ UserPoolId }, _deps, ctx) => ({
  UserPool: poolToWire(await requirePool(ctx.reader, ctx.place, UserPoolId), ctx.place),
}))
