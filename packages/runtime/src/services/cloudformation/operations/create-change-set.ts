import type { CreateChangeSetInput } from '../../../generated/cloudformation.ts'
import { AwsError, notEmulated } from '../../../kernel/errors.ts'
import { operation } from '../deps.ts'
import { missingStack, notUpdatable, validationError } from '../errors.ts'
import { keepConfiguration, newStack, putNewStack, USER_INITIATED } from '../execute/begin.ts'
import { StackWriter } from '../execute/stack-writer.ts'
import { checkStackName, newChangeSetId, newStackId } from '../names.ts'
import { findPropertyProblems } from '../plan/check-resources.ts'
import type { Plan } from '../plan/plan-changes.ts'
import { prepare } from '../plan/prepare.ts'
import type { ChangeSetRecord, StackRecord, ValidationFinding } from '../records.ts'
import { changeSetNames, changeSets, findChangeSet, findStack, keyOf, within } from '../repository.ts'
import { isUpdatable } from '../status.ts'
import { currentConfiguration } from './current-configuration.ts'
import { planUpdate } from './plan-update.ts'
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
  const previous = type === 'UPDATE' && current ? await currentConfiguration(deps, current, ctx) : undefined
  const prepared = await prepare(input, { stackId, stackName }, previous, deps.types, ctx)
  const findings = input.DisableValidation ? [] : findPropertyProblems(prepared.template, deps.types)
  const plan = await planUpdate(prepared, current, previous, deps, ctx)
  const outcome = outcomeOf(findings, plan)
  const id = newChangeSetId(ctx.place, input.ChangeSetName, deps.random)

  await ctx.transact(async (tx) => {
    const found = await findStack(tx, ctx.place, current?.id ?? input.StackName)
    checkTarget(input, type, found)
    if (found && (await findChangeSet(tx, ctx.place, input.ChangeSetName, found))) {
      throw changeSetExists(input.ChangeSetName)
    }
    const writer = new StackWriter(deps, tx, ctx.place, found ?? newStack(stackId, stackName, deps.clock.now()))
    if (!found) {
      putNewStack(writer)
      writer.setStatus('REVIEW_IN_PROGRESS', USER_INITIATED)
    }
    const record: ChangeSetRecord = {
      id,
      name: input.ChangeSetName,
      stackId: writer.stack.id,
      stackName,
      type,
      ...(input.Description === undefined ? {} : { description: input.Description }),
      // Later than whatever happened before: the CDK CLI shows the events since then.
      createdAt: found ? Math.max(deps.clock.now(), found.lastEventAt + 1) : deps.clock.now(),
      ...outcome,
      target: keepConfiguration(deps, writer, prepared),
      sealedChanges: deps.contents.sealChanges(plan.changes),
      findings,
      warnings: plan.warnings,
      ...(input.OnStackFailure === undefined ? {} : { onStackFailure: input.OnStackFailure }),
      importExisting: input.ImportExistingResources ?? false,
      includeNestedStacks: input.IncludeNestedStacks ?? false,
      ...(input.ClientToken === undefined ? {} : { clientToken: input.ClientToken }),
    }
    changeSets.put(tx, ctx.place, keyOf(id), record)
    changeSetNames.put(tx, ctx.place, within(writer.key, input.ChangeSetName), { key: keyOf(id) })
  })
  return { Id: id, StackId: stackId }
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

type Outcome = Pick<ChangeSetRecord, 'status' | 'statusReason' | 'executionStatus'>

function outcomeOf(findings: readonly ValidationFinding[], plan: Plan): Outcome {
  const failed = (statusReason: string): Outcome => ({ status: 'FAILED', executionStatus: 'UNAVAILABLE', statusReason })
  if (findings.length > 0) return failed(EARLY_VALIDATION)
  if (plan.refusal !== undefined) return failed(plan.refusal)
  if (!plan.isChange) return failed(NO_CHANGES)
  return { status: 'CREATE_COMPLETE', executionStatus: 'AVAILABLE' }
}

/** Observed; clients compare it. */
const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set."

/** The CDK CLI looks for the name of the validation and then asks DescribeEvents. */
const EARLY_VALIDATION =
  'The following hook(s)/validation failed: [AWS::EarlyValidation::PropertyValidation]. To troubleshoot Early ' +
  'Validation errors, use the DescribeEvents API for detailed failure information.'

function changeSetExists(name: string): AwsError {
  return new AwsError('AlreadyExistsException', `ChangeSet ${name} already exists`)
}
