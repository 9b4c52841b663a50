import {
  CreateModelCommand,
  CreateRestApiCommand,
  DeleteModelCommand,
  GetModelsCommand,
} from '@aws-sdk/client-api-gateway'
import { CreateLogGroupCommand, DeleteLogGroupCommand, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
  CreateResourceServerCommand,
  CreateUserPoolCommand,
  DeleteResourceServerCommand,
  ListResourceServersCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { CreateRepositoryCommand, DeleteRepositoryCommand, DescribeRepositoriesCommand } from '@aws-sdk/client-ecr'
import { CreateRoleCommand, DeleteRoleCommand, ListRolesCommand } from '@aws-sdk/client-iam'
import { CreateAliasCommand, CreateKeyCommand, DeleteAliasCommand, ListAliasesCommand } from '@aws-sdk/client-kms'
import { CreateBucketCommand, DeleteObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import { CreateSecretCommand, DeleteSecretCommand, ListSecretsCommand } from '@aws-sdk/client-secrets-manager'
import { DeleteParameterCommand, GetParametersByPathCommand, PutParameterCommand } from '@aws-sdk/client-ssm'
import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { type Refusal, refusalOf } from '../support/refusal.ts'

const aws = awsClients({ origin: inject('origin'), account: '333300000017' })

interface List {
  add(name: string): Promise<unknown>
  remove(name: string): Promise<unknown>
  /** Two names. */
  page(token?: string): Promise<{ names: readonly (string | undefined)[]; next: string | undefined }>
  readonly refusal: Omit<Refusal, 'message'>
}

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
})

