import {
  CreateChangeSetCommand,
  CreateStackCommand,
  DescribeChangeSetCommand,
  DescribeEventsCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation'
import { ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider'
import { afterEach, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { refusalOf } from '../support/refusal.ts'
import { stacksOf } from '../support/stacks.ts'

// A type or property that is not there must be said to be missing: by name, before anything is made, whichever way the
// template comes.
const origin = inject('origin')
const { cloudFormation, cognito } = awsClients({ origin, account: '777700000007' })
const stacks = stacksOf(cloudFormation)

const Capabilities = ['CAPABILITY_IAM' as const]
const pool = { Type: 'AWS::Cognito::UserPool' }
const withResource = (Type: string, Properties: object = {}) => ({
  Resources: { Pool: pool, Odd: { Type, Properties } },
})

afterEach(async () => {
  const { UserPools } = await cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }))
  expect(UserPools, 'nothing is made of a template that is refused').toEqual([])
})

/** Why CreateStack was refused; or why the stack that it began is gone again, as AWS does with what it finds later. */
async function direct(template: object): Promise<string> {
  const StackName = uniqueName('direct')
  const TemplateBody = JSON.stringify(template)
  const answer = await cloudFormation
    .send(new CreateStackCommand({ StackName, TemplateBody, Capabilities }))
    .catch((error) => error)
  if (answer instanceof Error) return answer.message
  expect((await stacks.settled(StackName)).StackStatus).toBe('ROLLBACK_COMPLETE')
  const events = await stacks.events(StackName)
  await stacks.delete(StackName)
  return events.map((event) => event.ResourceStatusReason).join('\n')
}

/** Why a change set was refused, or failed; with the events that the CDK CLI shows. */
async function proposed(template: object): Promise<string> {
  const input = { ChangeSetName: 'c', ChangeSetType: 'CREATE' as const, Capabilities }
  const StackName = uniqueName('proposed')
  const TemplateBody = JSON.stringify(template)
  const answer = await cloudFormation
    .send(new CreateChangeSetCommand({ StackName, TemplateBody, ...input }))
    .catch((error) => error)
  if (answer instanceof Error) return answer.message
  const at = { ChangeSetName: answer.Id }
  const changeSet = await cloudFormation.send(new DescribeChangeSetCommand(at))
  expect(changeSet).toMatchObject({ Status: 'FAILED', ExecutionStatus: 'UNAVAILABLE' })
  const filter = { StackName, ...at, Filters: { FailedEvents: true } }
  const { OperationEvents = [] } = await cloudFormation.send(new DescribeEventsCommand(filter))
  const events = OperationEvents.map((event) => `${event.ValidationStatusReason} at ${event.ValidationPath}`)
  return [changeSet.StatusReason, ...events].join('\n')
}

const cases: [string, object, RegExp][] = [
  ['a type that nobody knows', withResource('AWS::Moon::Base'), /AWS::Moon::Base/],
  [
    'a type that AWS has and that is not emulated',
    withResource('AWS::Kinesis::Stream', { Name: 'x' }),
    /AWS::Kinesis::Stream[\s\S]*--record/,
  ],
  ['a property that nobody knows', withResource('AWS::Cognito::UserPool', { Colour: 'blue' }), /Colour/],
  [
    'a property that nobody knows, deep inside',
    withResource('AWS::Cognito::UserPool', { Policies: { PasswordPolicy: { Colour: 'blue' } } }),
    /Colour/,
  ],
  [
    'a property that is known and refused',
    withResource('AWS::ApiGateway::DomainName', { MutualTlsAuthentication: { TruststoreUri: 's3://b/k' } }),
    /MutualTlsAuthentication/,
  ],
  [
    'a function that does not exist, where any JSON may stand',
    withResource('AWS::IAM::Role', { AssumeRolePolicyDocument: { Statement: { 'Fn::Made': 'up' } } }),
    /Fn::Made/,
  ],
  ['a required property that is missing', withResource('AWS::Cognito::UserPoolClient', {}), /UserPoolId/],
  [
    'a property of the wrong type',
    withResource('AWS::Cognito::UserPoolClient', { UserPoolId: { Ref: 'Pool' }, GenerateSecret: { a: 1 } }),
    /GenerateSecret/,
  ],
]

describe('a template is refused by name with', () => {
  it.each(cases)('%s: CreateStack', async (_, template, name) => {
    expect(await direct(template)).toMatch(name)
  })

  it.each(cases)('%s: a change set', async (_, template, name) => {
    expect(await proposed(template)).toMatch(name)
  })

  it('an attribute that a type does not have', async () => {
    const Outputs = { Out: { Value: { 'Fn::GetAtt': ['Pool', 'Colour'] } } }
    expect(await direct({ Resources: { Pool: pool }, Outputs })).toContain('Colour')
  })

  it('all of its missing types at once, before anything has begun', async () => {
    const message = await direct({
      Resources: { A: { Type: 'AWS::Kinesis::Stream' }, B: { Type: 'AWS::Athena::WorkGroup' }, Pool: pool },
    })
    expect(message).toContain('AWS::Kinesis::Stream')
    expect(message).toContain('AWS::Athena::WorkGroup')
  })
})

describe('an update is refused by name, and the stack stays what it was', () => {
  it.each([
    ['a type', withResource('AWS::Kinesis::Stream'), /AWS::Kinesis::Stream/],
    [
      'a property',
      withResource('AWS::ApiGateway::DomainName', { MutualTlsAuthentication: { TruststoreUri: 's3://b/k' } }),
      /MutualTlsAuthentication/,
    ],
  ])('%s', async (_, { Resources }, name) => {
    const stack = uniqueName('updated')
    const thing = { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'v' } }
    await stacks.create(stack, { Resources: { Thing: thing } })
    const refusal = await refusalOf(stacks.update(stack, { Resources: { Thing: thing, ...Resources } }))
    expect(refusal.status).toBe(400)
    expect(refusal.message).toMatch(name)
    expect((await stacks.describe(stack)).StackStatus).toBe('CREATE_COMPLETE')
  })

  it('leaves no stack behind that was never made', async () => {
    const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({}))
    const statuses = new Set(Stacks.map((stack) => stack.StackStatus))
    for (const status of statuses) expect(['CREATE_COMPLETE', 'REVIEW_IN_PROGRESS']).toContain(status)
  })
})
