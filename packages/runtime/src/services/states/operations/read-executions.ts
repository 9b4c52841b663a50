import { notEmulated } from '../../../kernel/errors.ts'
import { readPage, sorted } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { missingRequiredParameter, stateMachineTypeNotSupported } from '../errors.ts'
import { PAGE_SIZE, pageRequest } from '../paging.ts'
import { executions, stateMachines } from '../repository.ts'
import { executionItem, executionToWire } from '../wire.ts'

export const describeExecution = operation('DescribeExecution', async (input, { vault }, ctx) => {
  const execution = executionToWire(await executions.require(ctx.reader, ctx.place, input.executionArn), vault)
  if (input.includedData !== 'METADATA_ONLY') return execution
  const { input: _input, output: _output, error: _error, cause: _cause, ...metadata } = execution
  return { ...metadata, inputDetails: { included: false } }
})

/** Documented: the youngest first. */
export const listExecutions = operation('ListExecutions', async (input, _deps, ctx) => {
  if (input.mapRunArn !== undefined) throw notEmulated('Executions of a map run (mapRunArn)')
  if (input.stateMachineArn === undefined) {
    throw missingRequiredParameter('Must provide a StateMachine ARN or MapRun ARN')
  }
  const machine = await stateMachines.require(ctx.reader, ctx.place, input.stateMachineArn)
  if (machine.type === 'EXPRESS') throw stateMachineTypeNotSupported()
  const { statusFilter, redriveFilter } = input
  const all = await executions.listOf(ctx.reader, ctx.place, machine.name)
  // None is ever redriven.
  const found = redriveFilter === 'REDRIVEN' ? [] : all.filter(({ status }) => status === (statusFilter ?? status))
  const { items, next } = await readPage(
    pageRequest('ListExecutions', { ...input, maxResults: input.maxResults || PAGE_SIZE }, ctx, PAGE_SIZE),
    sorted(found, ({ startedAt, name }) => [startedAt, name], 'descending'),
  )
  return { executions: items.map(executionItem), nextToken: next }
})
