import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  createDeployedApi,
  createJwtAuthorizer,
  FUNCTION,
  HOME,
  INVOCATION,
  startHttpApis,
  type TestHttpApis,
} from '../apigatewayv2.harness.ts'

let world: TestHttpApis
let ApiId: string
let RouteId: string
let IntegrationId: string
beforeEach(async () => {
  world = await startHttpApis()
  ;({ ApiId, RouteId, IntegrationId } = await createDeployedApi(world))
})
afterEach(() => world.close())

describe('AWS::ApiGatewayV2::Api (api-gateway 11.2)', () => {
  const properties = { Name: 'stacked', ProtocolType: 'HTTP' }

  it('gives its id and its endpoint, and is removed twice', async () => {
    const type = world.typeOf('Api')
    const made = await type.create(properties)
    const id = made.physicalId
    expect(made.attributes).toEqual({
      ApiEndpoint: `https://${id}.execute-api.us-east-1.amazonaws.com`,
      ApiId: id,
      ExecuteApiArn: `arn:aws:execute-api:us-east-1:${HOME.account}:${id}`,
    })
    await type.remove(made)
    await type.remove(made)
    await expect(world.call('GetApi', { ApiId: id })).rejects.toMatchObject({ status: 404 })
  })

  it('loses what its template no longer says, and comes back to it', async () => {
    const type = world.typeOf('Api')
    const rich = {
      ...properties,
      Description: 'd',
      DisableExecuteApiEndpoint: true,
      CorsConfiguration: { AllowOrigins: ['*'] },
      Tags: { a: '1', b: '2' },
    }
    const made = await type.create(rich)
    const plain = await type.update({ ...properties, Tags: { b: '3' } }, made)
    const at = { ApiId: made.physicalId }
    const bare = await world.call('GetApi', at)
    expect(bare).toMatchObject({ DisableExecuteApiEndpoint: false, Tags: { b: '3' } })
    expect([bare.Description, bare.CorsConfiguration, bare.Tags?.a]).toEqual([undefined, undefined, undefined])
    await type.update(rich, plain)
    expect(await world.call('GetApi', at)).toMatchObject({
      Description: 'd',
      DisableExecuteApiEndpoint: true,
      CorsConfiguration: { AllowOrigins: ['*'] },
      Tags: { a: '1', b: '2' },
    })
  })

  it('is refused without a name, and for WebSocket', async () => {
    const type = world.typeOf('Api')
    await expect(type.create({ ProtocolType: 'HTTP' })).rejects.toMatchObject({
      message: 'Invalid API name specified',
    })
    await expect(type.create({ ...properties, ProtocolType: 'WEBSOCKET' })).rejects.toMatchObject({
      code: 'NotImplementedException',
    })
  })

  it('keeps the target of a quick create', async () => {
    const type = world.typeOf('Api')
    const made = await type.create({ ...properties, Target: 'https://a.example.com' })
    expect((await world.snapshot(made.physicalId))?.definition.routes).toHaveLength(1)
    await expect(type.update(properties, made)).rejects.toMatchObject({ code: 'NotImplementedException' })
  })
})

describe('AWS::ApiGatewayV2::Integration', () => {
  const base = { IntegrationType: 'AWS_PROXY', IntegrationUri: FUNCTION, PayloadFormatVersion: '2.0' }

  it('maps parameters by status, and loses those that its template drops', async () => {
    const type = world.typeOf('Integration')
    const mapped = (status: string) => ({
      [status]: { ResponseParameters: [{ Destination: 'overwrite:statuscode', Source: '418' }] },
    })
    const made = await type.create({
      ApiId,
      ...base,
      TimeoutInMillis: 500,
      RequestParameters: { 'append:header.a': '1', 'append:header.b': '2' },
      ResponseParameters: { ...mapped('404'), ...mapped('500') },
    })
    const at = { ApiId, IntegrationId: made.physicalId }
    expect(made.attributes).toEqual({ IntegrationId: made.physicalId })
    expect((await world.call('GetIntegration', at)).ResponseParameters).toEqual({
      404: { 'overwrite:statuscode': '418' },
      500: { 'overwrite:statuscode': '418' },
    })
    const after = await type.update(
      { ApiId, ...base, RequestParameters: { 'append:header.b': '3' }, ResponseParameters: mapped('500') },
      made,
    )
    const changed = await world.call('GetIntegration', at)
    expect(changed.RequestParameters).toEqual({ 'append:header.b': '3' })
    expect(changed.ResponseParameters).toEqual({ 500: { 'overwrite:statuscode': '418' } })
    expect(changed.TimeoutInMillis).toBe(30_000)
    await type.remove(after)
    await type.remove(after)
  })
})

