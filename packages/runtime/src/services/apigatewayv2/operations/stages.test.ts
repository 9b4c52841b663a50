import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CreateStageRequest } from '../../../generated/apigatewayv2.ts'
import { createApi, createFunctionRoute, refusal, startHttpApis, type TestHttpApis } from '../apigatewayv2.harness.ts'

let world: TestHttpApis
let ApiId: string
beforeEach(async () => {
  world = await startHttpApis()
  ApiId = await createApi(world)
  await createFunctionRoute(world, ApiId, 'GET /pets')
})
afterEach(() => world.close())

const GROUP = 'arn:aws:logs:us-east-1:123456789012:log-group:calls'
const FORMAT = '$context.requestId $context.status'
type Given = Omit<CreateStageRequest, 'ApiId' | 'StageName'>
const create = (StageName: string, given: Given = {}) => world.call('CreateStage', { ApiId, StageName, ...given })
const stageOf = (StageName = 'prod') => world.call('GetStage', { ApiId, StageName })

describe('a stage', () => {
  it('is echoed with its defaults', async () => {
    expect(await create('prod')).toEqual({
      AutoDeploy: false,
      CreatedDate: new Date('2030-01-01T00:00:00Z'),
      DefaultRouteSettings: { DetailedMetricsEnabled: false },
      LastUpdatedDate: new Date('2030-01-01T00:00:00Z'),
      RouteSettings: {},
      StageName: 'prod',
      StageVariables: {},
      Tags: {},
    })
  })

  it.each(['bad name', 'prod.v1', '$other', ''])('is not called %j', async (name) => {
    await expect(create(name)).rejects.toMatchObject(refusal('Stage name only allows a-zA-Z0-9_'))
  })

  it.each<[Given, string, string?]>([
    [{ DefaultRouteSettings: { LoggingLevel: 'INFO' } }, 'Execution logs are not supported on protocolType HTTP'],
    [{ DeploymentId: 'abcdef' }, 'Deployment id does not exist'],
    [
      { DeploymentId: 'abcdef', AutoDeploy: true },
      'Deployment ID cannot be set on this stage prod because AutoDeploy is enabled.',
    ],
    [
      { RouteSettings: { 'GET /cats': { ThrottlingBurstLimit: 1 } } },
      'Unable to find Route by key GET /cats within the provided RouteSettings',
      'NotFoundException',
    ],
    [
      {
        AccessLogSettings: {
          DestinationArn: 'arn:aws:firehose:us-east-1:123456789012:deliverystream/amazon-apigateway-a',
        },
      },
      "Invalid ARN specified in the request. ARN vendor should be 'logs'",
    ],
    [
      { AccessLogSettings: { DestinationArn: GROUP, Format: '$context.status' } },
      "Access Log format must include either $context.requestId or $context.extendedRequestId : '$context.status'",
    ],
    [{ StageVariables: { 'a-b': '1' } }, 'Stage variable name only allows a-zA-Z0-9_: a-b'],
  ])('is refused with %j', async (given, message, code) => {
    await expect(create('prod', given)).rejects.toMatchObject(refusal(message, code))
  })

  it('is there once', async () => {
    await create('prod')
    await expect(create('prod')).rejects.toMatchObject(refusal('Stage already exists', 'ConflictException'))
  })

  it('keeps an access log without the end of its group’s ARN, until that is deleted', async () => {
    await create('prod', { AutoDeploy: true, AccessLogSettings: { DestinationArn: `${GROUP}:*`, Format: FORMAT } })
    expect((await stageOf()).AccessLogSettings).toEqual({ DestinationArn: GROUP, Format: FORMAT })
    expect((await world.snapshot(ApiId, 'prod'))?.accessLog).toEqual({ group: 'calls', format: FORMAT })
    await world.call('DeleteAccessLogSettings', { ApiId, StageName: 'prod' })
    expect((await stageOf()).AccessLogSettings).toBeUndefined()
    expect((await world.snapshot(ApiId, 'prod'))?.accessLog).toBeUndefined()
  })

  it('merges its variables and settings', async () => {
    await create('prod', {
      StageVariables: { a: '1', b: '2' },
      RouteSettings: { 'GET /pets': { ThrottlingRateLimit: 5 } },
      DefaultRouteSettings: { ThrottlingBurstLimit: 7 },
    })
    await world.call('UpdateStage', {
      ApiId,
      StageName: 'prod',
      StageVariables: { a: '', c: '3' },
      DefaultRouteSettings: { DetailedMetricsEnabled: true },
    })
    expect(await stageOf()).toMatchObject({
      StageVariables: { b: '2', c: '3' },
      RouteSettings: { 'GET /pets': { ThrottlingRateLimit: 5 } },
      DefaultRouteSettings: { DetailedMetricsEnabled: true, ThrottlingBurstLimit: 7 },
    })
    expect((await stageOf()).StageVariables).not.toHaveProperty('a')
    await world.call('DeleteRouteSettings', { ApiId, StageName: 'prod', RouteKey: 'GET /pets' })
    expect((await stageOf()).RouteSettings).toEqual({})
  })

  it('of a route that is gone keeps settings that stand in the way of others', async () => {
    await create('prod', { RouteSettings: { 'GET /pets': { ThrottlingRateLimit: 5 } } })
    const [route] = (await world.call('GetRoutes', { ApiId })).Items ?? []
    await world.call('DeleteRoute', { ApiId, RouteId: route?.RouteId ?? '' })
    await expect(world.call('UpdateStage', { ApiId, StageName: 'prod', Description: 'x' })).rejects.toMatchObject({
      status: 404,
    })
    await world.call('DeleteRouteSettings', { ApiId, StageName: 'prod', RouteKey: 'GET /pets' })
    await world.call('UpdateStage', { ApiId, StageName: 'prod', Description: 'x' })
  })

  it('carries tags of its own', async () => {
    await create('prod', { Tags: { a: '1' } })
    const ResourceArn = `arn:aws:apigateway:us-east-1::/apis/${ApiId}/stages/prod`
    await world.call('TagResource', { ResourceArn, Tags: { b: '2' } })
    expect((await world.call('GetTags', { ResourceArn })).Tags).toEqual({ a: '1', b: '2' })
    await world.call('UntagResource', { ResourceArn, TagKeys: ['a'] })
    expect((await stageOf()).Tags).toEqual({ b: '2' })
    await expect(world.call('GetTags', { ResourceArn: `${ResourceArn}x` })).rejects.toMatchObject({ status: 404 })
    await expect(world.call('GetTags', { ResourceArn: 'arn:aws:s3:::bucket' })).rejects.toMatchObject({
      code: 'BadRequestException',
    })
  })
})
