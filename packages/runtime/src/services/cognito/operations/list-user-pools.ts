import { readPage, stored } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { pageRequest } from '../paging.ts'
import { userPools } from '../repository.ts'
import { poolSummary } from '../wire.ts'

export const listUserPools = operation('ListUserPools', async (input, _deps, ctx) => {
  const { items, next } = await readPage(
    pageRequest('ListUserPools', input, ctx, input.MaxResults),
    stored(
      (range) => userPools.list(ctx.reader, ctx.place, range),
      ({ id }) => id,
    ),
  )
  return { UserPools: items.map(poolSummary), NextToken: next }
})
