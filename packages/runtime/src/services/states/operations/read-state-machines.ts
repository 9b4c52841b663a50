import { readPage, stored } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { PAGE_SIZE, pageRequest } from '../paging.ts'
import { stateMachines } from '../repository.ts'
import { stateMachineItem, stateMachineToWire } from '../wire.ts'

export const describeStateMachine = operation('DescribeStateMachine', async (input, { vault }, ctx) => {
  const machine = stateMachineToWire(await stateMachines.require(ctx.reader, ctx.place, input.stateMachineArn), vault)
  if (input.includedData !== 'METADATA_ONLY') return machine
  // Documented: the definition is then an empty one.
  return { ...machine, definition: '{}' }
})

export const listStateMachines = operation('ListStateMachines', async (input, _deps, ctx) => {
  const { items, next } = await readPage(
    pageRequest('ListStateMachines', { ...input, maxResults: input.maxResults || PAGE_SIZE }, ctx, PAGE_SIZE),
    stored(
      (range) => stateMachines.list(ctx.reader, ctx.place, range),
      ({ name }) => name,
    ),
  )
  return { stateMachines: items.map(stateMachineItem), nextToken: next }
})
