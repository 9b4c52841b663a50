import type { CallContext } from '../../../kernel/operation.ts'
import type { Transaction } from '../../../kernel/transaction.ts'
import { type CloudFormationDeps, type EngineDeps, operation } from '../deps.ts'
import { missingStack, validationError } from '../errors.ts'
import { type Beginning, beginOperation, isRepeated } from '../execute/begin.ts'
import { StackWriter } from '../execute/stack-writer.ts'
import type { StackRecord } from '../records.ts'
import { findStack, keyOf, requireStack } from '../repository.ts'
import { isPaused } from '../status.ts'
import { type StackSettings, withSettings } from './current-configuration.ts'

/** Rolls back what an operation without rollback has left half-way. */
export const rollbackStack = operation('RollbackStack', async (input, deps, ctx) => {
  const { stack, operationId } = await takeBack(input, deps, ctx, (found) => {
    if (!isPaused(found.status)) throw notInState(found, 'be rolled back')
    return { ...wayBack(found), retainExceptOnCreate: input.RetainExceptOnCreate }
  })
  return { StackId: stack.id, OperationId: operationId }
})

/** Goes on with a rollback that failed, without the resources that it is told to skip, or that fail again. */
export const continueUpdateRollback = operation('ContinueUpdateRollback', async (input, deps, ctx) => {
  const { ResourcesToSkip: skip = [] } = input
  await takeBack(input, deps, ctx, async (found, tx) => {
    if (found.status !== 'UPDATE_ROLLBACK_FAILED') throw notInState(found, 'continue its rollback')
    const resources = await deps.contents.resourcesOf(tx, ctx.place, keyOf(found.id))
    const failed = resources.filter(({ status }) => status === 'UPDATE_FAILED').map(({ logicalId }) => logicalId)
    const wrong = skip.filter((logicalId) => !failed.includes(logicalId))
    if (wrong.length > 0) {
      throw validationError(`Only resources in UPDATE_FAILED can be skipped; these are not: [${wrong.join(', ')}]`)
    }
    return { ...wayBack(found), skip, forced: input.ForceRollback }
  })
  return {}
})

/** A stack that never was complete has nothing to go back to: what there is of it is deleted. */
function wayBack({ stable }: StackRecord): Pick<Beginning, 'phase' | 'status'> {
  return stable
    ? { phase: 'update-rollback', status: 'UPDATE_ROLLBACK_IN_PROGRESS' }
    : { phase: 'create-rollback', status: 'ROLLBACK_IN_PROGRESS' }
}

/** Rolls a nested stack back as a step of its parent's rollback, whatever it is at. To be started afterwards. */
export async function beginWayBack(stackId: string, deps: EngineDeps, ctx: CallContext): Promise<void> {
  await ctx.transact(async (tx) => {
    const stack = await requireStack(tx, ctx.place, stackId)
    const writer = new StackWriter(deps, tx, ctx.place, stack)
    // The change set that is being executed has failed.
    const { changeSetId } = stack.operation ?? {}
    const executed = changeSetId === undefined ? {} : { changeSetId }
    beginOperation(deps, writer, ctx, { ...wayBack(stack), ...executed, nested: true })
  })
}

/** Breaks off an update: what it has done so far is rolled back. */
export const cancelUpdateStack = operation('CancelUpdateStack', async (input, deps, ctx) => {
  await takeBack(input, deps, ctx, (found) => {
    if (found.status === 'UPDATE_IN_PROGRESS') return wayBack(found)
    throw validationError('CancelUpdateStack cannot be called from current stack status')
  })
})

async function takeBack(
  input: { readonly StackName: string; readonly ClientRequestToken?: string } & StackSettings,
  deps: CloudFormationDeps,
  ctx: CallContext,
  beginning: (stack: StackRecord, tx: Transaction) => Beginning | Promise<Beginning>,
): Promise<{ stack: StackRecord; operationId: string | undefined }> {
  const { StackName, ClientRequestToken: clientRequestToken } = input
  const result = await ctx.transact(async (tx) => {
    const stack = await requireStack(tx, ctx.place, StackName)
    if (isRepeated(stack, clientRequestToken)) return { stack, operationId: undefined }
    const begun = await beginning(stack, tx)
    const writer = new StackWriter(deps, tx, ctx.place, stack)
    writer.set(withSettings(stack, input))
    return { stack, operationId: beginOperation(deps, writer, ctx, { ...begun, clientRequestToken }) }
  })
  if (result.operationId !== undefined) deps.runner.start(ctx.place, result.stack.id)
  return result
}

function notInState({ id, status }: StackRecord, what: string) {
  return validationError(`Stack [${id}] is in ${status} state and can not ${what}.`)
}

export const updateTerminationProtection = operation('UpdateTerminationProtection', async (input, deps, ctx) => {
  const { StackName, EnableTerminationProtection } = input
  const StackId = await ctx.transact(async (tx) => {
    const stack = await findStack(tx, ctx.place, StackName)
    if (!stack || stack.status === 'DELETE_COMPLETE') throw missingStack(StackName)
    new StackWriter(deps, tx, ctx.place, stack).set({ terminationProtection: EnableTerminationProtection })
    return stack.id
  })
  return { StackId }
})
