import { operation } from '../deps.ts'
import { parameterNotFound } from '../errors.ts'
import { parameters } from '../repository.ts'

/** By its name alone: an ARN names nothing here (documented: DeleteParameter, `Name`; the code is inferred). */
export const deleteParameter = operation('DeleteParameter', async (input, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    if (!(await parameters.find(tx, ctx.place, input.Name))) throw parameterNotFound()
    await parameters.delete(tx, ctx.place, input.Name)
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
