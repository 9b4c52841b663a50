import { operation } from '../deps.ts'
import { invalidParameter } from '../errors.ts'
import { requireRoom } from '../limits/resource-quotas.ts'
import type { ResourceServerRecord } from '../records.ts'
import { requirePool, resourceServers, within } from '../repository.ts'
import { distinctScopes } from '../resource-server/scopes.ts'
import { resourceServerToWire } from '../wire.ts'

export const createResourceServer = operation('CreateResourceServer', async (input, { quotas }, ctx) => {
  const server: ResourceServerRecord = {
    poolId: input.UserPoolId,
    identifier: input.Identifier,
    name: input.Name,
    scopes: distinctScopes(input.Scopes),
  }
  await ctx.transact(async (tx) => {
    const pool = await requirePool(tx, ctx.place, server.poolId)
    const id = within(pool.id, server.identifier)
    if (await resourceServers.find(tx, ctx.place, id)) {
      // Wording inferred.
      throw invalidParameter(`${server.identifier} already exists in user pool ${pool.id}.`)
    }
    await requireRoom(quotas, 'resourceServers', (limit) =>
      resourceServers.list(tx, ctx.place, { prefix: within(pool.id, ''), limit }),
    )
    resourceServers.put(tx, ctx.place, id, server)
  })
  return { ResourceServer: resourceServerToWire(server) }
})
