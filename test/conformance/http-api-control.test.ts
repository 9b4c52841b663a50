import { CreateRestApiCommand } from '@aws-sdk/client-api-gateway'
import {
  CreateApiCommand,
  CreateAuthorizerCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
  DeleteApiCommand,
  DeleteIntegrationCommand,
  GetApiCommand,
  GetApisCommand,
  GetIntegrationCommand,
  GetRouteCommand,
  GetRoutesCommand,
  GetStageCommand,
  GetTagsCommand,
  ImportApiCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateApiCommand,
} from '@aws-sdk/client-apigatewayv2'
import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { refusalOf } from '../support/refusal.ts'

const origin = inject('origin')
const { apiGateway, httpApi } = awsClients({ origin, account: '666600000012' })
const FUNCTION = 'arn:aws:lambda:us-east-1:666600000012:function:hello'

async function createApi(Name: string) {
  const { ApiId = '' } = await httpApi.send(new CreateApiCommand({ Name, ProtocolType: 'HTTP' }))
  return ApiId
}

async function createIntegration(ApiId: string) {
  const { IntegrationId = '' } = await httpApi.send(
    new CreateIntegrationCommand({
      ApiId,
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: FUNCTION,
      PayloadFormatVersion: '2.0',
    }),
  )
  return IntegrationId
}

describe('an HTTP API', () => {
  it('is echoed with its defaults (api-gateway 12.6.3)', async () => {
    const { $metadata, ...made } = await httpApi.send(new CreateApiCommand({ Name: 'echo', ProtocolType: 'HTTP' }))
    expect($metadata.httpStatusCode).toBe(201)
    expect(made.ApiId).toMatch(/^[a-z0-9]{10}$/)
    expect(made.CreatedDate).toBeInstanceOf(Date)
    expect(made).toEqual({
      ApiEndpoint: `https://${made.ApiId}.execute-api.us-east-1.amazonaws.com`,
      ApiId: made.ApiId,
      ApiKeySelectionExpression: '$request.header.x-api-key',
      CreatedDate: made.CreatedDate,
      DisableExecuteApiEndpoint: false,
      IpAddressType: 'ipv4',
      Name: 'echo',
      ProtocolType: 'HTTP',
      RouteSelectionExpression: '$request.method $request.path',
      Tags: {},
    })
    const { $metadata: _, ...found } = await httpApi.send(new GetApiCommand({ ApiId: made.ApiId }))
    expect(found).toEqual(made)
  })

  it('is another kind than a REST API, although both are API Gateway', async () => {
    const { id = '' } = await apiGateway.send(new CreateRestApiCommand({ name: 'rest' }))
    expect(await refusalOf(httpApi.send(new GetApiCommand({ ApiId: id })))).toMatchObject({
      name: 'NotFoundException',
      status: 404,
      message: `Invalid API identifier specified 666600000012:${id}`,
    })
  })

  it('is answered in pages (api-gateway 12.6.1)', async () => {
    const own = awsClients({ origin, account: '666600000013' }).httpApi
    for (const Name of ['a', 'b', 'c']) await own.send(new CreateApiCommand({ Name, ProtocolType: 'HTTP' }))
    const first = await own.send(new GetApisCommand({ MaxResults: '2' }))
    const rest = await own.send(new GetApisCommand({ MaxResults: '2', NextToken: first.NextToken }))
    expect(rest.NextToken).toBeUndefined()
    const names = [...(first.Items ?? []), ...(rest.Items ?? [])].map(({ Name }) => Name)
    expect(names.toSorted()).toEqual(['a', 'b', 'c'])
    expect(await refusalOf(own.send(new GetApisCommand({ NextToken: 'x' })))).toMatchObject({
      name: 'BadRequestException',
    })
  })

  it('carries tags (api-gateway 12.6.1)', async () => {
    const ApiId = await createApi('tagged')
    const ResourceArn = `arn:aws:apigateway:us-east-1::/apis/${ApiId}`
    await httpApi.send(new TagResourceCommand({ ResourceArn, Tags: { team: 'pets', cost: '1' } }))
    await httpApi.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['cost'] }))
    expect((await httpApi.send(new GetTagsCommand({ ResourceArn }))).Tags).toEqual({ team: 'pets' })
    await httpApi.send(new DeleteApiCommand({ ApiId }))
    expect(await refusalOf(httpApi.send(new GetTagsCommand({ ResourceArn })))).toMatchObject({ status: 404 })
  })

  it('of quick create answers at once (api-gateway 12.6.4)', async () => {
    const { ApiId } = await httpApi.send(
      new CreateApiCommand({ Name: 'quick', ProtocolType: 'HTTP', Target: 'https://backend.example.com/pets' }),
    )
    const { Items: [route] = [] } = await httpApi.send(new GetRoutesCommand({ ApiId }))
    expect(route).toMatchObject({ RouteKey: '$default', ApiGatewayManaged: true, AuthorizationType: 'NONE' })
    const IntegrationId = route?.Target?.slice('integrations/'.length)
    expect(await httpApi.send(new GetIntegrationCommand({ ApiId, IntegrationId }))).toMatchObject({
      ApiGatewayManaged: true,
      IntegrationType: 'HTTP_PROXY',
      IntegrationMethod: 'ANY',
      IntegrationUri: 'https://backend.example.com/pets',
      PayloadFormatVersion: '1.0',
    })
    expect(await httpApi.send(new GetStageCommand({ ApiId, StageName: '$default' }))).toMatchObject({
      ApiGatewayManaged: true,
      AutoDeploy: true,
      DefaultRouteSettings: { DetailedMetricsEnabled: false },
      RouteSettings: {},
      StageVariables: {},
    })
    await httpApi.send(new UpdateApiCommand({ ApiId, Target: FUNCTION, RouteKey: 'GET /pets' }))
    expect(await httpApi.send(new GetRouteCommand({ ApiId, RouteId: route?.RouteId }))).toMatchObject({
      RouteKey: 'GET /pets',
    })
    expect(await httpApi.send(new GetIntegrationCommand({ ApiId, IntegrationId }))).toMatchObject({
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: FUNCTION,
    })
    expect(await refusalOf(httpApi.send(new DeleteIntegrationCommand({ ApiId, IntegrationId })))).toMatchObject({
      name: 'BadRequestException',
    })
  })

  it('is refused where it is something else', async () => {
    const webSocket = new CreateApiCommand({
      Name: 'chat',
      ProtocolType: 'WEBSOCKET',
      RouteSelectionExpression: '$request.body.action',
    })
    expect(await refusalOf(httpApi.send(webSocket))).toMatchObject({
      name: 'NotImplementedException',
      message: 'A WebSocket API (protocolType WEBSOCKET) is not emulated by Sallyport.',
    })
    expect(await refusalOf(httpApi.send(new ImportApiCommand({ Body: '{}' })))).toMatchObject({
      name: 'NotImplementedException',
    })
  })
})

