import { operation } from '../deps.ts'
import { requireResourceServer, resourceServers, within } from '../repository.ts'
import { distinctScopes } from '../resource-server/scopes.ts'
import { resourceServerToWire } from '../wire.ts'

/** Replaces the name and the whole list of scopes; a list left out becomes empty (documented). */
export const updateResourceServer = operation('UpdateResourceServer', async (input, _deps, ctx) => {
  const { UserPoolId, Identifier, Name, Scopes } = input
  const updated = await ctx.transact(async (tx) => {
    const server = await requireResourceServer(tx, ctx.place, UserPoolId, Identifier)
    const next = { ...server, name: Name, scopes: distinctScopes(Scopes) }
    resourceServers.put(tx, ctx.place, within(UserPoolId, Identifier), next)
    return next
  })
  return { ResourceServer: resourceServerToWire(updated) }
})
