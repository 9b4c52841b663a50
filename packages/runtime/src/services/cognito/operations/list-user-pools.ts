import { operation } from '../deps.ts'
import { readPage } from '../paging.ts'
import { userPools } from '../repository.ts'
import { poolSummary } from '../wire.ts'

export const listUserPools = operation('ListUserPools', async ({ MaxResults, NextToken }, _deps, ctx) => {
  const page = { place: ctx.place, prefix: '', limit: MaxResults, token: NextToken }
  const { items, nextToken } = await readPage(ctx.reader, userPools, ({ id }) => id, page)
  return { UserPools: items.map(poolSummary), NextToken: nextToken }
})
