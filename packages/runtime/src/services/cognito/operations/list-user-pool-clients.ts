import { readPage, stored } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { pageRequest } from '../paging.ts'
import { clients, requirePool, within } from '../repository.ts'

const PAGE_SIZE = 60

export const listUserPoolClients = operation('ListUserPoolClients', async (input, _deps, ctx) => {
  const { UserPoolId, ClientType } = input
  await requirePool(ctx.reader, ctx.place, UserPoolId)
  // Clients that registered themselves would be of another type; registration is not emulated.
  if (ClientType === 'DCR') return { UserPoolClients: [] }
  const ofPool = { prefix: within(UserPoolId, '') }
  const { items, next } = await readPage(
    pageRequest('ListUserPoolClients', input, ctx, PAGE_SIZE),
    stored(
      (range) => clients.list(ctx.reader, ctx.place, { ...ofPool, ...range }),
      ({ id }) => within(UserPoolId, id),
    ),
  )
  return {
    UserPoolClients: items.map(({ id, poolId, name }) => ({ ClientId: id, UserPoolId: poolId, ClientName: name })),
    NextToken: next,
  }
})
