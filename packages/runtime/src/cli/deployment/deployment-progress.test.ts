import { expect, it } from 'vitest'
import type { DeploymentEvent } from '../../deployment/events.ts'
import { deploymentProgress } from './deployment-progress.ts'

const resource = (logicalId: string, status: string, resourceType = 'AWS::SQS::Queue'): DeploymentEvent => ({
  event: 'resource',
  stack: 'Api',
  logicalId,
  resourceType,
  status,
})
const change = (logicalId: string) => ({ action: 'Add', logicalId, resourceType: 'T', details: [] }) as const

it('counts what is done of what is planned', () => {
  const progressOf = deploymentProgress()
  const plan: DeploymentEvent = { event: 'plan', stack: 'Api', changes: [change('A'), change('B')] }
  expect(
    [
      { event: 'asset', stack: 'Api', name: 'Code', bytes: 1 } as const,
      plan,
      resource('Api', 'UPDATE_IN_PROGRESS', 'AWS::CloudFormation::Stack'),
      resource('A', 'CREATE_IN_PROGRESS'),
      resource('A', 'CREATE_COMPLETE'),
      resource('B', 'CREATE_COMPLETE'),
      resource('Old', 'DELETE_COMPLETE'),
      { event: 'done', stack: 'Api', outcome: 'updated', outputs: {}, resources: [] } as const,
    ].map(progressOf),
  ).toEqual([
    { work: 'deploying', detail: 'published Code' },
    { work: 'deploying Api', detail: '' },
    { work: 'deploying Api', detail: '0 of 2  Api' },
    { work: 'deploying Api', detail: '0 of 2  A' },
    { work: 'deploying Api', detail: '1 of 2  A' },
    { work: 'deploying Api', detail: '2 of 2  B' },
    { work: 'deploying Api', detail: '2 of 2  Old' },
    { work: 'deploying', detail: '' },
  ])
})

it('counts alone where nothing was planned', () => {
  const progressOf = deploymentProgress('deleting')
  expect(progressOf(resource('A', 'DELETE_COMPLETE'))).toEqual({ work: 'deleting Api', detail: '1 done  A' })
})
