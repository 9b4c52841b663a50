import { operation } from '../deps.ts'
import { repositories } from '../repository.ts'
import { repositoryToWire } from '../wire.ts'

/** A repository is always empty here, so `force` has nothing to force. */
export const deleteRepository = operation('DeleteRepository', async (input, _deps, ctx) => {
  const repository = await ctx.transact(async (tx) => {
    const found = await repositories.require(tx, ctx.place, input.repositoryName, input.registryId)
    repositories.delete(tx, ctx.place, found.name)
    return found
  })
  return { repository: repositoryToWire(repository) }
})
