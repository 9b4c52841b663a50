import { GetRestApiCommand, GetRestApisCommand } from '@aws-sdk/client-api-gateway'
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import {
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { DescribeRepositoriesCommand } from '@aws-sdk/client-ecr'
import { ListRolesCommand } from '@aws-sdk/client-iam'
import { ListKeysCommand } from '@aws-sdk/client-kms'
import { ListBucketsCommand } from '@aws-sdk/client-s3'
import { DescribeParametersCommand, GetParameterCommand } from '@aws-sdk/client-ssm'
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { protectedStack } from '../support/protected-stack.ts'
import { refusalOf } from '../support/refusal.ts'
import { stacksOf } from '../support/stacks.ts'

const origin = inject('origin')
const home = { origin, account: '999900000001', region: 'us-east-1' }
const domain = uniqueName('isolated')
const parameterName = uniqueName('/isolated')
const policy = (Action: string) => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: home.account }, Action, ...(Action === 'kms:*' ? { Resource: '*' } : {}) },
  ],
})
const template = protectedStack({
  domain,
  extra: {
    Parameter: { Type: 'AWS::SSM::Parameter', Properties: { Name: parameterName, Type: 'String', Value: 'mine' } },
    Bucket: { Type: 'AWS::S3::Bucket' },
    Repository: { Type: 'AWS::ECR::Repository' },
    Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: policy('kms:*') } },
    Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: policy('sts:AssumeRole') } },
  },
})

let ids: Record<string, string>
beforeAll(async () => {
  const stacks = stacksOf(awsClients(home).cloudFormation)
  const stack = await stacks.create('isolated', template, { Capabilities: ['CAPABILITY_IAM'] })
  expect(stack.StackStatus).toBe('CREATE_COMPLETE')
  ids = await stacks.ids('isolated')
})

/** The number of things of each kind that somebody sees. */
async function seen({ apiGateway, cloudFormation, cognito, ecr, iam, kms, s3, ssm }: ReturnType<typeof awsClients>) {
  return {
    stacks: (await cloudFormation.send(new DescribeStacksCommand({}))).Stacks?.length ?? 0,
    pools: (await cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }))).UserPools?.length ?? 0,
    apis: (await apiGateway.send(new GetRestApisCommand({}))).items?.length ?? 0,
    parameters: (await ssm.send(new DescribeParametersCommand({}))).Parameters?.length ?? 0,
    repositories: (await ecr.send(new DescribeRepositoriesCommand({}))).repositories?.length ?? 0,
    keys: (await kms.send(new ListKeysCommand({}))).Keys?.length ?? 0,
    buckets: (await s3.send(new ListBucketsCommand({}))).Buckets?.length ?? 0,
    roles: (await iam.send(new ListRolesCommand({}))).Roles?.length ?? 0,
  }
}

const regional = { stacks: 1, pools: 1, apis: 1, parameters: 1, repositories: 1, keys: 1 }
const none = { stacks: 0, pools: 0, apis: 0, parameters: 0, repositories: 0, keys: 0 }

describe('an account and region', () => {
  it('sees what is its own', async () => {
    expect(await seen(awsClients(home))).toEqual({ ...regional, buckets: 1, roles: 1 })
  })

  it('sees nothing of another account', async () => {
    const stranger = awsClients({ ...home, account: '999900000002' })
    expect(await seen(stranger)).toEqual({ ...none, buckets: 0, roles: 0 })
  })

  it('sees nothing of another region but what is global', async () => {
    const elsewhere = awsClients({ ...home, region: 'eu-west-1' })
    expect(await seen(elsewhere)).toEqual({ ...none, buckets: 1, roles: 1 })
  })

  it.each([{ account: '999900000002' }, { region: 'eu-west-1' }])(
    'cannot reach it by its id either: %j',
    async (other) => {
      const { apiGateway, cloudFormation, cognito, ssm } = awsClients({ ...home, ...other })
      const UserPoolId = ids.Pool
      const attempts = [
        cognito.send(new DescribeUserPoolCommand({ UserPoolId })),
        cognito.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId: ids.Client })),
        apiGateway.send(new GetRestApiCommand({ restApiId: ids.Api })),
        ssm.send(new GetParameterCommand({ Name: parameterName })),
        cloudFormation.send(new DescribeStacksCommand({ StackName: 'isolated' })),
      ]
      const refusals = await Promise.all(attempts.map((attempt) => refusalOf(attempt)))
      expect(refusals.map((refusal) => refusal.name)).toEqual([
        'ResourceNotFoundException',
        'ResourceNotFoundException',
        'NotFoundException',
        'ParameterNotFound',
        'ValidationError',
      ])
    },
  )

  it('may hold a stack of the same name, with resources of its own', async () => {
    const stacks = stacksOf(awsClients({ ...home, region: 'eu-west-2' }).cloudFormation)
    const stack = await stacks.create('isolated', protectedStack({ domain }))
    expect(stack.StackStatus).toBe('CREATE_COMPLETE')
    const theirs = await stacks.ids('isolated')
    expect(theirs.Pool).not.toBe(ids.Pool)
    expect((await stacks.delete('isolated')).StackStatus).toBe('DELETE_COMPLETE')
    const { Stacks } = await awsClients(home).cloudFormation.send(new DescribeStacksCommand({ StackName: 'isolated' }))
    expect(Stacks?.[0]?.StackStatus).toBe('CREATE_COMPLETE')
  })
})

describe('assuming a role', () => {
  it('keeps the account, and moves to the role’s', async () => {
    const assumed = async (account: string) => {
      const { sts } = awsClients(home)
      const RoleArn = `arn:aws:iam::${account}:role/deploy`
      const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' }))
      return awsClients({
        ...home,
        credentials: {
          accessKeyId: Credentials?.AccessKeyId ?? '',
          secretAccessKey: Credentials?.SecretAccessKey ?? '',
          sessionToken: Credentials?.SessionToken,
        },
      })
    }
    const own = await assumed(home.account)
    expect((await own.sts.send(new GetCallerIdentityCommand({}))).Account).toBe(home.account)
    expect((await seen(own)).stacks).toBe(1)
    const other = await assumed('999900000003')
    expect((await other.sts.send(new GetCallerIdentityCommand({}))).Account).toBe('999900000003')
    expect((await seen(other)).stacks).toBe(0)
  })
})
