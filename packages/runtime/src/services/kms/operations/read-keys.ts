import { keyToWire } from '../model.ts'
import { pageOf } from '../paging.ts'
import { keys } from '../repository.ts'
import { operation } from './operation.ts'

export const describeKey = operation('DescribeKey', async (input, { clock }, ctx) => ({
  KeyMetadata: keyToWire(await keys.require(ctx.reader, ctx.place, input.KeyId, clock)),
}))

export const listKeys = operation('ListKeys', async (input, { clock }, ctx) => {
  const { items, ...page } = pageOf(await keys.list(ctx.reader, ctx.place, clock), input)
  return { Keys: items.map((key) => ({ KeyId: key.id, KeyArn: key.arn })), ...page }
})
