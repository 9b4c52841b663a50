import { sorted } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { pageOf } from '../paging.ts'
import { keys } from '../repository.ts'
import { keyToWire } from '../wire.ts'

export const describeKey = operation('DescribeKey', async (input, { clock }, ctx) => ({
  KeyMetadata: keyToWire(await keys.require(ctx.reader, ctx.place, input.KeyId, clock)),
}))

export const listKeys = operation('ListKeys', async (input, { clock }, ctx) => {
  const all = sorted(await keys.list(ctx.reader, ctx.place, clock), ({ id }) => [id])
  const { items, ...page } = await pageOf('ListKeys', input, ctx, all)
  return { Keys: items.map((key) => ({ KeyId: key.id, KeyArn: key.arn })), ...page }
})
