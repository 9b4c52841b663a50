import type { CreateStackInput } from '../../../generated/cloudformation.ts'
import { AwsError } from '../../../kernel/errors.ts'
import type { CallContext } from '../../../kernel/operation.ts'
import { type EngineDeps, operation } from '../deps.ts'
import { validationError } from '../errors.ts'
import { beginOperation, isRepeated, keepConfiguration, newStack, onFailureOf, putNewStack } from '../execute/begin.ts'
import { obsoleteChangeSets, takeUpChangeSet } from '../execute/change-set-tree.ts'
import { StackWriter } from '../execute/stack-writer.ts'
import { newStackId } from '../names.ts'
import { prepare } from '../plan/prepare.ts'
import type { ChangeSetRecord, Nesting } from '../records.ts'
import { findStack, requireStack } from '../repository.ts'
import { planUpdate } from './plan-update.ts'
import { refuseSettings } from './refuse-settings.ts'

export const createStack = operation('CreateStack', async (input, deps, ctx) => {
  const { StackId, OperationId } = await beginCreation(input, deps, ctx)
  if (OperationId !== undefined) deps.runner.start(ctx.place, StackId)
  return { StackId, OperationId }
})

/** All of a creation that is done before it is answered. No `OperationId`: it was begun before. */
export async function beginCreation(
  input: CreateStackInput,
  deps: EngineDeps,
  ctx: CallContext,
  nested?: { readonly nesting: Nesting; readonly changeSet?: ChangeSetRecord },
): Promise<{ readonly StackId: string; readonly OperationId?: string }> {
  const { StackName, ClientRequestToken } = input
  refuseSettings(input, ['StackPolicyBody', 'StackPolicyURL'])
  if (input.DisableRollback !== undefined && input.OnFailure !== undefined) {
    throw validationError('You can specify either DisableRollback or OnFailure, but not both.')
  }
  const before = await findStack(ctx.reader, ctx.place, StackName)
  if (before && isRepeated(before, ClientRequestToken)) return { StackId: before.id }
  if (before && before.status !== 'REVIEW_IN_PROGRESS') throw stackExists(StackName)
  const stackId = before?.id ?? newStackId(ctx.place, StackName, deps.clock, deps.random)
  const prepared = await prepare(input, { stackId, stackName: StackName }, undefined, deps, ctx)
  // Not for its result: what the template resolves to is refused now if it is too much, not when half of it is made.
  await planUpdate(prepared, undefined, undefined, deps, ctx)

  const changeSetId = nested?.changeSet ? { changeSetId: nested.changeSet.id } : {}

  const OperationId = await ctx.transact(async (tx) => {
    const found = await findStack(tx, ctx.place, StackName)
    if (isRepeated(found, ClientRequestToken)) return undefined
    if (found && (found.status !== 'REVIEW_IN_PROGRESS' || found.id !== stackId)) throw stackExists(StackName)
    const writer = new StackWriter(deps, tx, ctx.place, found ?? newStack(stackId, StackName, deps.clock.now()))
    putNewStack(writer)
    if (nested?.changeSet) await takeUpChangeSet(writer, nested.changeSet)
    await obsoleteChangeSets(tx, ctx.place, writer.key)
    const onFailure = onFailureOf(input)
    writer.set({
      target: { ...keepConfiguration(deps, writer, prepared), ...changeSetId },
      disableRollback: onFailure === 'DO_NOTHING',
      retainExceptOnCreate: input.RetainExceptOnCreate,
      ...(nested ? { nesting: nested.nesting } : {}),
      terminationProtection: input.EnableTerminationProtection ?? false,
    })
    return beginOperation(deps, writer, ctx, {
      phase: 'create',
      status: 'CREATE_IN_PROGRESS',
      clientRequestToken: ClientRequestToken,
      onFailure,
      retainExceptOnCreate: input.RetainExceptOnCreate,
      ...changeSetId,
      nested: nested !== undefined,
    })
  })
  if (OperationId === undefined) return { StackId: (await requireStack(ctx.reader, ctx.place, StackName)).id }
  return { StackId: stackId, OperationId }
}

export function stackExists(name: string): AwsError {
  return new AwsError('AlreadyExistsException', `Stack [${name}] already exists`)
}
