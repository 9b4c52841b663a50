import { readPage, stored } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { pageRequest } from '../paging.ts'
import { requirePool, resourceServers, within } from '../repository.ts'
import { resourceServerToWire } from '../wire.ts'

const PAGE_SIZE = 50

export const listResourceServers = operation('ListResourceServers', async (input, _deps, ctx) => {
  const { UserPoolId } = input
  await requirePool(ctx.reader, ctx.place, UserPoolId)
  const ofPool = { prefix: within(UserPoolId, '') }
  const { items, next } = await readPage(
    pageRequest('ListResourceServers', input, ctx, PAGE_SIZE),
    stored(
      (range) => resourceServers.list(ctx.reader, ctx.place, { ...ofPool, ...range }),
      ({ identifier }) => within(UserPoolId, identifier),
    ),
  )
  return { ResourceServers: items.map(resourceServerToWire), NextToken: next }
})
