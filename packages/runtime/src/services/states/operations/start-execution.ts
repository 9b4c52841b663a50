import { uuid } from '../../../kernel/ids.ts'
import { readDefinition } from '../definition/read-definition.ts'
import { operation } from '../deps.ts'
import { executionAlreadyExists, stateMachineDeleting } from '../errors.ts'
import { entering } from '../execution/transitions.ts'
import { checkName, executionArn } from '../names.ts'
import { contentOf, type ExecutionContent, type ExecutionRecord } from '../records.ts'
import { executions, idOf, stateMachines } from '../repository.ts'
import { readInput } from './execution-input.ts'
import { expressExecution } from './express-execution.ts'

export const startExecution = operation('StartExecution', async (input, deps, ctx) => {
  const { clock, random, vault, runner, express } = deps
  const { place } = ctx
  const text = input.input ?? '{}'
  const name = input.name ?? uuid(random)
  checkName(name)
  const value = readInput(text)
  const machine = await stateMachines.require(ctx.reader, place, input.stateMachineArn)
  if (machine.type === 'EXPRESS') {
    const { arn, startedAt, definition, begun } = expressExecution(machine, name, value, place, deps)
    express.begin(definition, begun)
    return { executionArn: arn, startDate: new Date(startedAt) }
  }
  const record = await ctx.transact(async (tx) => {
    const machine = await stateMachines.require(tx, place, input.stateMachineArn)
    if (machine.status === 'DELETING') throw stateMachineDeleting(machine.arn)
    const found = await executions.find(tx, place, idOf({ stateMachine: machine.name, name }))
    if (found) {
      // Documented: the same once more is no error while it runs.
      if (found.status === 'RUNNING' && contentOf(vault.open(found.content)).input === text) return found
      throw executionAlreadyExists(found.arn)
    }
    const now = clock.now()
    const definition = vault.open(machine.definition)
    const { startAt } = readDefinition(definition)
    const content: ExecutionContent = { definition, input: text, position: entering(startAt, value, now) }
    const begun: ExecutionRecord = {
      arn: executionArn(place, machine.name, name),
      name,
      stateMachine: machine.name,
      stateMachineArn: machine.arn,
      status: 'RUNNING',
      startedAt: now,
      ...(input.traceHeader !== undefined && { traceHeader: input.traceHeader }),
      content: vault.seal(JSON.stringify(content)),
    }
    executions.put(tx, place, begun)
    return begun
  })
  runner.begin(place, idOf(record))
  return { executionArn: record.arn, startDate: new Date(record.startedAt) }
})
