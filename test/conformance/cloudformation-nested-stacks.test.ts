import {
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  ExecuteChangeSetCommand,
} from '@aws-sdk/client-cloudformation'
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { stacksOf } from '../support/stacks.ts'

const { cloudFormation, s3 } = awsClients({ origin: inject('origin'), account: '777700000019' })
const stacks = stacksOf(cloudFormation)

const child = (minimum: number, more: object = {}) => ({
  Parameters: { Name: { Type: 'String' } },
  Resources: {
    Pool: {
      Type: 'AWS::Cognito::UserPool',
      Properties: { UserPoolName: { Ref: 'Name' }, Policies: { PasswordPolicy: { MinimumLength: minimum } } },
    },
    ...more,
  },
  Outputs: { PoolId: { Value: { Ref: 'Pool' } } },
})

/** A bucket for templates, and a template with one of them nested in it. */
async function parentsIn(name: string) {
  await s3.send(new CreateBucketCommand({ Bucket: name }))
  return async (Key: string, template: object) => {
    await s3.send(new PutObjectCommand({ Bucket: name, Key, Body: JSON.stringify(template) }))
    const TemplateURL = `https://s3.us-east-1.amazonaws.com/${name}/${Key}`
    const Child = { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL, Parameters: { Name: name } } }
    return {
      Resources: { Child },
      Outputs: { Child: { Value: { Ref: 'Child' } }, Pool: { Value: { 'Fn::GetAtt': ['Child', 'Outputs.PoolId'] } } },
    }
  }
}

it('a stack nested in another one is created, updated, rolled back and deleted with it', async () => {
  const name = uniqueName('nesting')
  const parent = await parentsIn(name)
  const made = await stacks.create(name, await parent('a', child(8)))
  expect(made.StackStatus).toBe('CREATE_COMPLETE')
  const [id = '', pool] = made.Outputs?.map(({ OutputValue }) => OutputValue) ?? []
  expect(await stacks.describe(id)).toMatchObject({ ParentId: made.StackId, RootId: made.StackId })

  expect((await stacks.update(name, await parent('b', child(9)))).StackStatus).toBe('UPDATE_COMPLETE')
  expect(await stacks.describe(id)).toMatchObject({ StackStatus: 'UPDATE_COMPLETE' })

  const Bad = { Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId: 'us-east-1_missing' } }
  const failed = await stacks.update(name, await parent('c', child(10, { Bad })))
  expect(failed.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
  expect(failed.Outputs?.map(({ OutputValue }) => OutputValue)).toEqual([id, pool])
  expect(await stacks.describe(id)).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' })

  await stacks.delete(name)
  expect(await stacks.describe(id)).toMatchObject({ StackStatus: 'DELETE_COMPLETE' })
})

it('a change set shows what is to be done inside of nested stacks, and is carried out and deleted with theirs', async () => {
  const name = uniqueName('nested-sets')
  const parent = await parentsIn(name)
  const plan = async (ChangeSetType: 'CREATE' | 'UPDATE', template: object) => {
    const input = { StackName: name, ChangeSetName: uniqueName('set'), ChangeSetType, IncludeNestedStacks: true }
    const TemplateBody = JSON.stringify(template)
    const { Id = '' } = await cloudFormation.send(new CreateChangeSetCommand({ ...input, TemplateBody }))
    const root = await cloudFormation.send(new DescribeChangeSetCommand({ ChangeSetName: Id }))
    const change = root.Changes?.[0]?.ResourceChange
    const { ChangeSetId: ChangeSetName, PhysicalResourceId: StackName } = change ?? {}
    return { Id, root, inner: await cloudFormation.send(new DescribeChangeSetCommand({ ChangeSetName, StackName })) }
  }
  const first = await plan('CREATE', await parent('a', child(8)))
  expect(first.inner).toMatchObject({
    Status: 'CREATE_COMPLETE',
    ParentChangeSetId: first.Id,
    RootChangeSetId: first.Id,
    Changes: [{ ResourceChange: { Action: 'Add', LogicalResourceId: 'Pool' } }],
  })
  const { StackId: id = '', ChangeSetId } = first.inner
  expect(await stacks.describe(id)).toMatchObject({ StackStatus: 'REVIEW_IN_PROGRESS', RootId: first.root.StackId })
  const execute = (ChangeSetName: string) => cloudFormation.send(new ExecuteChangeSetCommand({ ChangeSetName }))
  await expect(execute(ChangeSetId ?? '')).rejects.toMatchObject({ name: 'ValidationError' })
  await execute(first.Id)
  expect(await stacks.settled(name)).toMatchObject({ StackStatus: 'CREATE_COMPLETE' })
  expect(await stacks.describe(id)).toMatchObject({ StackStatus: 'CREATE_COMPLETE', ChangeSetId })

  const bad = { X: { Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId: { Ref: 'Nobody' } } } }
  const second = await plan('UPDATE', await parent('b', child(9, bad)))
  expect(second.root).toMatchObject({
    Status: 'FAILED',
    StatusReason: `Nested change set ${second.inner.ChangeSetId} was not successfully created: Currently in FAILED.`,
  })
  expect(second.inner.StatusReason).toContain('Unresolved resource dependencies [Nobody]')
  const third = await plan('UPDATE', await parent('c', child(9)))
  expect(third.inner.Changes).toMatchObject([{ ResourceChange: { Action: 'Modify', Replacement: 'False' } }])
  await cloudFormation.send(new DeleteChangeSetCommand({ ChangeSetName: third.Id }))
  const deleted = new DescribeChangeSetCommand({ ChangeSetName: third.inner.ChangeSetId })
  await expect(cloudFormation.send(deleted)).rejects.toMatchObject({ name: 'ChangeSetNotFoundException' })
  await stacks.delete(name)
})
