import { operation } from '../deps.ts'
import { readPage } from '../paging.ts'
import { clients, requirePool, within } from '../repository.ts'

const DEFAULT_PAGE = 60

export const listUserPoolClients = operation('ListUserPoolClients', async (input, _deps, ctx) => {
  const { UserPoolId, MaxResults = DEFAULT_PAGE, NextToken, ClientType } = input
  await requirePool(ctx.reader, ctx.place, UserPoolId)
  // Clients that registered themselves would be of another type; registration is not emulated.
  if (ClientType === 'DCR') return { UserPoolClients: [] }
  const page = { place: ctx.place, prefix: within(UserPoolId, ''), limit: MaxResults, token: NextToken }
  const { items, nextToken } = await readPage(ctx.reader, clients, ({ id }) => within(UserPoolId, id), page)
  return {
    UserPoolClients: items.map(({ id, poolId, name }) => ({ ClientId: id, UserPoolId: poolId, ClientName: name })),
    NextToken: nextToken,
  }
})
