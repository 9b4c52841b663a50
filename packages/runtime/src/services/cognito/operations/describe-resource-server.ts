import { operation } from '../deps.ts'
import { requireResourceServer } from '../repository.ts'
import { resourceServerToWire } from '../wire.ts'

export const describeResourceServer = operation(
  'DescribeResourceServer',
  async ({ UserPoolId, Identifier }, _deps, ctx) => ({
    ResourceServer: resourceServerToWire(await requireResourceServer(ctx.reader, ctx.place, UserPoolId, Identifier)),
  }),
)
