import {
  CreateAuthorizerCommand,
  CreateDeploymentCommand,
  CreateModelCommand,
  CreateRequestValidatorCommand,
  CreateRestApiCommand,
  CreateStageCommand,
  DeleteAuthorizerCommand,
  DeleteDeploymentCommand,
  DeleteGatewayResponseCommand,
  DeleteModelCommand,
  DeleteRequestValidatorCommand,
  DeleteStageCommand,
  GetAccountCommand,
  GetAuthorizerCommand,
  GetAuthorizersCommand,
  GetDeploymentsCommand,
  GetGatewayResponseCommand,
  GetGatewayResponsesCommand,
  GetModelCommand,
  GetModelsCommand,
  GetRequestValidatorsCommand,
  GetStageCommand,
  GetStagesCommand,
  GetTagsCommand,
  PutGatewayResponseCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAccountCommand,
  UpdateAuthorizerCommand,
  UpdateMethodCommand,
  UpdateModelCommand,
  UpdateRequestValidatorCommand,
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
  it('serve what was deployed, each stage its own, and go back to an older deployment', async () => {
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

  it('are refused with a canary, by name', async () => {
    const canarySettings = { percentTraffic: 10 }
    const refusal = await refusalOf(
      apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'test', canarySettings })),
    )
    expect(refusal.status).toBe(400)
    expect(refusal.message).toContain('canarySettings')
  })
})

