import { readPage, sorted } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { pageRequest } from '../paging.ts'
import { requireStack, stackNames, stacks } from '../repository.ts'
import { isBusy } from '../status.ts'
import { stackToWire } from '../wire/stack.ts'

/**
 * How long the answer about one stack waits for its operation to end. Clients ask again after fixed pauses (the CDK CLI
 * after five seconds), so that an answer a moment later saves a whole pause. They hear nothing else than without it.
 */
const HOLD_MS = 3_000
const STACKS_PER_PAGE = 100
const SUMMARIES_PER_PAGE = 100

export const describeStacks = operation('DescribeStacks', async (input, { contents, runner }, ctx) => {
  const toWire = (stack: Awaited<ReturnType<typeof requireStack>>) => {
    const configuration = stack.target ?? stack.stable
    const outputs = contents.openOutputs(stack.outputs)
    return stackToWire(stack, outputs, configuration && contents.openConfiguration(configuration))
  }
  if (input.StackName !== undefined) {
    const stack = await requireStack(ctx.reader, ctx.place, input.StackName)
    if (!isBusy(stack.status)) return { Stacks: [toWire(stack)] }
    await runner.whenIdle(ctx.place, stack.id, HOLD_MS)
    return { Stacks: [toWire(await requireStack(ctx.reader, ctx.place, stack.id))] }
  }
  const names = await stackNames.list(ctx.reader, ctx.place)
  const { items, next } = await readPage(
    pageRequest('DescribeStacks', input, ctx, STACKS_PER_PAGE),
    sorted(names, ({ key }) => [key]),
  )
  const found = await Promise.all(items.map(({ key }) => stacks.find(ctx.reader, ctx.place, key)))
  return { Stacks: found.flatMap((stack) => (stack ? [toWire(stack)] : [])), NextToken: next }
})

export const listStacks = operation('ListStacks', async (input, _deps, ctx) => {
  const { StackStatusFilter: filter = [] } = input
  const all = await stacks.list(ctx.reader, ctx.place)
  const wanted = all.filter(({ status }) => filter.length === 0 || filter.includes(status))
  const { items, next } = await readPage(
    pageRequest('ListStacks', input, ctx, SUMMARIES_PER_PAGE),
    sorted(wanted, ({ createdAt, id }) => [createdAt, id], 'descending'),
  )
  return {
    StackSummaries: items.map((stack) => ({
      StackId: stack.id,
      StackName: stack.name,
      TemplateDescription: (stack.target ?? stack.stable)?.description,
      CreationTime: new Date(stack.createdAt),
      LastUpdatedTime: stack.updatedAt === undefined ? undefined : new Date(stack.updatedAt),
      DeletionTime: stack.deletedAt === undefined ? undefined : new Date(stack.deletedAt),
      StackStatus: stack.status,
      StackStatusReason: stack.statusReason,
      ParentId: stack.nesting?.parentId,
      RootId: stack.nesting?.rootId,
      DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
    })),
    NextToken: next,
  }
})
