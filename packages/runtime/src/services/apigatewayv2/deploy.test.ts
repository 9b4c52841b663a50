import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  createApi,
  createDeployedApi,
  createFunctionRoute,
  createJwtAuthorizer,
  HOME,
  refusal,
  startHttpApis,
  type TestHttpApis,
} from './apigatewayv2.harness.ts'

let world: TestHttpApis
beforeEach(async () => {
  world = await startHttpApis()
})
afterEach(() => world.close())

const stageOf = (ApiId: string, StageName = '$default') => world.call('GetStage', { ApiId, StageName })

describe('a stage that deploys by itself (api-gateway 12.6.5)', () => {
  it('serves what the API is now, in the vocabulary of the data plane', async () => {
    const { ApiId, IntegrationId, RouteId } = await createDeployedApi(world)
    const snapshot = await world.snapshot(ApiId)
    expect(snapshot).toMatchObject({ place: HOME, apiId: ApiId, stageName: '$default', variables: {} })
    expect(snapshot?.definition).toEqual({
      apiId: ApiId,
      name: 'api',
      disableExecuteApiEndpoint: false,
      routes: [
        {
          routeId: RouteId,
          routeKey: 'GET /pets',
          target: `integrations/${IntegrationId}`,
          authorizationType: 'NONE',
        },
      ],
      integrations: {
        [IntegrationId]: {
          integrationId: IntegrationId,
          integrationType: 'AWS_PROXY',
          integrationMethod: 'POST',
          integrationUri: 'arn:aws:lambda:us-east-1:123456789012:function:hello',
          connectionType: 'INTERNET',
          payloadFormatVersion: '2.0',
          timeoutInMillis: 30_000,
        },
      },
      authorizers: {},
    })
  })

  it('has a new deployment after each change, and leaves no former ones behind', async () => {
    const { ApiId, RouteId } = await createDeployedApi(world)
    const seen = new Set([(await stageOf(ApiId)).DeploymentId])
    const AuthorizerId = await createJwtAuthorizer(world, ApiId)
    seen.add((await stageOf(ApiId)).DeploymentId)
    await world.call('UpdateRoute', {
      ApiId,
      RouteId,
      AuthorizationType: 'JWT',
      AuthorizerId,
      AuthorizationScopes: ['pets/read'],
    })
    const { DeploymentId, LastDeploymentStatusMessage } = await stageOf(ApiId)
    seen.add(DeploymentId)
    expect(seen.size).toBe(3)
    expect(LastDeploymentStatusMessage).toBe(`Successfully deployed stage with deployment ID '${DeploymentId}'`)
    expect((await world.snapshot(ApiId))?.definition.routes[0]).toMatchObject({
      authorizationType: 'JWT',
      authorizerId: AuthorizerId,
      authorizationScopes: ['pets/read'],
    })
    expect((await world.call('GetDeployments', { ApiId })).Items).toEqual([
      {
        AutoDeployed: true,
        CreatedDate: new Date('2030-01-01T00:00:00Z'),
        DeploymentId,
        DeploymentStatus: 'DEPLOYED',
        Description: 'Automatic deployment triggered by changes to the Api configuration',
      },
    ])
  })

  it('waits for the first route, and says so', async () => {
    const ApiId = await createApi(world)
    await world.call('CreateStage', { ApiId, StageName: '$default', AutoDeploy: true })
    expect(await stageOf(ApiId)).toMatchObject({
      LastDeploymentStatusMessage:
        'Deployment attempt failed: Unable to deploy API because no routes exist in this API',
    })
    expect((await stageOf(ApiId)).DeploymentId).toBeUndefined()
    expect(await world.snapshot(ApiId)).toBeUndefined()
    await createFunctionRoute(world, ApiId, '$default')
    expect((await world.snapshot(ApiId))?.definition.routes).toHaveLength(1)
  })

  it('takes no deployment that is chosen for it', async () => {
    const { ApiId } = await createDeployedApi(world)
    const { DeploymentId = '' } = await world.call('CreateDeployment', { ApiId })
    const text = 'Deployment ID cannot be set on this stage $default because AutoDeploy is enabled.'
    await expect(world.call('UpdateStage', { ApiId, StageName: '$default', DeploymentId })).rejects.toMatchObject(
      refusal(text),
    )
    await expect(world.call('CreateDeployment', { ApiId, StageName: '$default' })).rejects.toMatchObject(refusal(text))
  })

  it('keeps what it serves when it stops to', async () => {
    const { ApiId, RouteId } = await createDeployedApi(world)
    await world.call('UpdateStage', { ApiId, StageName: '$default', AutoDeploy: false })
    const { DeploymentId } = await stageOf(ApiId)
    await world.call('UpdateRoute', { ApiId, RouteId, RouteKey: 'GET /cats' })
    expect((await stageOf(ApiId)).DeploymentId).toBe(DeploymentId)
    expect((await world.snapshot(ApiId))?.definition.routes[0]?.routeKey).toBe('GET /pets')
  })
})

describe('a deployment', () => {
  it('is refused where there is no route', async () => {
    const ApiId = await createApi(world)
    await expect(world.call('CreateDeployment', { ApiId })).rejects.toMatchObject(
      refusal('Unable to deploy API because no routes exist in this API'),
    )
  })

  it('moves the stage that it names, and cannot go while one serves it', async () => {
    const ApiId = await createApi(world)
    await createFunctionRoute(world, ApiId, 'GET /pets')
    await world.call('CreateStage', { ApiId, StageName: 'prod' })
    expect(await world.snapshot(ApiId, 'prod')).toBeUndefined()
    const { DeploymentId = '' } = await world.call('CreateDeployment', { ApiId, StageName: 'prod', Description: 'one' })
    expect((await world.snapshot(ApiId, 'prod'))?.deploymentId).toBe(DeploymentId)
    await expect(world.call('DeleteDeployment', { ApiId, DeploymentId })).rejects.toMatchObject(
      refusal('Active stages pointing to this deployment must be moved or deleted'),
    )
    await world.call('DeleteStage', { ApiId, StageName: 'prod' })
    await world.call('DeleteDeployment', { ApiId, DeploymentId })
    await expect(world.call('GetDeployment', { ApiId, DeploymentId })).rejects.toMatchObject({ status: 404 })
  })
})

describe('the data plane', () => {
  it('hears of what it serves, and of nothing else', async () => {
    const { ApiId } = await createDeployedApi(world)
    const heard: string[] = []
    world.httpApis.onChange((apiId) => heard.push(apiId))
    await world.call('CreateDeployment', { ApiId })
    expect(heard).toEqual([])
    await world.call('UpdateStage', { ApiId, StageName: '$default', StageVariables: { a: '1' } })
    expect(heard).toEqual([ApiId])
    expect((await world.snapshot(ApiId))?.variables).toEqual({ a: '1' })
  })

  it('is told to forget what authorizers have said', async () => {
    const { ApiId } = await createDeployedApi(world)
    const before = await world.snapshot(ApiId)
    await world.call('ResetAuthorizersCache', { ApiId, StageName: '$default' })
    const after = await world.snapshot(ApiId)
    expect(after?.authorizersEpoch).not.toBe(before?.authorizersEpoch)
    expect(after?.version).not.toBe(before?.version)
  })

  it('finds no REST API here, and none that is gone', async () => {
    const { ApiId } = await createDeployedApi(world)
    expect(await world.httpApis.find('abcdefghij')).toBeUndefined()
    await world.call('DeleteApi', { ApiId })
    expect(await world.httpApis.find(ApiId)).toBeUndefined()
  })
})
