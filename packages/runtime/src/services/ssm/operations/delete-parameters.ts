import { parameters } from '../repository.ts'
import { operation } from './operation.ts'

export const deleteParameter = operation('DeleteParameter', async (input, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const { name } = await parameters.require(tx, ctx.place, input.Name)
    await parameters.delete(tx, ctx.place, name)
  })
  return {}
})

/** What is not there is listed, not refused. */
export const deleteParameters = operation('DeleteParameters', async (input, _deps, ctx) => {
  const DeletedParameters: string[] = []
  const InvalidParameters: string[] = []
  await ctx.transact(async (tx) => {
    for (const name of new Set(input.Names)) {
      const found = await parameters.find(tx, ctx.place, name)
      if (found) await parameters.delete(tx, ctx.place, name)
      const list = found ? DeletedParameters : InvalidParameters
      list.push(name)
    }
  })
  return { DeletedParameters, InvalidParameters }
})
