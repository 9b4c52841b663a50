import { pagingOf, readPage, stored } from '../../../../kernel/paging.ts'
import { operation } from '../../deps.ts'
import { invalidParameter } from '../../errors.ts'
import { requirePool, within } from '../../repository.ts'
import { readFilter } from '../../users/filter.ts'
import { foldedValue } from '../../users/names.ts'
import type { UserRecord } from '../../users/records.ts'
import { searchIndex, users } from '../../users/repository.ts'
import { searchPrefix } from '../../users/search.ts'
import { userToWire } from '../../users/wire.ts'

const PAGE_SIZE = 60

const pageRequest = pagingOf({
  token: 'PaginationToken',
  limit: 'Limit',
  refused: () => invalidParameter('Invalid pagination token given.'),
})

/** In the order in which they came, or in that of the attribute that is searched by: a page costs what it holds. */
export const listUsers = operation('ListUsers', async (input, _deps, ctx) => {
  const { UserPoolId, AttributesToGet, Filter } = input
  const pool = await requirePool(ctx.reader, ctx.place, UserPoolId)
  const filter = readFilter(Filter)
  // Zero stands for the default (inferred).
  const request = pageRequest('ListUsers', { ...input, Limit: input.Limit || PAGE_SIZE }, ctx, PAGE_SIZE)
  if (!filter) {
    const prefix = within(UserPoolId, '')
    const { items, next } = await readPage(
      request,
      stored(
        (range) => users.list(ctx.reader, ctx.place, { prefix, ...range }),
        ({ key }) => within(UserPoolId, key),
      ),
    )
    return { Users: items.map((user) => userToWire(user, AttributesToGet)), PaginationToken: next }
  }
  const value = foldedValue(pool, filter.attribute, filter.value)
  const prefix = searchPrefix(UserPoolId, filter.attribute, value, filter.exact)
  const kind = { kind: searchIndex.kind, place: searchIndex.key(ctx.place, '').place, prefix }
  const { items, next } = await readPage(
    request,
    stored(
      ({ after, limit }) => ctx.reader.list<{ key: string }>({ ...kind, limit, ...(after !== undefined && { after }) }),
      ({ key }) => key.id,
    ),
  )
  const found = await Promise.all(
    items.map(({ value }) => users.find(ctx.reader, ctx.place, within(UserPoolId, value.key))),
  )
  const present = found.filter((user): user is UserRecord => user !== undefined)
  return { Users: present.map((user) => userToWire(user, AttributesToGet)), PaginationToken: next }
})
