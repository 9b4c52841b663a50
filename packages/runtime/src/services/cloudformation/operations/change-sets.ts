import { readPage, sorted } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { changeSetNotFound, missingStack, refuseNested, validationError } from '../errors.ts'
import { deleteChangeSet as deleteTree } from '../execute/change-set-tree.ts'
import { StackWriter } from '../execute/stack-writer.ts'
import { pageRequest } from '../paging.ts'
import { changeSetNames, changeSets, findChangeSet, findStack, keyOf, requireStack, within } from '../repository.ts'
import { changeSetToWire, changeToWire } from '../wire/change-set.ts'

const CHANGES_PER_PAGE = 100

function needsStackName({ ChangeSetName, StackName }: { ChangeSetName: string; StackName?: string }): void {
  if (StackName !== undefined || ChangeSetName.startsWith('arn:')) return
  throw validationError('StackName must be specified if ChangeSetName is not specified as an ARN.')
}

export const describeChangeSet = operation('DescribeChangeSet', async (input, { contents }, ctx) => {
  needsStackName(input)
  const stack = input.StackName === undefined ? undefined : await findStack(ctx.reader, ctx.place, input.StackName)
  if (input.StackName !== undefined && !stack) throw missingStack(input.StackName)
  const found = await findChangeSet(ctx.reader, ctx.place, input.ChangeSetName, stack)
  if (!found) throw changeSetNotFound(input.ChangeSetName)
  // A change set keeps the changes it was made with, so that a change keeps its place among them.
  const { items, next } = await readPage(
    pageRequest('DescribeChangeSet', input, ctx, CHANGES_PER_PAGE),
    sorted([...contents.openChanges(found).entries()], ([at]) => [at]),
  )
  const withValues = input.IncludePropertyValues ?? false
  return {
    ...changeSetToWire(found, contents.openConfiguration(found.target), withValues),
    Changes: items.map(([, change]) => changeToWire(change, withValues)),
    NextToken: next,
  }
})

export const deleteChangeSet = operation('DeleteChangeSet', async (input, deps, ctx) => {
  needsStackName(input)
  await ctx.transact(async (tx) => {
    const stack = input.StackName === undefined ? undefined : await findStack(tx, ctx.place, input.StackName)
    if (input.StackName !== undefined && !stack) throw missingStack(input.StackName)
    const found = await findChangeSet(tx, ctx.place, input.ChangeSetName, stack)
    // An unknown name on a stack that exists is no error (observed).
    if (!found) return
    refuseNested(found, 'deleted')
    const owner = await requireStack(tx, ctx.place, found.stackId)
    await deleteTree(new StackWriter(deps, tx, ctx.place, owner), found)
  })
  return {}
})

export const listChangeSets = operation('ListChangeSets', async (input, _deps, ctx) => {
  const stack = await requireStack(ctx.reader, ctx.place, input.StackName)
  const names = await changeSetNames.list(ctx.reader, ctx.place, { prefix: within(keyOf(stack.id), '') })
  const found = await Promise.all(names.map(({ key }) => changeSets.find(ctx.reader, ctx.place, key)))
  const list = found.flatMap((changeSet) => changeSet ?? [])
  const { items, next } = await readPage(
    pageRequest('ListChangeSets', input, ctx, CHANGES_PER_PAGE),
    sorted(list, ({ createdAt, id }) => [createdAt, id], 'descending'),
  )
  return {
    Summaries: items.map((changeSet) => ({
      StackId: changeSet.stackId,
      StackName: changeSet.stackName,
      ChangeSetId: changeSet.id,
      ChangeSetName: changeSet.name,
      ExecutionStatus: changeSet.executionStatus,
      Status: changeSet.status,
      StatusReason: changeSet.statusReason,
      CreationTime: new Date(changeSet.createdAt),
      Description: changeSet.description,
      IncludeNestedStacks: changeSet.includeNestedStacks,
      ParentChangeSetId: changeSet.nesting?.parentId,
      RootChangeSetId: changeSet.nesting?.rootId,
      ImportExistingResources: changeSet.importExisting || undefined,
    })),
    NextToken: next,
  }
})