describe('AWS::ApiGatewayV2::Route', () => {
  it('changes in place, and goes twice', async () => {
    const type = world.typeOf('Route')
    const AuthorizerId = await createJwtAuthorizer(world, ApiId)
    const Target = `integrations/${IntegrationId}`
    const open = { ApiId, RouteKey: 'GET /cats', Target, AuthorizationType: 'NONE' }
    const made = await type.create({ ...open, OperationName: 'cats' })
    expect(made.attributes).toEqual({ RouteId: made.physicalId })
    const jwt = { AuthorizationType: 'JWT', AuthorizerId, AuthorizationScopes: ['a/b'] }
    const closed = await type.update({ ...open, ...jwt }, made)
    const at = { ApiId, RouteId: made.physicalId }
    const route = await world.call('GetRoute', at)
    expect(route).toMatchObject(jwt)
    expect(route.OperationName).toBeUndefined()
    const again = await type.update(open, closed)
    expect((await world.call('GetRoute', at)).AuthorizerId).toBeUndefined()
    await type.remove(again)
    await type.remove(again)
  })

  it('stays closed when its template no longer says how it is authorized', async () => {
    const type = world.typeOf('Route')
    const AuthorizerId = await createJwtAuthorizer(world, ApiId)
    const Target = `integrations/${IntegrationId}`
    const closed = { ApiId, RouteKey: 'GET /cats', Target, AuthorizationType: 'JWT', AuthorizerId }
    const made = await type.create(closed)
    await type.update({ ApiId, RouteKey: 'GET /cats', Target }, made)
    expect(await world.call('GetRoute', { ApiId, RouteId: made.physicalId })).toMatchObject({
      AuthorizationType: 'JWT',
      AuthorizerId,
    })
  })
})

describe('AWS::ApiGatewayV2::Authorizer', () => {
  it('changes in place, and goes twice', async () => {
    const type = world.typeOf('Authorizer')
    const properties = {
      ApiId,
      Name: 'function',
      AuthorizerType: 'REQUEST',
      AuthorizerUri: INVOCATION,
      AuthorizerPayloadFormatVersion: '2.0',
      EnableSimpleResponses: true,
      IdentitySource: ['$request.header.Authorization'],
    }
    const made = await type.create(properties)
    const { EnableSimpleResponses: _, ...rest } = properties
    const after = await type.update({ ...rest, AuthorizerResultTtlInSeconds: 0 }, made)
    expect(await world.call('GetAuthorizer', { ApiId, AuthorizerId: made.physicalId })).toMatchObject({
      AuthorizerResultTtlInSeconds: 0,
      EnableSimpleResponses: false,
    })
    await type.remove(after)
    await type.remove(after)
  })
})

describe('AWS::ApiGatewayV2::Stage and Deployment', () => {
  it('a stage is known by its name, changes in place, and goes twice', async () => {
    const type = world.typeOf('Stage')
    const rich = {
      ApiId,
      StageName: 'prod',
      AutoDeploy: true,
      Description: 'd',
      StageVariables: { a: '1', b: '2' },
      RouteSettings: { 'GET /pets': { ThrottlingRateLimit: 5 } },
      AccessLogSettings: {
        DestinationArn: 'arn:aws:logs:us-east-1:123456789012:log-group:calls:*',
        Format: '$context.requestId',
      },
      Tags: { a: '1' },
    }
    const made = await type.create(rich)
    expect(made).toMatchObject({ physicalId: 'prod', attributes: {} })
    const at = { ApiId, StageName: 'prod' }
    const plain = await type.update({ ...at, StageVariables: { b: '2' } }, made)
    const bare = await world.call('GetStage', at)
    expect(bare).toMatchObject({ AutoDeploy: false, RouteSettings: {}, Tags: {} })
    expect(bare.StageVariables).toEqual({ b: '2' })
    expect([bare.Description, bare.AccessLogSettings]).toEqual([undefined, undefined])
    const again = await type.update(rich, plain)
    expect(await world.call('GetStage', at)).toMatchObject({
      Description: 'd',
      StageVariables: { a: '1', b: '2' },
      RouteSettings: { 'GET /pets': { ThrottlingRateLimit: 5 } },
      Tags: { a: '1' },
    })
    await type.remove(again)
    await type.remove(again)
  })

  it('a deployment is what its stage serves until another one is named', async () => {
    const deployments = world.typeOf('Deployment')
    const one = await deployments.create({ ApiId, Description: 'one' })
    const stages = world.typeOf('Stage')
    const stage = await stages.create({ ApiId, StageName: 'prod', DeploymentId: one.physicalId })
    await world.call('UpdateRoute', { ApiId, RouteId, RouteKey: 'GET /cats' })
    const keyOf = async () => (await world.snapshot(ApiId, 'prod'))?.definition.routes[0]?.routeKey
    expect(await keyOf()).toBe('GET /pets')
    const two = await deployments.create({ ApiId })
    const moved = await stages.update({ ApiId, StageName: 'prod', DeploymentId: two.physicalId }, stage)
    expect(await keyOf()).toBe('GET /cats')
    const described = await deployments.update({ ApiId }, one)
    await deployments.remove(described)
    await deployments.remove(described)
    await expect(deployments.remove(two)).rejects.toMatchObject({ code: 'BadRequestException' })
    await stages.update({ ApiId, StageName: 'prod', DeploymentId: two.physicalId }, moved)
    await deployments.update({ ApiId, StageName: 'prod' }, two)
  })
})
