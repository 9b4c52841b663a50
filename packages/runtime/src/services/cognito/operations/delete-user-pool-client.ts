import { deleteAttachments } from '../attachments/repository.ts'
import { operation } from '../deps.ts'
import { deleteClient, requireClient } from '../repository.ts'

export const deleteUserPoolClient = operation('DeleteUserPoolClient', async ({ UserPoolId, ClientId }, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    deleteClient(tx, ctx.place, await requireClient(tx, ctx.place, UserPoolId, ClientId))
    await deleteAttachments(tx, ctx.place, UserPoolId, ClientId)
  })
})
