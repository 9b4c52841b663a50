import { operation } from '../deps.ts'
import { requireClient } from '../repository.ts'
import { clientToWire } from '../wire.ts'

export const describeUserPoolClient = operation(
  'DescribeUserPoolClient',
  async ({ UserPoolId, ClientId }, { vault }, ctx) => ({
    UserPoolClient: clientToWire(await requireClient(ctx.reader, ctx.place, UserPoolId, ClientId), vault),
  }),
)
