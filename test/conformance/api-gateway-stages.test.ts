import {
  CreateAuthorizerCommand,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  CreateStageCommand,
  DeleteAuthorizerCommand,
  DeleteDeploymentCommand,
  DeleteStageCommand,
  GetAccountCommand,
  GetAuthorizerCommand,
  GetAuthorizersCommand,
  GetDeploymentsCommand,
  GetStageCommand,
  GetStagesCommand,
  GetTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAccountCommand,
  UpdateAuthorizerCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createMockApi, type MockApi } from '../support/mock-api.ts'
import { refusalOf } from '../support/refusal.ts'

const origin = inject('origin')
const { apiGateway } = awsClients({ origin, account: '666600000003' })
const says = (text: string) => ({ responses: [{ statusCode: '200', responseTemplates: { 'application/json': text } }] })

let api: MockApi
let restApiId: string
beforeAll(async () => {
  api = await createMockApi({ apiGateway, origin }, [{ path: '/orders', ...says('first') }])
  restApiId = api.apiId
})

describe('stages and deployments', () => {
  it('serve what was deployed, each stage its own, and go back to an older deployment (api-gateway 1.1.7, 1.2.18)', async () => {
    const own = await createMockApi({ apiGateway, origin }, [{ path: '/a', ...says('$stageVariables.colour') }])
    const at = { restApiId: own.apiId }
    const old = (await apiGateway.send(new GetDeploymentsCommand(at))).items?.[0]?.id
    const made = await apiGateway.send(
      new CreateStageCommand({ ...at, stageName: 'blue', deploymentId: old, variables: { colour: 'blue' } }),
    )
    expect(made).toMatchObject({
      stageName: 'blue',
      deploymentId: old,
      cacheClusterEnabled: false,
      cacheClusterStatus: 'NOT_AVAILABLE',
      methodSettings: {},
      tracingEnabled: false,
      variables: { colour: 'blue' },
    })
    const ask = async (stage: string, path = '/a') =>
      (await fetch(`${origin}/_aws/execute-api/${own.apiId}/${stage}${path}`)).text()
    expect([await ask('test'), await ask('blue')]).toEqual(['', 'blue'])
    expect(await ask('Blue')).toBe('{"message":"Forbidden"}')

    const newer = await own.deploy()
    expect((await apiGateway.send(new GetStageCommand({ ...at, stageName: 'test' }))).deploymentId).toBe(newer)
    expect((await apiGateway.send(new GetStageCommand({ ...at, stageName: 'blue' }))).deploymentId).toBe(old)
    const { item: stages } = await apiGateway.send(new GetStagesCommand(at))
    expect(stages?.map((stage) => stage.stageName).sort()).toEqual(['blue', 'test'])
    expect(await refusalOf(apiGateway.send(new DeleteDeploymentCommand({ ...at, deploymentId: old })))).toEqual({
      name: 'BadRequestException',
      message: 'Active stages pointing to this deployment must be moved or deleted',
      status: 400,
    })
    await apiGateway.send(
      new UpdateStageCommand({
        ...at,
        stageName: 'blue',
        patchOperations: [
          { op: 'replace', path: '/deploymentId', value: newer },
          { op: 'replace', path: '/variables/colour', value: 'navy' },
        ],
      }),
    )
    expect(await ask('blue')).toBe('navy')
    await apiGateway.send(new DeleteDeploymentCommand({ ...at, deploymentId: old }))
    await apiGateway.send(new DeleteStageCommand({ ...at, stageName: 'blue' }))
    expect(await ask('blue')).toBe('{"message":"Forbidden"}')
  })

  it('are refused for an API without methods or integrations', async () => {
    const empty = await apiGateway.send(new CreateRestApiCommand({ name: 'empty' }))
    const deploy = new CreateDeploymentCommand({ restApiId: empty.id, stageName: 'test' })
    expect(await refusalOf(apiGateway.send(deploy))).toMatchObject({
      name: 'BadRequestException',
      message: "The REST API doesn't contain any methods",
    })
  })
})

describe('authorizers', () => {
  const providerARNs = ['arn:aws:cognito-idp:us-east-1:666600000003:userpool/us-east-1_abcdefghi']
  it('are created, updated, listed and deleted (api-gateway 3.1.5)', async () => {
    const made = await apiGateway.send(
      new CreateAuthorizerCommand({
        restApiId,
        name: 'pool',
        type: 'COGNITO_USER_POOLS',
        providerARNs,
        identitySource: 'method.request.header.Authorization',
      }),
    )
    const { $metadata, ...authorizer } = made
    expect(authorizer).toEqual({
      id: expect.stringMatching(/^[a-z0-9]{6}$/),
      name: 'pool',
      type: 'COGNITO_USER_POOLS',
      providerARNs,
      authType: 'cognito_user_pools',
      identitySource: 'method.request.header.Authorization',
    })
    const at = { restApiId, authorizerId: made.id }
    const patchOperations = [{ op: 'replace' as const, path: '/name', value: 'renamed' }]
    await apiGateway.send(new UpdateAuthorizerCommand({ ...at, patchOperations }))
    expect((await apiGateway.send(new GetAuthorizerCommand(at))).name).toBe('renamed')
    expect((await apiGateway.send(new GetAuthorizersCommand({ restApiId }))).items).toHaveLength(1)
    await apiGateway.send(new DeleteAuthorizerCommand(at))
    expect((await refusalOf(apiGateway.send(new GetAuthorizerCommand(at)))).name).toBe('NotFoundException')
  })

  it('are refused without a pool, and without the URI of a function', async () => {
    const source = { restApiId, name: 'x', identitySource: 'method.request.header.Authorization' }
    const bare = new CreateAuthorizerCommand({ ...source, type: 'COGNITO_USER_POOLS' })
    expect((await refusalOf(apiGateway.send(bare))).name).toBe('BadRequestException')
    const authorizerUri = 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/f/invocations'
    const token = { ...source, type: 'TOKEN' as const }
    expect((await refusalOf(apiGateway.send(new CreateAuthorizerCommand(token)))).name).toBe('BadRequestException')
    const made = await apiGateway.send(new CreateAuthorizerCommand({ ...token, authorizerUri }))
    const { $metadata, ...shown } = made
    const { restApiId: _, ...given } = token
    expect(shown).toEqual({ ...given, authorizerUri, authType: 'custom', id: expect.any(String) })
  })
})

describe('tags and the account', () => {
  it('tags are put on an API and taken off', async () => {
    const resourceArn = `arn:aws:apigateway:us-east-1::/restapis/${restApiId}`
    await apiGateway.send(new TagResourceCommand({ resourceArn, tags: { team: 'orders', stage: 'test' } }))
    await apiGateway.send(new UntagResourceCommand({ resourceArn, tagKeys: ['stage'] }))
    expect((await apiGateway.send(new GetTagsCommand({ resourceArn }))).tags).toEqual({ team: 'orders' })
  })

  it('the account keeps its role for logs', async () => {
    const value = 'arn:aws:iam::666600000003:role/logs'
    const patchOperations = [{ op: 'replace' as const, path: '/cloudwatchRoleArn', value }]
    await apiGateway.send(new UpdateAccountCommand({ patchOperations }))
    expect((await apiGateway.send(new GetAccountCommand({}))).cloudwatchRoleArn).toBe(value)
  })
})
