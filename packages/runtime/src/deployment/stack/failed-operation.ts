import type { ResourceEvent } from '../events.ts'
import { DeploymentFailure } from '../failure.ts'
import { labelOf, type StackSource } from './stack-source.ts'

/** What CloudFormation says of resources that it gave up because of another one. */
const CONSEQUENCE = /^Resource (creation|update) cancelled/
const STACK = 'AWS::CloudFormation::Stack'
/** A stack that rolls back before any resource has failed says itself why: what it imports is not there. */
const FAILURE = /_FAILED$|ROLLBACK_IN_PROGRESS$/

/** Said by a custom resource whose function has left out what AWS's runtimes bring along. */
const MISSING_SDK = /Cannot find (?:module|package) '(aws-sdk|@aws-sdk\/[\w.-]+)/

/** What the first resource that failed says, with the construct that made it. */
export function failureOf(
  source: StackSource,
  status: string | undefined,
  events: readonly ResourceEvent[],
): DeploymentFailure {
  const failed = events.filter(({ status: one, reason }) => FAILURE.test(one) && !CONSEQUENCE.test(reason ?? ''))
  const first = failed.find(({ logicalId }) => logicalId !== source.stackName) ?? failed[0]
  const stack = labelOf(source)
  if (!first) return new DeploymentFailure(`the stack ended as ${status ?? 'deleted'}`, { stack })
  const { path, logicalId, resourceType, reason = first.status } = first
  const isAboutStack = resourceType === STACK && logicalId === source.stackName
  const where = isAboutStack ? '' : `${path ?? logicalId} (${resourceType}): `
  const line = source.sources?.get(logicalId)
  const end = status === undefined ? 'The stack is gone.' : `The stack is ${status}.`
  return new DeploymentFailure(`${where}${reason}`, {
    stack,
    hint: [end, ...hintsOf(reason)].join(' '),
    ...(isAboutStack ? {} : { logicalId }),
    ...(line === undefined ? {} : { source: line }),
  })
}

function hintsOf(reason: string): readonly string[] {
  const sdk = MISSING_SDK.exec(reason)?.[1]
  if (sdk === undefined) return []
  return [
    `AWS's runtimes bring ${sdk} along. Here it is looked for where the server was started: npm install --save-dev ${sdk} there, and start it again.`,
  ]
}
