import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  createApi,
  createDeployedApi,
  HOME,
  refusal,
  startHttpApis,
  type TestHttpApis,
} from '../apigatewayv2.harness.ts'

let world: TestHttpApis
beforeEach(async () => {
  world = await startHttpApis()
})
afterEach(() => world.close())

describe('an API', () => {
  it('keeps what an update leaves out, and loses a text that is empty', async () => {
    const { ApiId = '' } = await world.call('CreateApi', {
      Name: 'one',
      ProtocolType: 'HTTP',
      Description: 'first',
      Version: '1',
    })
    await world.call('UpdateApi', { ApiId, Description: '', DisableExecuteApiEndpoint: true })
    const api = await world.call('GetApi', { ApiId })
    expect(api).toMatchObject({ Name: 'one', Version: '1', DisableExecuteApiEndpoint: true })
    expect(api.Description).toBeUndefined()
  })

  it('has CORS settings, replaced as a whole and deleted (api-gateway 12.5.5)', async () => {
    const { ApiId } = await createDeployedApi(world)
    const cors = { AllowOrigins: ['https://a.example.com'], AllowHeaders: [], MaxAge: 60 }
    await world.call('UpdateApi', { ApiId, CorsConfiguration: cors })
    expect((await world.call('GetApi', { ApiId })).CorsConfiguration).toEqual({
      AllowOrigins: ['https://a.example.com'],
      MaxAge: 60,
    })
    await world.call('UpdateApi', { ApiId, CorsConfiguration: { AllowOrigins: ['*'] } })
    expect((await world.snapshot(ApiId))?.definition.corsConfiguration).toEqual({ allowOrigins: ['*'] })
    await world.call('DeleteCorsConfiguration', { ApiId })
    expect((await world.call('GetApi', { ApiId })).CorsConfiguration).toBeUndefined()
    expect((await world.snapshot(ApiId))?.definition.corsConfiguration).toBeUndefined()
  })

  it.each([
    [
      { CorsConfiguration: { AllowCredentials: true, AllowOrigins: ['*'] } },
      "allow-credentials is not supported if 'allow-origin' is *",
    ],
    [
      { RouteSelectionExpression: '$request.body.action' },
      `Route selection expression is currently limited to "\${request.method} \${request.path}"`,
    ],
    [{ Name: '' }, 'Invalid API name specified'],
    [
      { DisableSchemaValidation: true },
      'DisableSchemaValidation is not supported for APIs with a protocol type of HTTP',
    ],
    [{ RouteKey: 'GET /' }, 'Target must be given with RouteKey or CredentialsArn'],
  ])('is refused with %j', async (more, message) => {
    await expect(world.call('CreateApi', { Name: 'one', ProtocolType: 'HTTP', ...more })).rejects.toMatchObject(
      refusal(message),
    )
  })

  it('that is refused leaves nothing behind', async () => {
    await expect(
      world.call('CreateApi', { Name: 'quick', ProtocolType: 'HTTP', Target: 'https://a.example.com', RouteKey: '?' }),
    ).rejects.toMatchObject({ code: 'BadRequestException' })
    expect((await world.call('GetApis', {})).Items).toEqual([])
    expect(await world.store.list({ kind: 'apigateway/api-index' })).toEqual([])
  })

  it('goes with everything in it', async () => {
    const { ApiId } = await createDeployedApi(world)
    await world.call('DeleteApi', { ApiId })
    for (const kind of ['api', 'route', 'integration', 'stage', 'deployment', 'deployment-definition']) {
      expect(await world.store.list({ kind: `apigatewayv2/${kind}` })).toEqual([])
    }
    expect(await world.store.list({ kind: 'apigateway/api-index' })).toEqual([])
    await expect(world.call('DeleteApi', { ApiId })).rejects.toMatchObject(
      refusal(`Invalid API identifier specified ${HOME.account}:${ApiId}`, 'NotFoundException'),
    )
  })

  it('is not seen from another region', async () => {
    const ApiId = await createApi(world)
    const elsewhere = { ...HOME, region: 'eu-west-1' }
    await expect(world.call('GetApi', { ApiId }, elsewhere)).rejects.toMatchObject({ status: 404 })
    expect((await world.call('GetApis', {}, elsewhere)).Items).toEqual([])
  })
})

