import { operation } from '../deps.ts'
import { missingStack, notUpdatable, validationError } from '../errors.ts'
import { beginOperation, isRepeated, keepConfiguration, onFailureOf } from '../execute/begin.ts'
import { StackWriter } from '../execute/stack-writer.ts'
import { planChanges } from '../plan/plan-changes.ts'
import { prepare, refuseSettings } from '../plan/prepare.ts'
import { deleteChangeSets, findStack, keyOf } from '../repository.ts'
import { isUpdatable } from '../status.ts'
import { parseTemplate } from '../template/load.ts'
import { currentConfiguration } from './current-configuration.ts'

export const updateStack = operation('UpdateStack', async (input, deps, ctx) => {
  const { StackName, ClientRequestToken } = input
  refuseSettings(input, [
    'StackPolicyBody',
    'StackPolicyURL',
    'StackPolicyDuringUpdateBody',
    'StackPolicyDuringUpdateURL',
  ])
  const stack = await findStack(ctx.reader, ctx.place, StackName)
  const current = stack && (await currentConfiguration(deps, stack, ctx))
  if (!stack || !current || stack.status === 'DELETE_COMPLETE') throw missingStack(StackName)
  if (isRepeated(stack, ClientRequestToken)) return { StackId: stack.id }
  if (!isUpdatable(stack.status)) throw notUpdatable(stack.id, stack.status)
  const identity = { stackId: stack.id, stackName: stack.name }
  const prepared = await prepare(input, identity, current, deps.types, ctx)
  const { isChange } = await planChanges({
    prepared,
    types: deps.types,
    place: ctx.place,
    reader: ctx.reader,
    current: {
      stack,
      configuration: current.configuration,
      template: parseTemplate(current.text),
      resources: await deps.contents.resourcesOf(ctx.reader, ctx.place, keyOf(stack.id)),
    },
  })
  if (!isChange) throw validationError('No updates are to be performed.')

  const OperationId = await ctx.transact(async (tx) => {
    const found = await findStack(tx, ctx.place, stack.id)
    if (!found || !isUpdatable(found.status)) throw notUpdatable(stack.id, found?.status ?? 'DELETE_COMPLETE')
    const writer = new StackWriter(deps, tx, ctx.place, found)
    await deleteChangeSets(tx, ctx.place, writer.key)
    const onFailure = onFailureOf(input)
    writer.set({
      target: keepConfiguration(deps, writer, prepared),
      updatedAt: deps.clock.now(),
      disableRollback: onFailure === 'DO_NOTHING',
    })
    return beginOperation(deps, writer, ctx, {
      phase: 'update',
      status: 'UPDATE_IN_PROGRESS',
      clientRequestToken: ClientRequestToken,
      onFailure,
      retainExceptOnCreate: input.RetainExceptOnCreate,
    })
  })
  deps.runner.start(ctx.place, stack.id)
  return { StackId: stack.id, OperationId }
})
