import { operation } from '../deps.ts'
import { readPage } from '../paging.ts'
import { requirePool, resourceServers, within } from '../repository.ts'
import { resourceServerToWire } from '../wire.ts'

const DEFAULT_PAGE = 50

export const listResourceServers = operation('ListResourceServers', async (input, _deps, ctx) => {
  const { UserPoolId, MaxResults = DEFAULT_PAGE, NextToken } = input
  await requirePool(ctx.reader, ctx.place, UserPoolId)
  const page = { place: ctx.place, prefix: within(UserPoolId, ''), limit: MaxResults, token: NextToken }
  const idOf = ({ identifier }: { identifier: string }) => within(UserPoolId, identifier)
  const { items, nextToken } = await readPage(ctx.reader, resourceServers, idOf, page)
  return { ResourceServers: items.map(resourceServerToWire), NextToken: nextToken }
})
