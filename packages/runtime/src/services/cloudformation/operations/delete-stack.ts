import type { DeleteStackInput } from '../../../generated/cloudformation.ts'
import type { CallContext } from '../../../kernel/operation.ts'
import { type EngineDeps, operation } from '../deps.ts'
import { validationError } from '../errors.ts'
import { type Beginning, beginOperation, isRepeated } from '../execute/begin.ts'
import { deleteChangeSets, endReview } from '../execute/change-set-tree.ts'
import { StackWriter } from '../execute/stack-writer.ts'
import { findStack } from '../repository.ts'
import { isBusy } from '../status.ts'
import { withSettings } from './current-configuration.ts'

export const deleteStack = operation('DeleteStack', async (input, deps, ctx) => {
  const stackId = await beginDeletion(input, deps, ctx)
  if (stackId !== undefined) deps.runner.start(ctx.place, stackId)
})

/**
 * All of a deletion that is done before it is answered; gives the id of a stack that is worked on. `asNested`: as a step
 * of the parent's operation, which may find the nested stack in whatever state.
 */
export async function beginDeletion(
  input: DeleteStackInput,
  deps: EngineDeps,
  ctx: CallContext,
  asNested?: Pick<Beginning, 'onFailure'>,
): Promise<string | undefined> {
  const { StackName, ClientRequestToken, RetainResources = [] } = input
  return ctx.transact(async (tx) => {
    const stack = await findStack(tx, ctx.place, StackName)
    // A stack that is not there is gone already: no error (documented).
    if (!stack || stack.status === 'DELETE_COMPLETE' || isRepeated(stack, ClientRequestToken)) return undefined
    const root = stack.nesting && (await findStack(tx, ctx.place, stack.nesting.rootId))
    if (!asNested && (root ?? stack).terminationProtection) {
      throw validationError(`Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`)
    }
    if (stack.status === 'DELETE_IN_PROGRESS') return undefined
    // A creation may be broken off; other operations have to end first.
    if (!asNested && isBusy(stack.status) && stack.status !== 'CREATE_IN_PROGRESS') {
      throw validationError(`Stack [${stack.id}] cannot be deleted while in status ${stack.status}`)
    }
    if (RetainResources.length > 0 && stack.status !== 'DELETE_FAILED') {
      throw validationError(
        `Invalid operation on stack [${stack.id}]. When you delete a stack, specify which resources to retain only when the stack is in the DELETE_FAILED state.`,
      )
    }
    const writer = new StackWriter(deps, tx, ctx.place, stack)
    if (stack.status === 'REVIEW_IN_PROGRESS') {
      await deleteChangeSets(writer)
      endReview(writer)
      return undefined
    }
    writer.set({ ...withSettings(stack, input), deletionMode: input.DeletionMode })
    beginOperation(deps, writer, ctx, {
      phase: 'delete',
      status: 'DELETE_IN_PROGRESS',
      clientRequestToken: ClientRequestToken,
      skip: RetainResources,
      ...asNested,
      nested: asNested !== undefined,
      forced: input.DeletionMode === 'FORCE_DELETE_STACK',
      // A deletion that is called off because of an export goes back to it. What is being made has no exports yet.
      ...(isBusy(stack.status) ? {} : { statusBefore: stack.status }),
    })
    return stack.id
  })
}