const LISTS: Readonly<Record<string, () => Promise<List>>> = {
  async 'ssm: GetParametersByPath'() {
    const Path = uniqueName('/paged')
    return {
      add: (name) => aws.ssm.send(new PutParameterCommand({ Name: `${Path}/${name}`, Value: 'v', Type: 'String' })),
      remove: (name) => aws.ssm.send(new DeleteParameterCommand({ Name: `${Path}/${name}` })),
      async page(NextToken) {
        const page = await aws.ssm.send(new GetParametersByPathCommand({ Path, MaxResults: 2, NextToken }))
        return { names: page.Parameters?.map(({ Name }) => Name?.slice(-1)) ?? [], next: page.NextToken }
      },
      refusal: { name: 'InvalidNextToken', status: 400 },
    }
  },
  async 'iam: ListRoles'() {
    const PathPrefix = `/${uniqueName('paged')}/`
    return {
      add: (RoleName) =>
        aws.iam.send(new CreateRoleCommand({ RoleName, Path: PathPrefix, AssumeRolePolicyDocument: TRUST })),
      remove: (RoleName) => aws.iam.send(new DeleteRoleCommand({ RoleName })),
      async page(Marker) {
        const page = await aws.iam.send(new ListRolesCommand({ PathPrefix, MaxItems: 2, Marker }))
        return { names: page.Roles?.map(({ RoleName }) => RoleName) ?? [], next: page.Marker }
      },
      refusal: { name: 'ValidationError', status: 400 },
    }
  },
  async 'kms: ListAliases'() {
    const { KeyMetadata } = await aws.kms.send(new CreateKeyCommand({}))
    const KeyId = KeyMetadata?.KeyId
    const aliasOf = (name: string) => `alias/paged-${name}`
    return {
      add: (name) => aws.kms.send(new CreateAliasCommand({ AliasName: aliasOf(name), TargetKeyId: KeyId })),
      remove: (name) => aws.kms.send(new DeleteAliasCommand({ AliasName: aliasOf(name) })),
      async page(Marker) {
        const page = await aws.kms.send(new ListAliasesCommand({ KeyId, Limit: 2, Marker }))
        return { names: page.Aliases?.map(({ AliasName }) => AliasName?.slice(-1)) ?? [], next: page.NextMarker }
      },
      refusal: { name: 'InvalidMarkerException', status: 400 },
    }
  },
  async 'ecr: DescribeRepositories'() {
    const nameOf = (name: string) => `paged/${name}`
    return {
      add: (name) => aws.ecr.send(new CreateRepositoryCommand({ repositoryName: nameOf(name) })),
      remove: (name) => aws.ecr.send(new DeleteRepositoryCommand({ repositoryName: nameOf(name) })),
      async page(nextToken) {
        const page = await aws.ecr.send(new DescribeRepositoriesCommand({ maxResults: 2, nextToken }))
        return { names: page.repositories?.map((each) => each.repositoryName?.slice(-1)) ?? [], next: page.nextToken }
      },
      refusal: { name: 'InvalidParameterException', status: 400 },
    }
  },
  async 'secretsmanager: ListSecrets'() {
    return {
      add: (Name) => aws.secretsManager.send(new CreateSecretCommand({ Name, SecretString: 's' })),
      remove: (SecretId) =>
        aws.secretsManager.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true })),
      async page(NextToken) {
        const input = { SortBy: 'name', MaxResults: 2, NextToken } as const
        const page = await aws.secretsManager.send(new ListSecretsCommand(input))
        return { names: page.SecretList?.map(({ Name }) => Name) ?? [], next: page.NextToken }
      },
      refusal: { name: 'InvalidNextTokenException', status: 400 },
    }
  },
  async 'logs: DescribeLogGroups'() {
    const logGroupNamePrefix = uniqueName('paged-')
    const nameOf = (name: string) => `${logGroupNamePrefix}-${name}`
    return {
      add: (name) => aws.logs.send(new CreateLogGroupCommand({ logGroupName: nameOf(name) })),
      remove: (name) => aws.logs.send(new DeleteLogGroupCommand({ logGroupName: nameOf(name) })),
      async page(nextToken) {
        const page = await aws.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix, limit: 2, nextToken }))
        return { names: page.logGroups?.map((group) => group.logGroupName?.slice(-1)) ?? [], next: page.nextToken }
      },
      refusal: { name: 'InvalidParameterException', status: 400 },
    }
  },
  async 's3: ListObjectsV2'() {
    const Bucket = uniqueName('paged-')
    await aws.s3.send(new CreateBucketCommand({ Bucket }))
    return {
      add: (Key) => aws.s3.send(new PutObjectCommand({ Bucket, Key, Body: Key })),
      remove: (Key) => aws.s3.send(new DeleteObjectCommand({ Bucket, Key })),
      async page(ContinuationToken) {
        const page = await aws.s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: 2, ContinuationToken }))
        return { names: page.Contents?.map(({ Key }) => Key) ?? [], next: page.NextContinuationToken }
      },
      refusal: { name: 'InvalidArgument', status: 400 },
    }
  },
  async 'cognito: ListResourceServers'() {
    const { UserPool } = await aws.cognito.send(new CreateUserPoolCommand({ PoolName: 'paged' }))
    const UserPoolId = UserPool?.Id
    return {
      add: (Identifier) =>
        aws.cognito.send(new CreateResourceServerCommand({ UserPoolId, Identifier, Name: Identifier })),
      remove: (Identifier) => aws.cognito.send(new DeleteResourceServerCommand({ UserPoolId, Identifier })),
      async page(NextToken) {
        const page = await aws.cognito.send(new ListResourceServersCommand({ UserPoolId, MaxResults: 2, NextToken }))
        return { names: page.ResourceServers?.map(({ Identifier }) => Identifier) ?? [], next: page.NextToken }
      },
      refusal: { name: 'InvalidParameterException', status: 400 },
    }
  },
  async 'apigateway: GetModels'() {
    const { id: restApiId } = await aws.apiGateway.send(new CreateRestApiCommand({ name: 'paged' }))
    const remove = (modelName: string) => aws.apiGateway.send(new DeleteModelCommand({ restApiId, modelName }))
    for (const born of ['Empty', 'Error']) await remove(born)
    return {
      add: (name) => {
        const input = { restApiId, name, schema: '{}', contentType: 'application/json' }
        return aws.apiGateway.send(new CreateModelCommand(input))
      },
      remove,
      async page(position) {
        const page = await aws.apiGateway.send(new GetModelsCommand({ restApiId, limit: 2, position }))
        return { names: page.items?.map(({ name }) => name) ?? [], next: page.position }
      },
      refusal: { name: 'BadRequestException', status: 400 },
    }
  },
}

describe.each(Object.entries(LISTS))('%s', (_name, open) => {
  it('goes on behind what was shown while the list changes, and refuses a token that is not its own', async () => {
    const list = await open()
    for (const name of ['b', 'd', 'f', 'h']) await list.add(name)
    const first = await list.page()
    expect(first).toEqual({ names: ['b', 'd'], next: expect.any(String) })

    // The last one shown goes, and so does one that was not shown; others come on both sides.
    for (const name of ['d', 'f']) await list.remove(name)
    for (const name of ['a', 'e']) await list.add(name)
    expect(await list.page(first.next)).toEqual({ names: ['e', 'h'], next: undefined })

    const swapped = `${first.next?.slice(1)}${first.next?.charAt(0)}`
    const position = Buffer.from('start:2').toString('base64')
    for (const token of [swapped, position, 'zzz']) {
      expect(await refusalOf(list.page(token))).toMatchObject(list.refusal)
    }
  })
})
