import type { ResourceEvent } from '../events.ts'
import { DeploymentFailure } from '../failure.ts'
import { labelOf, type StackSource } from './stack-source.ts'

/** What CloudFormation says of resources that it gave up because of another one. */
const CONSEQUENCE = /^Resource (creation|update) cancelled/
const STACK = 'AWS::CloudFormation::Stack'

/** What the first resource that failed says, with the construct that made it. */
export function failureOf(
  source: StackSource,
  status: string | undefined,
  events: readonly ResourceEvent[],
): DeploymentFailure {
  const failed = events.filter(({ status: one, reason }) => one.endsWith('_FAILED') && !CONSEQUENCE.test(reason ?? ''))
  const first = failed.find(({ logicalId }) => logicalId !== source.stackName) ?? failed[0]
  const stack = labelOf(source)
  if (!first) return new DeploymentFailure(`the stack ended as ${status ?? 'deleted'}`, { stack })
  const { path, logicalId, resourceType, reason = first.status } = first
  const where =
    resourceType === STACK && logicalId === source.stackName ? '' : `${path ?? logicalId} (${resourceType}): `
  const end = status === undefined ? 'The stack is gone.' : `The stack is ${status}.`
  return new DeploymentFailure(`${where}${reason}`, { stack, hint: end })
}
