import { operation } from '../deps.ts'
import { ended } from '../execution/runner.ts'
import { contentOf } from '../records.ts'
import { executions, idOf, removeIfIdle, stateMachines } from '../repository.ts'

/** One that has ended stays as it is. A function that is under way runs on, as on AWS. */
export const stopExecution = operation('StopExecution', async (input, { clock, vault, runner }, ctx) => {
  const { place } = ctx
  const { error, cause } = input
  const stopped = await ctx.transact(async (tx) => {
    const found = await executions.require(tx, place, input.executionArn)
    if (found.status !== 'RUNNING') return found
    const end = {
      status: 'ABORTED',
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
    } as const
    const record = ended(found, contentOf(vault.open(found.content)), end, clock.now(), vault)
    executions.put(tx, place, record)
    const machine = await stateMachines.find(tx, place, found.stateMachine)
    if (machine?.status !== 'ACTIVE') await removeIfIdle(tx, place, found.stateMachine)
    return record
  })
  runner.leave(place, idOf(stopped))
  return { stopDate: new Date(stopped.stoppedAt ?? clock.now()) }
})
