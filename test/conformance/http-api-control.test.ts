import { CreateRestApiCommand } from '@aws-sdk/client-api-gateway'
import {
  CreateApiCommand,
  CreateAuthorizerCommand,
  CreateDeploymentCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
  DeleteApiCommand,
  DeleteAuthorizerCommand,
  DeleteDeploymentCommand,
  DeleteIntegrationCommand,
  DeleteStageCommand,
  GetApiCommand,
  GetApisCommand,
  GetAuthorizerCommand,
  GetDeploymentCommand,
  GetDeploymentsCommand,
  GetIntegrationCommand,
  GetRouteCommand,
  GetRoutesCommand,
  GetStageCommand,
  GetTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateApiCommand,
  UpdateRouteCommand,
} from '@aws-sdk/client-apigatewayv2'
import { CreateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider'
import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { refusalOf } from '../support/refusal.ts'

const origin = inject('origin')
const { apiGateway, cognito, httpApi } = awsClients({ origin, account: '666600000012' })
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
  })
})

describe('an integration, a route and a stage', () => {
  it('are served by a stage that deploys by itself, each change anew (api-gateway 12.6.5)', async () => {
    const ApiId = await createApi('automatic')
    await httpApi.send(new CreateStageCommand({ ApiId, StageName: 'beta', AutoDeploy: true }))
    const stage = () => httpApi.send(new GetStageCommand({ ApiId, StageName: 'beta' }))
    expect((await stage()).LastDeploymentStatusMessage).toBe(
      'Deployment attempt failed: Unable to deploy API because no routes exist in this API',
    )
    const call = (path: string) => fetch(`${origin}/_aws/execute-api/${ApiId}/beta${path}`)
    expect((await call('/pets')).status).toBe(404)
    const { IntegrationId } = await httpApi.send(
      new CreateIntegrationCommand({
        ApiId,
        IntegrationType: 'HTTP_PROXY',
        IntegrationMethod: 'GET',
        IntegrationUri: `${origin}/_sallyport/health`,
        PayloadFormatVersion: '1.0',
      }),
    )
    const Target = `integrations/${IntegrationId}`
    const { RouteId } = await httpApi.send(new CreateRouteCommand({ ApiId, RouteKey: 'GET /pets', Target }))
    const { DeploymentId, LastDeploymentStatusMessage } = await stage()
    expect(LastDeploymentStatusMessage).toBe(`Successfully deployed stage with deployment ID '${DeploymentId}'`)
    expect((await call('/pets')).status).not.toBe(404)
    await httpApi.send(new UpdateRouteCommand({ ApiId, RouteId, RouteKey: 'GET /cats' }))
    expect((await call('/pets')).status).toBe(404)
    const { Items } = await httpApi.send(new GetDeploymentsCommand({ ApiId }))
    expect(Items).toMatchObject([{ AutoDeployed: true, DeploymentStatus: 'DEPLOYED' }])
  })

  it('of a stage that does not, wait for a deployment', async () => {
    const ApiId = await createApi('manual')
    const none = new CreateDeploymentCommand({ ApiId })
    expect(await refusalOf(httpApi.send(none))).toMatchObject({
      name: 'BadRequestException',
      status: 400,
      message: 'Unable to deploy API because no routes exist in this API',
    })
    const Target = `integrations/${await createIntegration(ApiId)}`
    await httpApi.send(new CreateRouteCommand({ ApiId, RouteKey: 'GET /pets', Target }))
    const { DeploymentId } = await httpApi.send(new CreateDeploymentCommand({ ApiId, Description: 'one' }))
    await httpApi.send(new CreateStageCommand({ ApiId, StageName: 'prod', DeploymentId }))
    expect(await refusalOf(httpApi.send(new DeleteDeploymentCommand({ ApiId, DeploymentId })))).toMatchObject({
      message: 'Active stages pointing to this deployment must be moved or deleted',
    })
    const { $metadata } = await httpApi.send(new DeleteStageCommand({ ApiId, StageName: 'prod' }))
    expect($metadata.httpStatusCode).toBe(204)
    await httpApi.send(new DeleteDeploymentCommand({ ApiId, DeploymentId }))
  })

  it.each<[string, object]>([
    ['a name', { Name: undefined }],
    ['a source', { IdentitySource: undefined }],
    ['one source', { IdentitySource: ['$request.header.A', '$request.header.B'] }],
    ['an issuer and an audience', { JwtConfiguration: undefined }],
    ['an issuer', { JwtConfiguration: { Audience: ['client'] } }],
    ['an audience', { JwtConfiguration: { Issuer: 'https://issuer.example/' } }],
  ])('may ask an issuer of tokens, which needs %s (api-gateway 12.2.11)', async (_, wrong) => {
    const ApiId = await createApi('tokens')
    const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'issuer' }))
    const given = {
      ApiId,
      Name: 'tokens',
      AuthorizerType: 'JWT' as const,
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: {
        Issuer: `https://cognito-idp.us-east-1.amazonaws.com/${UserPool?.Id}`,
        Audience: ['client'],
      },
    }
    expect(await refusalOf(httpApi.send(new CreateAuthorizerCommand({ ...given, ...wrong })))).toMatchObject({
      status: 400,
    })
    const { $metadata: _m, AuthorizerId, ...made } = await httpApi.send(new CreateAuthorizerCommand(given))
    const { ApiId: _a, ...echoed } = given
    expect(made).toEqual(echoed)
    expect(AuthorizerId).toMatch(/^[a-z0-9]{6}$/)
  })

  it('may ask authorizers, remembered for five minutes unless they say how long (api-gateway 12.6.8)', async () => {
    const ApiId = await createApi('authorizers')
    const given = {
      ApiId,
      AuthorizerType: 'REQUEST' as const,
      AuthorizerUri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`,
      AuthorizerPayloadFormatVersion: '2.0',
      IdentitySource: ['$request.header.Authorization'],
    }
    const { AuthorizerId, AuthorizerResultTtlInSeconds } = await httpApi.send(
      new CreateAuthorizerCommand({ ...given, Name: 'function' }),
    )
    expect(AuthorizerResultTtlInSeconds).toBe(300)
    const tooLong = new CreateAuthorizerCommand({ ...given, Name: 'long', AuthorizerResultTtlInSeconds: 3601 })
    expect(await refusalOf(httpApi.send(tooLong))).toMatchObject({
      message: 'Authorizer result TTL outside allowable range. TTL must be between 0 and 3600 seconds.',
    })
    const route = { ApiId, RouteKey: 'GET /', AuthorizationType: 'CUSTOM' as const, AuthorizerId }
    const { RouteId } = await httpApi.send(new CreateRouteCommand(route))
    expect(await refusalOf(httpApi.send(new DeleteAuthorizerCommand({ ApiId, AuthorizerId })))).toMatchObject({
      name: 'ConflictException',
      status: 409,
      message: "Cannot delete authorizer 'function', is referenced in route: GET /",
    })
    await httpApi.send(new UpdateRouteCommand({ ApiId, RouteId, AuthorizationType: 'NONE' }))
    await httpApi.send(new DeleteAuthorizerCommand({ ApiId, AuthorizerId }))
  })

  it('that are not there are not found, each by its kind (api-gateway 12.6.2)', async () => {
    const ApiId = await createApi('nothing')
    const missing = [
      [new GetRouteCommand({ ApiId, RouteId: 'x' }), 'Invalid Route identifier specified'],
      [new GetIntegrationCommand({ ApiId, IntegrationId: 'x' }), 'Invalid Integration identifier specified'],
      [new GetStageCommand({ ApiId, StageName: 'x' }), 'Invalid stage identifier specified'],
      [new GetAuthorizerCommand({ ApiId, AuthorizerId: 'x' }), 'Invalid Authorizer identifier specified'],
      [new GetDeploymentCommand({ ApiId, DeploymentId: 'x' }), 'Invalid Deployment identifier specified'],
    ] as const
    for (const [command, message] of missing) {
      const refusal = await refusalOf(httpApi.send(command as GetRouteCommand))
      expect(refusal).toMatchObject({ name: 'NotFoundException', status: 404, message })
    }
  })

  it('are written with dates without a fraction (api-gateway 12.6.1)', async () => {
    const ApiId = await createApi('dates')
    const authorization =
      'AWS4-HMAC-SHA256 Credential=666600000012/20300101/us-east-1/apigateway/aws4_request, SignedHeaders=host, Signature=0'
    const response = await fetch(`${origin}/v2/apis/${ApiId}`, {
      headers: { authorization, 'x-amz-date': '20300101T000000Z' },
    })
    const { createdDate } = (await response.json()) as { createdDate: string }
    expect(createdDate).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  })

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
