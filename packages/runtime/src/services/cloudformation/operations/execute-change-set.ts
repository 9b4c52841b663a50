import { AwsError } from '../../../kernel/errors.ts'
import { operation } from '../deps.ts'
import { notUpdatable, refuseNested, validationError } from '../errors.ts'
import { beginOperation, isRepeated, onFailureOf } from '../execute/begin.ts'
import { takeUpChangeSet } from '../execute/change-set-tree.ts'
import { StackWriter } from '../execute/stack-writer.ts'
import { findStack, requireChangeSet, requireStack } from '../repository.ts'
import { mayBeUpdated } from '../status.ts'

export const executeChangeSet = operation('ExecuteChangeSet', async (input, deps, ctx) => {
  const { ChangeSetName, StackName, ClientRequestToken } = input
  if (StackName === undefined && !ChangeSetName.startsWith('arn:')) {
    throw validationError('StackName must be specified if ChangeSetName is not specified as an ARN.')
  }
  const stackId = await ctx.transact(async (tx) => {
    const named = StackName === undefined ? undefined : await requireStack(tx, ctx.place, StackName)
    if (isRepeated(named, ClientRequestToken)) return undefined
    const changeSet = await requireChangeSet(tx, ctx.place, ChangeSetName, named)
    refuseNested(changeSet, 'executed')
    const stack = await findStack(tx, ctx.place, changeSet.stackId)
    if (isRepeated(stack, ClientRequestToken)) return undefined
    if (!stack || changeSet.executionStatus !== 'AVAILABLE') {
      const { id, status, executionStatus } = changeSet
      const current = status === 'CREATE_COMPLETE' ? executionStatus : status
      throw new AwsError(
        'InvalidChangeSetStatus',
        `ChangeSet [${id}] cannot be executed in its current status of [${current}]`,
      )
    }
    if (input.DisableRollback !== undefined && changeSet.onStackFailure !== undefined) {
      throw validationError('You can specify either DisableRollback or OnStackFailure, but not both.')
    }
    const onFailure = onFailureOf({
      DisableRollback: input.DisableRollback,
      OnFailure: changeSet.onStackFailure,
      DeploymentConfig: changeSet.target.deploymentConfig,
    })
    const isCreation = stack.status === 'REVIEW_IN_PROGRESS'
    if (!isCreation && !mayBeUpdated(stack.status, onFailure)) throw notUpdatable(stack.id, stack.status)
    const writer = new StackWriter(deps, tx, ctx.place, stack)
    await takeUpChangeSet(writer, changeSet)
    writer.set({
      target: { ...changeSet.target, changeSetId: changeSet.id },
      // Also of a stack that is new (observed).
      updatedAt: deps.clock.now(),
      disableRollback: onFailure === 'DO_NOTHING',
      retainExceptOnCreate: input.RetainExceptOnCreate,
    })
    beginOperation(deps, writer, ctx, {
      phase: isCreation ? 'create' : 'update',
      status: isCreation ? 'CREATE_IN_PROGRESS' : 'UPDATE_IN_PROGRESS',
      clientRequestToken: ClientRequestToken,
      changeSetId: changeSet.id,
      onFailure,
      retainExceptOnCreate: input.RetainExceptOnCreate,
      importExisting: changeSet.importExisting,
    })
    return stack.id
  })
  if (stackId !== undefined) deps.runner.start(ctx.place, stackId)
  return {}
})
