import { operation } from '../deps.ts'
import { stateMachineName } from '../names.ts'
import { removeIfIdle, stateMachines } from '../repository.ts'

/** Documented: what is not there is deleted, and what has executions stays until they have come to their next state. */
export const deleteStateMachine = operation('DeleteStateMachine', async (input, _deps, ctx) => {
  const { place } = ctx
  const name = stateMachineName(input.stateMachineArn)
  await ctx.transact(async (tx) => {
    const found = await stateMachines.find(tx, place, name)
    if (found?.arn !== input.stateMachineArn || (await removeIfIdle(tx, place, name))) return
    stateMachines.put(tx, place, { ...found, status: 'DELETING' })
  })
  return {}
})
