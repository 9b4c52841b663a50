import {
  CreateChangeSetCommand,
  type CreateChangeSetCommandInput,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  ListChangeSetsCommand,
} from '@aws-sdk/client-cloudformation'
import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { refusalOf } from '../support/refusal.ts'
import { stacksOf } from '../support/stacks.ts'

const origin = inject('origin')
const { cloudFormation } = awsClients({ origin, account: '777700000003' })
const stacks = stacksOf(cloudFormation)

const parameter = (Value: unknown, more: object = {}) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Type: 'String', Value, ...more },
})
const one = (value: string, more?: object) => ({ Resources: { Thing: parameter(value, more) } })

async function propose(StackName: string, template: object, options: Partial<CreateChangeSetCommandInput> = {}) {
  const ChangeSetName = options.ChangeSetName ?? 'changes'
  const input = { StackName, ChangeSetName, TemplateBody: JSON.stringify(template), ...options }
  const { Id } = await cloudFormation.send(new CreateChangeSetCommand(input))
  return Id ?? ''
}
const describeChanges = (ChangeSetName: string, StackName?: string, IncludePropertyValues = false) =>
  cloudFormation.send(new DescribeChangeSetCommand({ ChangeSetName, StackName, IncludePropertyValues }))

describe('a change set', () => {
  it('takes functions for the keys and values of tags, and for whole tags', async () => {
    const Tags = [
      { Key: { Ref: 'P' }, Value: { 'Fn::Sub': '$' + '{AWS::StackName}-x' } },
      { 'Fn::If': ['Never', { Key: 'never', Value: 'v' }, { Ref: 'AWS::NoValue' }] },
    ]
    const id = await propose(
      uniqueName('tagged'),
      {
        Parameters: { P: { Type: 'String', Default: 'key' } },
        Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
        Resources: {
          Bucket: { Type: 'AWS::S3::Bucket', Properties: { Tags } },
          Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {}, Tags } },
          Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'a', Tags } },
        },
      },
      { ChangeSetType: 'CREATE', Capabilities: ['CAPABILITY_IAM'] },
    )
    expect(await describeChanges(id)).toMatchObject({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE' })
  })

  it('creates a stack: in review first, with nothing made, then as it was described', async () => {
    const name = uniqueName('reviewed')
    const id = await propose(name, one('v'), { ChangeSetType: 'CREATE', Description: 'first' })
    expect(id).toMatch(/^arn:aws:cloudformation:us-east-1:777700000003:changeSet\/changes\/[0-9a-f-]{36}$/)
    expect(await stacks.describe(name)).toMatchObject({
      StackStatus: 'REVIEW_IN_PROGRESS',
      StackStatusReason: 'User Initiated',
    })
    const proposed = await describeChanges(id)
    expect(proposed).toMatchObject({
      Status: 'CREATE_COMPLETE',
      ExecutionStatus: 'AVAILABLE',
      ChangeSetName: 'changes',
      ChangeSetId: id,
      StackName: name,
      Description: 'first',
      Changes: [
        {
          Type: 'Resource',
          ResourceChange: {
            Action: 'Add',
            LogicalResourceId: 'Thing',
            ResourceType: 'AWS::SSM::Parameter',
            Details: [],
            Scope: [],
          },
        },
      ],
    })
    expect(await stacks.ids(name)).toEqual({})
    const { Summaries } = await cloudFormation.send(new ListChangeSetsCommand({ StackName: name }))
    expect(Summaries?.map((summary) => summary.ChangeSetId)).toEqual([id])

    await cloudFormation.send(new ExecuteChangeSetCommand({ ChangeSetName: id }))
    const stack = await stacks.settled(name)
    expect(stack).toMatchObject({ StackStatus: 'CREATE_COMPLETE', ChangeSetId: id })
    expect(Object.keys(await stacks.ids(name))).toEqual(['Thing'])
    expect(await refusalOf(cloudFormation.send(new ExecuteChangeSetCommand({ ChangeSetName: id })))).toMatchObject({
      name: 'InvalidChangeSetStatusException',
    })
  })

  it('shows an update property by property: what changes, from what to what, and what is replaced', async () => {
    const name = uniqueName('shown')
    const template = (text: string, Name: string, pool: string) => ({
      Resources: {
        Plain: parameter(text),
        Named: parameter('v', { Name }),
        Dependent: parameter({ Ref: 'Named' }),
        Untouched: parameter('same'),
        ...(pool ? { [pool]: { Type: 'AWS::Cognito::UserPool' } } : {}),
      },
    })
    const [before, after] = [uniqueName('/before'), uniqueName('/after')]
    await stacks.create(name, template('old', before, 'OldPool'))
    const ids = await stacks.ids(name)
    const id = await propose(name, template('new', after, 'NewPool'))
    const { Changes = [] } = await describeChanges(id, undefined, true)
    const changes = Object.fromEntries(
      Changes.map(({ ResourceChange: change }) => [change?.LogicalResourceId ?? '', change]),
    )
    expect(Object.keys(changes).sort()).toEqual(['Dependent', 'Named', 'NewPool', 'OldPool', 'Plain'])
    expect(changes.Plain).toMatchObject({
      Action: 'Modify',
      PhysicalResourceId: ids.Plain,
      Replacement: 'False',
      Scope: ['Properties'],
      Details: [
        {
          ChangeSource: 'DirectModification',
          Evaluation: 'Static',
          Target: {
            Attribute: 'Properties',
            Name: 'Value',
            Path: '/Properties/Value',
            RequiresRecreation: 'Never',
            BeforeValue: 'old',
            AfterValue: 'new',
            AttributeChangeType: 'Modify',
          },
        },
      ],
    })
    expect(changes.Named).toMatchObject({
      Action: 'Modify',
      Replacement: 'True',
      PolicyAction: 'ReplaceAndDelete',
      Details: [{ Target: { Name: 'Name', RequiresRecreation: 'Always', BeforeValue: before, AfterValue: after } }],
    })
    expect(changes.Dependent).toMatchObject({ Action: 'Modify', Replacement: 'False' })
    expect(changes.Dependent?.Details?.map((detail) => [detail.ChangeSource, detail.CausingEntity])).toContainEqual([
      'ResourceReference',
      'Named',
    ])
    expect(changes.OldPool).toMatchObject({ Action: 'Remove', PolicyAction: 'Delete', PhysicalResourceId: ids.OldPool })
    expect(changes.NewPool).toMatchObject({ Action: 'Add' })
    expect(JSON.parse(changes.Plain?.AfterContext ?? '{}')).toMatchObject({ Properties: { Value: 'new' } })

    // It was only shown.
    expect(await stacks.ids(name)).toEqual(ids)
    const { TemplateBody } = await cloudFormation.send(new GetTemplateCommand({ StackName: name }))
    expect(TemplateBody).toContain('OldPool')
  })

  it('does what it showed', async () => {
    const name = uniqueName('done')
    await stacks.create(name, one('old'))
    const ids = await stacks.ids(name)
    const id = await propose(name, one('new'))
    await cloudFormation.send(new ExecuteChangeSetCommand({ ChangeSetName: 'changes', StackName: name }))
    expect(await stacks.settled(name)).toMatchObject({ StackStatus: 'UPDATE_COMPLETE', ChangeSetId: id })
    expect(await stacks.ids(name)).toEqual(ids)
  })

  it('without changes fails with AWS’s text', async () => {
    const name = uniqueName('same')
    await stacks.create(name, one('v'))
    const id = await propose(name, one('v'))
    expect(await describeChanges(id)).toMatchObject({
      Status: 'FAILED',
      ExecutionStatus: 'UNAVAILABLE',
      StatusReason:
        "The submitted information didn't contain changes. Submit different information to create a change set.",
    })
    expect((await refusalOf(cloudFormation.send(new ExecuteChangeSetCommand({ ChangeSetName: id })))).name).toBe(
      'InvalidChangeSetStatusException',
    )
  })

  it('is obsolete or gone once another one was executed', async () => {
    const name = uniqueName('obsolete')
    await stacks.create(name, one('v'))
    const first = await propose(name, one('first'), { ChangeSetName: 'first' })
    await propose(name, one('second'), { ChangeSetName: 'second' })
    await cloudFormation.send(new ExecuteChangeSetCommand({ ChangeSetName: 'second', StackName: name }))
    await stacks.settled(name)
    const refusal = await refusalOf(cloudFormation.send(new ExecuteChangeSetCommand({ ChangeSetName: first })))
    expect(['InvalidChangeSetStatusException', 'ChangeSetNotFoundException']).toContain(refusal.name)
  })

  it('is deleted: then nobody knows it, and a stack in review can be deleted', async () => {
    const name = uniqueName('discarded')
    const id = await propose(name, one('v'), { ChangeSetType: 'CREATE' })
    await cloudFormation.send(new DeleteChangeSetCommand({ ChangeSetName: 'changes', StackName: name }))
    for (const ask of [() => describeChanges(id), () => describeChanges('changes', name)]) {
      expect(await refusalOf(ask())).toMatchObject({ name: 'ChangeSetNotFoundException', status: 404 })
    }
    // Deleting one that is unknown is no error.
    await cloudFormation.send(new DeleteChangeSetCommand({ ChangeSetName: 'changes', StackName: name }))
    const { StackId } = await stacks.describe(name)
    await cloudFormation.send(new DeleteStackCommand({ StackName: StackId }))
    expect((await refusalOf(stacks.describe(name))).message).toBe(`Stack with id ${name} does not exist`)
  })

  it('is refused for the wrong kind of stack', async () => {
    const name = uniqueName('wrong')
    expect((await refusalOf(propose(name, one('v'), { ChangeSetType: 'UPDATE' }))).message).toBe(
      `Stack [${name}] does not exist`,
    )
    await stacks.create(name, one('v'))
    expect((await refusalOf(propose(name, one('w'), { ChangeSetType: 'CREATE' }))).message).toBe(
      `Stack [${name}] already exists and cannot be created again with the changeSet [changes].`,
    )
    expect((await refusalOf(propose(name, one('w'), { ChangeSetType: 'IMPORT' }))).message).toContain('not emulated')
  })
})