describe('an integration, a route and a stage', () => {
  it('are echoed with their defaults (api-gateway 12.6.7)', async () => {
    const ApiId = await createApi('parts')
    const IntegrationId = await createIntegration(ApiId)
    const { $metadata: _, ...integration } = await httpApi.send(new GetIntegrationCommand({ ApiId, IntegrationId }))
    expect(integration).toEqual({
      ConnectionType: 'INTERNET',
      IntegrationId,
      IntegrationMethod: 'POST',
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: FUNCTION,
      PayloadFormatVersion: '2.0',
      TimeoutInMillis: 30_000,
    })
    const Target = `integrations/${IntegrationId}`
    const { $metadata, ...route } = await httpApi.send(
      new CreateRouteCommand({ ApiId, RouteKey: 'GET /pets/{petId}', Target }),
    )
    expect($metadata.httpStatusCode).toBe(201)
    expect(route).toEqual({
      ApiKeyRequired: false,
      AuthorizationType: 'NONE',
      RouteId: route.RouteId,
      RouteKey: 'GET /pets/{petId}',
      Target,
    })
    const stage = await httpApi.send(new CreateStageCommand({ ApiId, StageName: '$default', AutoDeploy: true }))
    expect(stage).toMatchObject({ AutoDeploy: true, StageName: '$default', Tags: {} })
    expect(stage.CreatedDate).toBeInstanceOf(Date)
    expect(await httpApi.send(new GetStageCommand({ ApiId, StageName: '$default' }))).toMatchObject({
      DeploymentId: expect.stringMatching(/^[a-z0-9]{6}$/),
    })
  })

  it('refuse what AWS refuses, in its words', async () => {
    const ApiId = await createApi('refusals')
    const IntegrationId = await createIntegration(ApiId)
    const Target = `integrations/${IntegrationId}`
    await httpApi.send(new CreateRouteCommand({ ApiId, RouteKey: 'GET /pets', Target }))
    expect(
      await refusalOf(httpApi.send(new CreateRouteCommand({ ApiId, RouteKey: 'GET /pets', Target }))),
    ).toMatchObject({
      name: 'ConflictException',
      status: 409,
      message: 'Route with key GET /pets already exists for this API',
    })
    expect(await refusalOf(httpApi.send(new DeleteIntegrationCommand({ ApiId, IntegrationId })))).toMatchObject({
      name: 'ConflictException',
      message: expect.stringMatching(/^Cannot delete Integration because it is referenced by the following Routes/),
    })
    const authorizer = new CreateAuthorizerCommand({
      ApiId,
      Name: 'function',
      AuthorizerType: 'REQUEST',
      AuthorizerUri: FUNCTION,
      IdentitySource: ['$request.header.Authorization'],
    })
    expect(await refusalOf(httpApi.send(authorizer))).toMatchObject({
      name: 'BadRequestException',
      message: 'AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer',
    })
  })
})
