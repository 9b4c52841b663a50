import type { IdentityDescription } from '../../../generated/cognito-identity.ts'
import { readPage, stored } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { noIdentity } from '../errors.ts'
import { pageRequest } from '../paging.ts'
import type { IdentityRecord } from '../records.ts'
import {
  deleteIdentity,
  identities,
  identityHomes,
  requireIdentity,
  requireIdentityPool,
  within,
} from '../repository.ts'

const MOST = 60

export const listIdentities = operation('ListIdentities', async (input, _deps, ctx) => {
  const { IdentityPoolId } = input
  await requireIdentityPool(ctx.reader, ctx.place, IdentityPoolId)
  const ofPool = { prefix: within(IdentityPoolId, '') }
  const { items, next } = await readPage(
    pageRequest('ListIdentities', input, ctx, MOST),
    stored(
      (range) => identities.list(ctx.reader, ctx.place, { ...ofPool, ...range }),
      ({ id }) => within(IdentityPoolId, id),
    ),
  )
  return { IdentityPoolId, Identities: items.map(toWire), NextToken: next }
})

export const describeIdentity = operation('DescribeIdentity', async ({ IdentityId }, _deps, ctx) => {
  const home = await identityHomes.find(ctx.reader, 'global', IdentityId)
  if (!home) throw noIdentity(IdentityId)
  return toWire(await requireIdentity(ctx.reader, ctx.place, home.poolId, IdentityId))
})

/** What is not there has been deleted already. */
export const deleteIdentities = operation('DeleteIdentities', async ({ IdentityIdsToDelete }, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    for (const id of IdentityIdsToDelete) {
      const home = await identityHomes.find(tx, 'global', id)
      const found = home && (await identities.find(tx, ctx.place, within(home.poolId, id)))
      if (found) await deleteIdentity(tx, ctx.place, found)
    }
  })
  return { UnprocessedIdentityIds: [] }
})

function toWire({ id, logins, createdAt, modifiedAt }: IdentityRecord): IdentityDescription {
  return {
    IdentityId: id,
    Logins: logins,
    CreationDate: new Date(createdAt),
    LastModifiedDate: new Date(modifiedAt),
  }
}