describe('authorizers', () => {
  const providerARNs = ['arn:aws:cognito-idp:us-east-1:666600000003:userpool/us-east-1_abcdefghi']
  it('are created, updated, listed and deleted', async () => {
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

  it('are refused without a pool, and as a Lambda authorizer by name', async () => {
    const source = { restApiId, name: 'x', identitySource: 'method.request.header.Authorization' }
    const bare = new CreateAuthorizerCommand({ ...source, type: 'COGNITO_USER_POOLS' })
    expect((await refusalOf(apiGateway.send(bare))).name).toBe('BadRequestException')
    const authorizerUri = 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/f/invocations'
    const lambda = new CreateAuthorizerCommand({ ...source, type: 'TOKEN', authorizerUri })
    expect((await refusalOf(apiGateway.send(lambda))).message).toContain('An authorizer of type TOKEN is not emulated')
  })
})

describe('models and validators', () => {
  it('models are there by default, created, updated and deleted', async () => {
    const names = async () =>
      (await apiGateway.send(new GetModelsCommand({ restApiId }))).items?.map((m) => m.name).sort()
    expect(await names()).toEqual(['Empty', 'Error'])
    const at = { restApiId, modelName: 'Order' }
    const input = { restApiId, name: 'Order', contentType: 'application/json' }
    await apiGateway.send(new CreateModelCommand({ ...input, schema: '{"type":"object"}' }))
    const again = await refusalOf(apiGateway.send(new CreateModelCommand({ ...input, schema: '{"type":"object"}' })))
    expect(again).toMatchObject({ status: 409, message: 'Model name already exists for this REST API' })
    const patchOperations = [{ op: 'replace' as const, path: '/schema', value: '{"type":"array"}' }]
    await apiGateway.send(new UpdateModelCommand({ ...at, patchOperations }))
    expect((await apiGateway.send(new GetModelCommand(at))).schema).toBe('{"type":"array"}')
    await apiGateway.send(new DeleteModelCommand(at))
    expect(await refusalOf(apiGateway.send(new GetModelCommand(at)))).toMatchObject({
      name: 'NotFoundException',
      message: 'Invalid model name specified: Order',
    })
  })

  it('validators make missing parameters a 400, by AWS’s list of them', async () => {
    const own = await createMockApi({ apiGateway, origin }, [{ path: '/v', ...says('valid') }])
    const of = { restApiId: own.apiId }
    const validator = await apiGateway.send(new CreateRequestValidatorCommand({ ...of, name: 'parameters' }))
    expect(validator).toMatchObject({ validateRequestBody: false, validateRequestParameters: false })
    const set = (path: string, value: string) => ({ op: 'replace' as const, path, value })
    const add = (path: string, value: string) => ({ op: 'add' as const, path, value })
    const at = { ...of, requestValidatorId: validator.id }
    const on = [set('/validateRequestParameters', 'true')]
    await apiGateway.send(new UpdateRequestValidatorCommand({ ...at, patchOperations: on }))
    await apiGateway.send(
      new UpdateMethodCommand({
        ...of,
        resourceId: own.resources['/v'],
        httpMethod: 'GET',
        patchOperations: [
          set('/requestValidatorId', validator.id ?? ''),
          add('/requestParameters/method.request.querystring.page', 'true'),
          add('/requestParameters/method.request.header.X-Tenant', 'true'),
          add('/requestParameters/method.request.querystring.sort', 'false'),
        ],
      }),
    )
    await own.deploy()
    const missing = await own.call('/v')
    expect([missing.status, await missing.text()]).toEqual([
      400,
      '{"message": "Missing required request parameters: [X-Tenant, page]"}',
    ])
    expect(missing.headers.get('x-amzn-errortype')).toBe('BadRequestException')
    expect((await own.call('/v?page=1', { headers: { 'X-Tenant': 't' } })).status).toBe(200)
    expect((await apiGateway.send(new GetRequestValidatorsCommand(of))).items).toHaveLength(1)
    await apiGateway.send(
      new UpdateMethodCommand({
        ...of,
        resourceId: own.resources['/v'],
        httpMethod: 'GET',
        patchOperations: [set('/requestValidatorId', '')],
      }),
    )
    await apiGateway.send(new DeleteRequestValidatorCommand(at))
  })
})

describe('gateway responses', () => {
  it('are all there by default, replace what a refusal says once deployed, and go back', async () => {
    const { items = [] } = await apiGateway.send(new GetGatewayResponsesCommand({ restApiId }))
    expect(items).toHaveLength(21)
    expect(items.every((response) => response.defaultResponse)).toBe(true)
    const at = { restApiId, responseType: 'MISSING_AUTHENTICATION_TOKEN' as const }
    const made = await apiGateway.send(
      new PutGatewayResponseCommand({
        ...at,
        statusCode: '404',
        responseParameters: { 'gatewayresponse.header.X-Why': "'lost'" },
        responseTemplates: {
          'application/json': '{"said":$context.error.messageString,"as":"$context.error.responseType"}',
        },
      }),
    )
    expect(made).toMatchObject({
      responseType: 'MISSING_AUTHENTICATION_TOKEN',
      statusCode: '404',
      defaultResponse: false,
    })
    expect((await api.call('/nothing')).status).toBe(403)
    await api.deploy()
    const lost = await api.call('/nothing')
    expect([lost.status, await lost.json()]).toEqual([
      404,
      { said: 'Missing Authentication Token', as: 'MISSING_AUTHENTICATION_TOKEN' },
    ])
    expect(lost.headers.get('x-why')).toBe('lost')
    await apiGateway.send(new DeleteGatewayResponseCommand(at))
    expect((await apiGateway.send(new GetGatewayResponseCommand(at))).defaultResponse).toBe(true)
    await api.deploy()
    expect((await api.call('/nothing')).status).toBe(403)
    expect((await refusalOf(apiGateway.send(new DeleteGatewayResponseCommand(at)))).message).toBe(
      'Gateway response type not defined on api',
    )
  })

  it('inherit from DEFAULT_4XX what they do not say themselves', async () => {
    const own = await createMockApi({ apiGateway, origin }, [{ path: '/a' }])
    const put = new PutGatewayResponseCommand({ restApiId: own.apiId, responseType: 'DEFAULT_4XX', statusCode: '418' })
    await apiGateway.send(put)
    await own.deploy()
    const response = await own.call('/nothing')
    expect([response.status, await response.text()]).toEqual([418, '{"message":"Missing Authentication Token"}'])
    expect((await own.call('/a')).status).toBe(200)
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
