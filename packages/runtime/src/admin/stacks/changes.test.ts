import { expect, it } from 'vitest'
import type { Call } from '../../kernel/operation.ts'
import { adminSource, send } from '../admin.harness.ts'
import { createAdmin } from '../admin.ts'
import type { StackChangeList } from '../contract/index.ts'

const STACK = 'arn:aws:cloudformation:eu-west-1:111111111111:stack/app/1'
const TYPE = 'AWS::CloudFormation::Stack'
let at = 0
const event = (
  LogicalResourceId: string,
  ResourceStatus: string,
  PhysicalResourceId = `${LogicalResourceId}-1`,
  more = {},
) => {
  at += 1000
  const isStack = LogicalResourceId === 'app'
  return {
    LogicalResourceId,
    ResourceStatus,
    PhysicalResourceId: isStack ? STACK : PhysicalResourceId,
    ResourceType: isStack ? TYPE : 'AWS::X::Y',
    Timestamp: new Date(Date.UTC(2030, 0, 1) + at),
    EventId: String(at),
    ...more,
  }
}
/** The oldest first. */
const EVENTS = [
  event('app', 'CREATE_IN_PROGRESS'),
  event('Kept', 'CREATE_IN_PROGRESS', ''),
  event('Kept', 'CREATE_COMPLETE'),
  event('app', 'CREATE_COMPLETE'),
  event('app', 'UPDATE_IN_PROGRESS'),
  event('Kept', 'UPDATE_IN_PROGRESS'),
  event('Kept', 'UPDATE_COMPLETE'),
  event('Other', 'UPDATE_IN_PROGRESS', 'Other-1', { ResourceStatusReason: 'Requested update requires another one.' }),
  event('Other', 'UPDATE_COMPLETE', 'Other-2'),
  event('Bad', 'CREATE_IN_PROGRESS'),
  event('Bad', 'CREATE_FAILED', 'Bad-1', { ResourceStatusReason: 'no <room>' }),
  event('app', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'),
  event('Other', 'DELETE_COMPLETE', 'Other-1'),
  event('app', 'UPDATE_COMPLETE'),
  event('app', 'DELETE_IN_PROGRESS'),
  event('Kept', 'DELETE_IN_PROGRESS'),
]

const ANSWERS: Readonly<Record<string, object>> = {
  DescribeStacks: { Stacks: [{ StackName: 'app', StackId: STACK, StackStatus: 'DELETE_IN_PROGRESS' }] },
  DescribeStackEvents: { StackEvents: EVENTS.toReversed() },
  DescribeStackResources: { StackResources: [{ LogicalResourceId: 'Kept' }] },
  DescribeStackResource: { StackResourceDetail: { Metadata: '{"aws:cdk:path":"App/Kept"}' } },
}
const source = adminSource()
const { handle } = createAdmin({
  ...source,
  inside: {
    ...source.inside,
    places: async () => [{ account: '111111111111', region: 'eu-west-1' }],
    operationsIn: () => (async (_: string, operation: string) => ANSWERS[operation]) as unknown as Call,
  },
})

it('tells what each operation did, the newest first, and why', async () => {
  const response = await send(handle, 'stacks/app/changes')
  const { operations } = JSON.parse(String(response.body)) as StackChangeList
  expect(operations.map(({ action, status, endedAt }) => [action, status, endedAt !== undefined])).toEqual([
    ['delete', 'DELETE_IN_PROGRESS', false],
    ['update', 'UPDATE_COMPLETE', true],
    ['create', 'CREATE_COMPLETE', true],
  ])
  const outcomes = operations.map(({ changes }) => changes.map(({ logicalId, outcome }) => `${logicalId} ${outcome}`))
  expect(outcomes).toEqual([['Kept under-way'], ['Kept updated', 'Other replaced', 'Bad failed'], ['Kept created']])
  expect(operations[1]?.changes).toMatchObject([
    { constructPath: 'App/Kept', durationMs: 1000 },
    { reason: 'Requested update requires another one.' },
    { reason: 'no <room>' },
  ])
})