describe('quick create (api-gateway 12.6.4)', () => {
  it('leaves what API Gateway manages as it is', async () => {
    const { ApiId = '' } = await world.call('CreateApi', {
      Name: 'quick',
      ProtocolType: 'HTTP',
      Target: 'https://a.example.com',
    })
    const [route] = (await world.call('GetRoutes', { ApiId })).Items ?? []
    await expect(
      world.call('UpdateRoute', { ApiId, RouteId: route?.RouteId ?? '', RouteKey: 'GET /' }),
    ).rejects.toMatchObject({ code: 'BadRequestException' })
    await expect(
      world.call('UpdateStage', { ApiId, StageName: '$default', Description: 'mine' }),
    ).rejects.toMatchObject({ code: 'BadRequestException' })
    expect((await world.snapshot(ApiId))?.definition.routes).toHaveLength(1)
  })

  it('is the only one whose target an update changes', async () => {
    const ApiId = await createApi(world)
    await expect(world.call('UpdateApi', { ApiId, Target: 'https://a.example.com' })).rejects.toMatchObject(
      refusal('Target, RouteKey and CredentialsArn belong to an API of quick create'),
    )
  })
})

it.each(['0', '-1', 'x', '1.5'])('a page of %s is none', async (MaxResults) => {
  await expect(world.call('GetApis', { MaxResults })).rejects.toMatchObject(refusal('Invalid maxResults specified'))
})

it('lists of what only WebSocket APIs have are empty, and nothing can be put into them', async () => {
  const { ApiId, IntegrationId, RouteId } = await createDeployedApi(world)
  expect((await world.call('GetModels', { ApiId })).Items).toEqual([])
  await expect(world.call('CreateModel', { ApiId, Name: 'm', Schema: '{}' })).rejects.toMatchObject(
    refusal('Currently, Models are not permitted for APIs with a protocol type of HTTP'),
  )
  const response = { ApiId, IntegrationId, IntegrationResponseKey: '$default' }
  await expect(world.call('CreateIntegrationResponse', response)).rejects.toMatchObject(
    refusal('IntegrationResponses are currently not supported for this API protocol type.'),
  )
  await expect(
    world.call('CreateRouteResponse', { ApiId, RouteId, RouteResponseKey: '$default' }),
  ).rejects.toMatchObject(refusal('RouteResponses are currently not supported for this API protocol type.'))
})

it('who asks for one of them by an id hears that there is none', async () => {
  const { ApiId, IntegrationId, RouteId } = await createDeployedApi(world)
  const [model, integration] = [
    { ApiId, ModelId: 'x' },
    { ApiId, IntegrationId, IntegrationResponseId: 'x' },
  ]
  const route = { ApiId, RouteId, RouteResponseId: 'x' }
  const asked: readonly (() => Promise<unknown>)[] = [
    () => world.call('GetModel', model),
    () => world.call('GetModelTemplate', model),
    () => world.call('UpdateModel', model),
    () => world.call('DeleteModel', model),
    () => world.call('GetIntegrationResponse', integration),
    () => world.call('UpdateIntegrationResponse', integration),
    () => world.call('DeleteIntegrationResponse', integration),
    () => world.call('GetRouteResponse', route),
    () => world.call('UpdateRouteResponse', route),
    () => world.call('DeleteRouteResponse', route),
    () => world.call('DeleteRouteRequestParameter', { ApiId, RouteId, RequestParameterKey: 'x' }),
    () => world.call('GetModel', { ...model, ApiId: 'nowhere' }),
  ]
  for (const ask of asked) await expect(ask()).rejects.toMatchObject({ code: 'NotFoundException', status: 404 })
})
