import type { Stack } from '../../generated/cloudformation.ts'
import type { StackDoneEvent, StackResource } from '../events.ts'
import { DeploymentFailure } from '../failure.ts'
import type { Undertaking } from '../ports.ts'
import { currentStack, outputsOf } from './current-stack.ts'
import { removeStack } from './delete-stack.ts'
import { failureOf } from './failed-operation.ts'
import { followOperation, newestEventOf } from './follow-operation.ts'
import { planStack } from './plan-stack.ts'
import { labelOf, type StackSource } from './stack-source.ts'

/** A creation that has failed leaves a stack that can only be deleted (documented: stack status codes). */
const LEFT_OVER = ['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'CREATE_FAILED', 'DELETE_FAILED']

/**
 * Makes a stack what its source says, or leaves it as it was: what fails is rolled back by CloudFormation. Throws a
 * {@link DeploymentFailure}, or what an operation refuses.
 */
export async function deployStack(source: StackSource, undertaking: Undertaking): Promise<StackDoneEvent> {
  const { place, stackName } = source
  let current = await currentStack(stackName, place, undertaking)
  if (current && LEFT_OVER.includes(current.StackStatus ?? '')) {
    await removeStack(current, source, undertaking)
    current = undefined
  }
  const plan = await planStack(source, current, undertaking)
  const stackId = plan?.stackId ?? current?.StackId ?? stackName
  if (plan) {
    undertaking.tell({ event: 'plan', stack: labelOf(source), changes: plan.changes })
    const since = await newestEventOf(stackId, source, undertaking)
    await plan.execute()
    const events = await followOperation(stackId, source, since, undertaking)
    const reached = await currentStack(stackId, place, undertaking)
    if (!hasSucceeded(reached)) throw failureOf(source, reached?.StackStatus, events)
  }
  await protect(source, current, undertaking)
  const reached = await currentStack(stackId, place, undertaking)
  const outcome = !plan ? 'unchanged' : hadResources(current) ? 'updated' : 'created'
  return {
    event: 'done',
    stack: labelOf(source),
    outcome,
    stackId,
    outputs: reached ? outputsOf(reached) : {},
    resources: await resourcesOf(stackId, source, undertaking),
  }
}

async function resourcesOf(
  StackName: string,
  { place, paths }: StackSource,
  { ports }: Undertaking,
): Promise<readonly StackResource[]> {
  const call = ports.operationsIn(place)
  const { StackResources = [] } = await call('cloudformation', 'DescribeStackResources', { StackName })
  return StackResources.map(({ LogicalResourceId = '', PhysicalResourceId = '', ResourceType = '' }) => {
    const path = paths?.get(LogicalResourceId)
    return {
      logicalId: LogicalResourceId,
      ...(path === undefined ? {} : { path }),
      resourceType: ResourceType,
      physicalId: PhysicalResourceId,
    }
  })
}

function hasSucceeded(stack: Stack | undefined): boolean {
  return stack?.StackStatus === 'CREATE_COMPLETE' || stack?.StackStatus === 'UPDATE_COMPLETE'
}

function hadResources(stack: Stack | undefined): boolean {
  return stack !== undefined && stack.StackStatus !== 'REVIEW_IN_PROGRESS'
}

async function protect(source: StackSource, before: Stack | undefined, { ports }: Undertaking): Promise<void> {
  const { terminationProtection: wanted, stackName: StackName, place } = source
  if (wanted === undefined || wanted === (before?.EnableTerminationProtection ?? false)) return
  await ports.operationsIn(place)('cloudformation', 'UpdateTerminationProtection', {
    StackName,
    EnableTerminationProtection: wanted,
  })
}
