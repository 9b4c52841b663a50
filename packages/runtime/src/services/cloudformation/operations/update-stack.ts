import type { UpdateStackInput } from '../../../generated/cloudformation.ts'
import type { CallContext } from '../../../kernel/operation.ts'
import { type EngineDeps, operation } from '../deps.ts'
import { missingStack, notUpdatable, validationError } from '../errors.ts'
import { beginOperation, isRepeated, keepConfiguration, onFailureOf } from '../execute/begin.ts'
import { obsoleteChangeSets, takeUpChangeSet } from '../execute/change-set-tree.ts'
import { StackWriter } from '../execute/stack-writer.ts'
import { prepare } from '../plan/prepare.ts'
import type { ChangeSetRecord, StackRecord } from '../records.ts'
import { findStack } from '../repository.ts'
import { mayBeUpdated } from '../status.ts'
import { currentConfiguration } from './current-configuration.ts'
import { planUpdate } from './plan-update.ts'
import { refuseSettings } from './refuse-settings.ts'

export const NO_UPDATES = 'No updates are to be performed.'

export const updateStack = operation('UpdateStack', async (input, deps, ctx) => {
  const { StackId, OperationId } = await beginUpdate(input, deps, ctx)
  if (OperationId !== undefined) deps.runner.start(ctx.place, StackId)
  return { StackId, OperationId }
})

/**
 * All of an update that is done before it is answered. No `OperationId`: it was begun before. `nested`: as a step of the
 * parent's update, which may go on from where an earlier one has stopped.
 */
export async function beginUpdate(
  input: UpdateStackInput,
  deps: EngineDeps,
  ctx: CallContext,
  nested?: { readonly changeSet?: ChangeSetRecord },
): Promise<{ readonly StackId: string; readonly OperationId?: string }> {
  const { StackName, ClientRequestToken } = input
  refuseSettings(input, [
    'StackPolicyBody',
    'StackPolicyURL',
    'StackPolicyDuringUpdateBody',
    'StackPolicyDuringUpdateURL',
  ])
  const onFailure = onFailureOf(input)
  const stack = await findStack(ctx.reader, ctx.place, StackName)
  const current = stack && (await currentConfiguration(deps, stack, ctx))
  if (!stack || !current) throw missingStack(StackName)
  if (isRepeated(stack, ClientRequestToken)) return { StackId: stack.id }
  const mayBegin = ({ status, operation: now }: StackRecord) => {
    return mayBeUpdated(status, onFailure) || (nested !== undefined && now?.phase === 'held')
  }
  if (!mayBegin(stack)) throw notUpdatable(stack.id, stack.status)
  const identity = { stackId: stack.id, stackName: stack.name }
  const prepared = await prepare(input, identity, current, deps, ctx)
  const { isChange, refusal } = await planUpdate(prepared, stack, current, deps, ctx)
  if (refusal !== undefined) throw validationError(refusal)
  if (!isChange) throw validationError(NO_UPDATES)

  const changeSetId = nested?.changeSet ? { changeSetId: nested.changeSet.id } : {}

  const OperationId = await ctx.transact(async (tx) => {
    const found = await findStack(tx, ctx.place, stack.id)
    if (isRepeated(found, ClientRequestToken)) return undefined
    if (!found || !mayBegin(found)) {
      throw notUpdatable(stack.id, found?.status ?? 'DELETE_COMPLETE')
    }
    const writer = new StackWriter(deps, tx, ctx.place, found)
    if (nested?.changeSet) await takeUpChangeSet(writer, nested.changeSet)
    await obsoleteChangeSets(tx, ctx.place, writer.key)
    writer.set({
      target: { ...keepConfiguration(deps, writer, prepared), ...changeSetId },
      updatedAt: deps.clock.now(),
      disableRollback: onFailure === 'DO_NOTHING',
      retainExceptOnCreate: input.RetainExceptOnCreate,
    })
    return beginOperation(deps, writer, ctx, {
      phase: 'update',
      status: 'UPDATE_IN_PROGRESS',
      clientRequestToken: ClientRequestToken,
      onFailure,
      retainExceptOnCreate: input.RetainExceptOnCreate,
      ...changeSetId,
      nested: nested !== undefined,
    })
  })
  return { StackId: stack.id, OperationId }
}
