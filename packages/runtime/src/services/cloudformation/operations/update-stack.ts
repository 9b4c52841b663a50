import { operation } from '../deps.ts'
import { missingStack, notUpdatable, validationError } from '../errors.ts'
import { beginOperation, isRepeated, keepConfiguration, onFailureOf } from '../execute/begin.ts'
import { StackWriter } from '../execute/stack-writer.ts'
import { prepare } from '../plan/prepare.ts'
import { findStack, obsoleteChangeSets } from '../repository.ts'
import { mayBeUpdated } from '../status.ts'
import { currentConfiguration } from './current-configuration.ts'
import { planUpdate } from './plan-update.ts'
import { refuseSettings } from './refuse-settings.ts'

export const updateStack = operation('UpdateStack', async (input, deps, ctx) => {
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
  if (!mayBeUpdated(stack.status, onFailure)) throw notUpdatable(stack.id, stack.status)
  const identity = { stackId: stack.id, stackName: stack.name }
  const prepared = await prepare(input, identity, current, deps.types, ctx)
  const { isChange, refusal } = await planUpdate(prepared, stack, current, deps, ctx)
  if (refusal !== undefined) throw validationError(refusal)
  if (!isChange) throw validationError('No updates are to be performed.')

  const OperationId = await ctx.transact(async (tx) => {
    const found = await findStack(tx, ctx.place, stack.id)
    if (isRepeated(found, ClientRequestToken)) return undefined
    if (!found || !mayBeUpdated(found.status, onFailure)) {
      throw notUpdatable(stack.id, found?.status ?? 'DELETE_COMPLETE')
    }
    const writer = new StackWriter(deps, tx, ctx.place, found)
    await obsoleteChangeSets(tx, ctx.place, writer.key)
    writer.set({
      target: keepConfiguration(deps, writer, prepared),
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
    })
  })
  if (OperationId !== undefined) deps.runner.start(ctx.place, stack.id)
  return { StackId: stack.id, OperationId }
})
