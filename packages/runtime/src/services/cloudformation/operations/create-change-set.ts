import type { CreateChangeSetInput } from '../../../generated/cloudformation.ts'
import { AwsError, notEmulated } from '../../../kernel/errors.ts'
import { operation } from '../deps.ts'
import { missingStack, notUpdatable, validationError } from '../errors.ts'
import { checkStackName, newStackId } from '../names.ts'
import type { ChangeSetRecord, StackRecord } from '../records.ts'
import { findChangeSet, findStack } from '../repository.ts'
import { isUpdatable } from '../status.ts'
import { draftChangeSet } from './draft-change-set.ts'
import { keepDraft } from './keep-draft.ts'
import { refuseSettings } from './refuse-settings.ts'

/**
 * The change set is finished when this answers: there is nothing to wait for, and the CDK CLI's first look at it, five
 * seconds before its second, finds it complete.
 */
export const createChangeSet = operation('CreateChangeSet', async (input, deps, ctx) => {
  refuseSettings(input, ['DeploymentMode', 'ResourcesToImport'])
  const type = changeSetType(input)
  const current = await findStack(ctx.reader, ctx.place, input.StackName)
  checkTarget(input, type, current)
  const repeated = current && (await findChangeSet(ctx.reader, ctx.place, input.ChangeSetName, current))
  if (repeated) {
    if (input.ClientToken !== undefined && repeated.clientToken === input.ClientToken) {
      return { Id: repeated.id, StackId: repeated.stackId }
    }
    throw changeSetExists(input.ChangeSetName)
  }
  const stackId = current?.id ?? newStackId(ctx.place, input.StackName, deps.clock, deps.random)
  const stackName = current?.name ?? input.StackName
  const draft = await draftChangeSet(
    input,
    { id: stackId, name: stackName, ...(current?.nesting ? { nesting: current.nesting } : {}) },
    current,
    {
      name: input.ChangeSetName,
      type,
      withNested: input.IncludeNestedStacks ?? false,
      validate: !input.DisableValidation,
    },
    deps,
    ctx,
  )

  await ctx.transact(async (tx) => {
    const found = await findStack(tx, ctx.place, current?.id ?? input.StackName)
    checkTarget(input, type, found)
    if (found && (await findChangeSet(tx, ctx.place, input.ChangeSetName, found))) {
      throw changeSetExists(input.ChangeSetName)
    }
    await keepDraft(deps, tx, ctx.place, draft, {
      ...(input.Description === undefined ? {} : { description: input.Description }),
      ...(input.OnStackFailure === undefined ? {} : { onStackFailure: input.OnStackFailure }),
      importExisting: input.ImportExistingResources ?? false,
      includeNestedStacks: input.IncludeNestedStacks ?? false,
      ...(input.ClientToken === undefined ? {} : { clientToken: input.ClientToken }),
    })
  })
  return { Id: draft.id, StackId: stackId }
})

function changeSetType({ ChangeSetType = 'UPDATE' }: CreateChangeSetInput): ChangeSetRecord['type'] {
  if (ChangeSetType === 'CREATE' || ChangeSetType === 'UPDATE') return ChangeSetType
  throw notEmulated(`A change set of type ${ChangeSetType}`)
}

function checkTarget(input: CreateChangeSetInput, type: ChangeSetRecord['type'], stack: StackRecord | undefined): void {
  const { StackName, ChangeSetName } = input
  if (type === 'CREATE') {
    if (!stack) {
      checkStackName(StackName)
      return
    }
    if (stack.status === 'REVIEW_IN_PROGRESS') return
    throw validationError(
      `Stack [${StackName}] already exists and cannot be created again with the changeSet [${ChangeSetName}].`,
    )
  }
  if (!stack || stack.status === 'REVIEW_IN_PROGRESS') throw missingStack(StackName)
  if (!isUpdatable(stack.status)) throw notUpdatable(stack.id, stack.status)
}

function changeSetExists(name: string): AwsError {
  return new AwsError('AlreadyExistsException', `ChangeSet ${name} already exists`)
}
