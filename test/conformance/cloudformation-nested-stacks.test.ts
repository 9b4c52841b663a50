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

it('a stack nested in another one is created, updated, rolled back and deleted with it', async () => {
  const name = uniqueName('nesting')
  await s3.send(new CreateBucketCommand({ Bucket: name }))
  const parent = async (Key: string, template: object) => {
    await s3.send(new PutObjectCommand({ Bucket: name, Key, Body: JSON.stringify(template) }))
    const TemplateURL = `https://s3.us-east-1.amazonaws.com/${name}/${Key}`
    const Child = { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL, Parameters: { Name: name } } }
    return {
      Resources: { Child },
      Outputs: { Child: { Value: { Ref: 'Child' } }, Pool: { Value: { 'Fn::GetAtt': ['Child', 'Outputs.PoolId'] } } },
    }
  }
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
