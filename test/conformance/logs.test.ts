import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteResourcePolicyCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  DescribeResourcePoliciesCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  ListTagsForResourceCommand,
  PutLogEventsCommand,
  PutMetricFilterCommand,
  PutResourcePolicyCommand,
  PutRetentionPolicyCommand,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs'
import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { refusalOf } from '../support/refusal.ts'
import { outputsOf, stacksOf } from '../support/stacks.ts'

const ACCOUNT = '333300000014'
const { logs, cloudFormation } = awsClients({ origin: inject('origin'), account: ACCOUNT })
const stacks = stacksOf(cloudFormation)

async function groupWith(...streams: string[]): Promise<string> {
  const logGroupName = uniqueName('/app/group')
  await logs.send(new CreateLogGroupCommand({ logGroupName }))
  for (const logStreamName of streams) await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }))
  return logGroupName
}

function put(logGroupName: string, logStreamName: string, messages: string[], timestamp = Date.now()) {
  const logEvents = messages.map((message, index) => ({ timestamp: timestamp + index, message }))
  return logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }))
}

describe('log events', () => {
  it('are written, read and filtered', async () => {
    const logGroupName = await groupWith('a', 'b')
    const now = Date.now()
    expect((await put(logGroupName, 'a', ['INFO one', 'ERROR two'], now)).nextSequenceToken).toMatch(/^\d{56}$/)
    await put(logGroupName, 'b', ['{"level":"ERROR","status":500}'], now + 10)
    const { events = [], searchedLogStreams } = await logs.send(new FilterLogEventsCommand({ logGroupName }))
    expect(events.map(({ message }) => message)).toEqual(['INFO one', 'ERROR two', '{"level":"ERROR","status":500}'])
    expect(events[0]).toEqual({
      logStreamName: 'a',
      timestamp: now,
      message: 'INFO one',
      ingestionTime: expect.any(Number),
      eventId: expect.stringMatching(/^\d{56}$/),
    })
    expect(searchedLogStreams).toEqual([])
    const messages = async (filterPattern: string) =>
      (await logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern }))).events?.map((e) => e.message)
    expect(await messages('ERROR two')).toEqual(['ERROR two'])
    expect(await messages('{ $.status >= 500 }')).toEqual(['{"level":"ERROR","status":500}'])
    const refusal = await refusalOf(messages('{ $.status >= }'))
    expect(refusal).toMatchObject({ name: 'InvalidParameterException', status: 400 })

    const pages: number[] = []
    for await (const page of paginateFilterLogEvents({ client: logs, pageSize: 2 }, { logGroupName })) {
      pages.push(page.events?.length ?? 0)
    }
    expect(pages).toEqual([2, 1])
    const newest = await logs.send(new GetLogEventsCommand({ logGroupName, logStreamName: 'a', limit: 1 }))
    expect(newest.events?.map(({ message }) => message)).toEqual(['ERROR two'])
    const { logStreams = [] } = await logs.send(
      new DescribeLogStreamsCommand({ logGroupName, orderBy: 'LastEventTime', descending: true }),
    )
    expect(logStreams.map(({ logStreamName }) => logStreamName)).toEqual(['b', 'a'])
    await logs.send(new DeleteLogGroupCommand({ logGroupName }))
    expect(await refusalOf(messages(''))).toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The specified log group does not exist.',
    })
  })

  it('are refused in AWS’s words', async () => {
    const logGroupName = await groupWith('s')
    const again = logs.send(new CreateLogGroupCommand({ logGroupName }))
    expect((await refusalOf(again)).message).toBe('The specified log group already exists')
    const stream = logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 's' }))
    expect((await refusalOf(stream)).message).toBe('The specified log stream already exists')
    expect((await refusalOf(put(logGroupName, 'none', ['x']))).message).toBe('The specified log stream does not exist.')
    const limit = logs.send(new GetLogEventsCommand({ logGroupName, logStreamName: 's', limit: 10_001 }))
    expect((await refusalOf(limit)).message).toBe(
      "1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have value " +
        'less than or equal to 10000',
    )
    const retention = logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 2 }))
    expect((await refusalOf(retention)).name).toBe('InvalidParameterException')
    const metric = new PutMetricFilterCommand({
      logGroupName,
      filterName: 'f',
      filterPattern: '',
      metricTransformations: [{ metricName: 'm', metricNamespace: 'n', metricValue: '1' }],
    })
    expect(await refusalOf(logs.send(metric))).toMatchObject({ name: 'NotImplementedException', status: 400 })
  })
})

it('AWS::Logs::LogGroup and LogStream are made, changed and deleted by a stack', async () => {
  const name = uniqueName('logs')
  const template = (properties: object) => ({
    Resources: {
      Group: { Type: 'AWS::Logs::LogGroup', Properties: { Tags: [{ Key: 'k', Value: 'v' }], ...properties } },
      Stream: { Type: 'AWS::Logs::LogStream', Properties: { LogGroupName: { Ref: 'Group' } } },
    },
    Outputs: { Name: { Value: { Ref: 'Group' } }, Arn: { Value: { 'Fn::GetAtt': ['Group', 'Arn'] } } },
  })
  const stack = await stacks.create(name, template({ RetentionInDays: 731 }))
  const { Name = '', Arn = '' } = outputsOf(stack)
  expect(Arn).toBe(`arn:aws:logs:us-east-1:${ACCOUNT}:log-group:${Name}:*`)
  const described = async () =>
    (await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: Name }))).logGroups?.[0]
  expect(await described()).toMatchObject({ retentionInDays: 731 })
  expect(await logs.send(new ListTagsForResourceCommand({ resourceArn: Arn.slice(0, -':*'.length) }))).toMatchObject({
    tags: { k: 'v', 'aws:cloudformation:stack-name': name },
  })
  await stacks.update(name, template({}))
  expect((await described())?.retentionInDays).toBeUndefined()
  await stacks.delete(name)
  expect(await described()).toBeUndefined()
})

it('a policy says who may write, and is kept', async () => {
  const policyName = uniqueName('policy')
  const policyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'logs:PutLogEvents', Resource: '*' },
    ],
  })
  const { resourcePolicy } = await logs.send(new PutResourcePolicyCommand({ policyName, policyDocument }))
  const kept = { policyName, policyDocument, policyScope: 'ACCOUNT', lastUpdatedTime: expect.any(Number) }
  expect(resourcePolicy).toEqual(kept)
  expect((await logs.send(new DescribeResourcePoliciesCommand({}))).resourcePolicies).toContainEqual(kept)
  const remove = new DeleteResourcePolicyCommand({ policyName })
  await logs.send(remove)
  expect((await refusalOf(logs.send(remove))).message).toBe(`Policy with name [${policyName}] does not exist.`)
})
