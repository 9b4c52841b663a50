import { operation } from '../deps.ts'
import { requireResourceServer, resourceServers, within } from '../repository.ts'

/** Clients keep the names of the scopes that go with it, without effect until it is made again (documented). */
export const deleteResourceServer = operation(
  'DeleteResourceServer',
  async ({ UserPoolId, Identifier }, _deps, ctx) => {
    await ctx.transact(async (tx) => {
      await requireResourceServer(tx, ctx.place, UserPoolId, Identifier)
      resourceServers.delete(tx, ctx.place, within(UserPoolId, Identifier))
    })
  },
)
