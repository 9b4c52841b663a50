import type { CallContext } from '../../../kernel/operation.ts'
import { type CloudFormationDeps, operation } from '../deps.ts'
import { validationError } from '../errors.ts'
import { type Beginning, beginOperation, isRepeated } from '../execute/begin.ts'
import { StackWriter } from '../execute/stack-writer.ts'
import type { StackRecord, StackStatus } from '../records.ts'
import { findStack, requireStack } from '../repository.ts'

/** Rolls back what an operation without rollback has left half-way. */
export const rollbackStack = operation('RollbackStack', async (input, deps, ctx) => {
  const { stack, operationId } = await takeBack(input, deps, ctx, ['CREATE_FAILED', 'UPDATE_FAILED'], (found) => ({
    ...(found.stable
      ? { phase: 'update-rollback', status: 'UPDATE_ROLLBACK_IN_PROGRESS' }
      : { phase: 'create-rollback', status: 'ROLLBACK_IN_PROGRESS' }),
    retainExceptOnCreate: input.RetainExceptOnCreate,
  }))
  return { StackId: stack.id, OperationId: operationId }
})

/** Goes on with a rollback that failed, without the resources that it is told to skip. */
export const continueUpdateRollback = operation('ContinueUpdateRollback', async (input, deps, ctx) => {
  await takeBack(input, deps, ctx, ['UPDATE_ROLLBACK_FAILED'], () => ({
    phase: 'update-rollback',
    status: 'UPDATE_ROLLBACK_IN_PROGRESS',
    skip: input.ResourcesToSkip,
  }))
  return {}
})

/** Breaks off an update: what it has done so far is rolled back. */
export const cancelUpdateStack = operation('CancelUpdateStack', async (input, deps, ctx) => {
  await takeBack(input, deps, ctx, ['UPDATE_IN_PROGRESS'], () => ({
    phase: 'update-rollback',
    status: 'UPDATE_ROLLBACK_IN_PROGRESS',
  }))
})

async function takeBack(
  input: { readonly StackName: string; readonly ClientRequestToken?: string },
  deps: CloudFormationDeps,
  ctx: CallContext,
  from: readonly StackStatus[],
  beginning: (stack: StackRecord) => Beginning,
): Promise<{ stack: StackRecord; operationId: string | undefined }> {
  const { StackName, ClientRequestToken: clientRequestToken } = input
  const result = await ctx.transact(async (tx) => {
    const stack = await requireStack(tx, ctx.place, StackName)
    if (isRepeated(stack, clientRequestToken)) return { stack, operationId: undefined }
    if (!from.includes(stack.status)) {
      throw validationError(`Stack [${stack.id}] is in ${stack.status} state and can not be rolled back.`)
    }
    const writer = new StackWriter(deps, tx, ctx.place, stack)
    const operationId = beginOperation(deps, writer, ctx, { ...beginning(stack), clientRequestToken })
    return { stack, operationId }
  })
  if (result.operationId !== undefined) deps.runner.start(ctx.place, result.stack.id)
  return result
}

export const updateTerminationProtection = operation('UpdateTerminationProtection', async (input, deps, ctx) => {
  const { StackName, EnableTerminationProtection } = input
  const StackId = await ctx.transact(async (tx) => {
    const stack = await findStack(tx, ctx.place, StackName)
    if (!stack || stack.status === 'DELETE_COMPLETE') throw validationError(`Stack [${StackName}] does not exist`)
    new StackWriter(deps, tx, ctx.place, stack).set({ terminationProtection: EnableTerminationProtection })
    return stack.id
  })
  return { StackId }
})
