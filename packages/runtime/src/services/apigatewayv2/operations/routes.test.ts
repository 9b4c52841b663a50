import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  createApi,
  createFunctionRoute,
  createJwtAuthorizer,
  FUNCTION,
  refusal,
  startHttpApis,
  type TestHttpApis,
} from '../apigatewayv2.harness.ts'

let world: TestHttpApis
let ApiId: string
beforeEach(async () => {
  world = await startHttpApis()
  ApiId = await createApi(world)
})
afterEach(() => world.close())

const route = (RouteKey: string, more: object = {}) => world.call('CreateRoute', { ApiId, RouteKey, ...more })

describe('the key of a route', () => {
  it.each(['$default', 'ANY /{proxy+}', 'GET /', 'GET /pets/{petId}', 'PATCH /a-b/c.d_e~f'])(
    'may be %s',
    async (key) => {
      expect(await route(key)).toMatchObject({ RouteKey: key })
    },
  )

  it.each(['GET', '/pets', 'FETCH /pets', 'get /pets', 'GET pets', 'GET /{a+}/b', '$connect', ''])(
    'may not be %j',
    async (key) => {
      await expect(route(key)).rejects.toMatchObject({ code: 'BadRequestException' })
    },
  )

  it('is there once in an API', async () => {
    await route('GET /pets')
    const { RouteId = '' } = await route('GET /cats')
    const twice = refusal('Route with key GET /pets already exists for this API', 'ConflictException')
    await expect(route('GET /pets')).rejects.toMatchObject(twice)
    await expect(world.call('UpdateRoute', { ApiId, RouteId, RouteKey: 'GET /pets' })).rejects.toMatchObject(twice)
    await world.call('UpdateRoute', { ApiId, RouteId, RouteKey: 'GET /cats' })
    await route('POST /pets')
  })

  it('calls a variable as the routes beside it do', async () => {
    await route('GET /stages/{stage_id}/questions')
    await expect(route('GET /stages/{stageId}/answers')).rejects.toMatchObject(
      refusal(
        'The provided route key "GET /stages/{stageId}/answers" has a conflicting variable on the same hierarchical level as "GET /stages/{stage_id}/questions"',
        'ConflictException',
      ),
    )
    await route('GET /stages/{stage_id}/answers')
    await route('GET /stages/{proxy+}')
    await route('GET /other/{stageId}')
    await route('POST /stages/{stageId}')
  })
})

describe('the target of a route', () => {
  it('is an integration of the same API', async () => {
    await expect(route('GET /', { Target: FUNCTION })).rejects.toMatchObject(
      refusal('Unexpected or malformed target in route. Correct format should be integrations/<integration_id>.'),
    )
    await expect(route('GET /', { Target: 'integrations/abcdefg' })).rejects.toMatchObject(
      refusal('Invalid Integration identifier specified', 'NotFoundException'),
    )
    const other = await createApi(world)
    const { IntegrationId } = await createFunctionRoute(world, other, 'GET /')
    await expect(route('GET /', { Target: `integrations/${IntegrationId}` })).rejects.toMatchObject({ status: 404 })
  })

  it('cannot go while the route is there', async () => {
    const { IntegrationId, RouteId } = await createFunctionRoute(world, ApiId, 'GET /')
    await expect(world.call('DeleteIntegration', { ApiId, IntegrationId })).rejects.toMatchObject(
      refusal(
        `Cannot delete Integration because it is referenced by the following Routes with Ids: [${RouteId}]`,
        'ConflictException',
      ),
    )
    await world.call('DeleteRoute', { ApiId, RouteId })
    await world.call('DeleteIntegration', { ApiId, IntegrationId })
    expect((await world.call('GetIntegrations', { ApiId })).Items).toEqual([])
  })
})

describe('the authorization of a route', () => {
  it.each([
    ['JWT', 'JWT'],
    ['CUSTOM', 'REQUEST'],
  ])('%s needs an authorizer of the type %s', async (AuthorizationType, type) => {
    const text = `Invalid authorizer ID specified. Setting the authorization type to ${AuthorizationType} requires a valid ${type} authorizer.`
    await expect(route('GET /', { AuthorizationType })).rejects.toMatchObject(refusal(text))
    await expect(route('GET /', { AuthorizationType, AuthorizerId: 'abcdef' })).rejects.toMatchObject(refusal(text))
  })

  it('of one type takes no authorizer of the other', async () => {
    const AuthorizerId = await createJwtAuthorizer(world, ApiId)
    await expect(route('GET /', { AuthorizationType: 'CUSTOM', AuthorizerId })).rejects.toMatchObject({
      code: 'BadRequestException',
    })
    expect(await route('GET /', { AuthorizationType: 'JWT', AuthorizerId })).toMatchObject({ AuthorizerId })
  })

  it('has scopes with JWT alone, and loses them and its authorizer with it', async () => {
    await expect(route('GET /', { AuthorizationType: 'AWS_IAM', AuthorizationScopes: ['a'] })).rejects.toMatchObject(
      refusal('Authorization Scopes are only valid for COGNITO_USER_POOLS and JWT authorization type'),
    )
    const AuthorizerId = await createJwtAuthorizer(world, ApiId)
    const jwt = { AuthorizationType: 'JWT', AuthorizerId, AuthorizationScopes: ['a/b'] }
    const { RouteId = '' } = await route('GET /', jwt)
    await expect(world.call('DeleteAuthorizer', { ApiId, AuthorizerId })).rejects.toMatchObject(
      refusal("Cannot delete authorizer 'machines', is referenced in route: GET /", 'ConflictException'),
    )
    const open = await world.call('UpdateRoute', { ApiId, RouteId, AuthorizationType: 'NONE' })
    expect(open).toMatchObject({ AuthorizationType: 'NONE' })
    expect([open.AuthorizerId, open.AuthorizationScopes]).toEqual([undefined, undefined])
    await world.call('DeleteAuthorizer', { ApiId, AuthorizerId })
  })
})

it.each([
  [{ ApiKeyRequired: true }, 'ApiKeyRequired is not currently supported for HTTP APIs.'],
  [
    { RequestParameters: { 'route.request.querystring.a': { Required: true } } },
    'RequestParameters is not supported for APIs with a protocol type of HTTP',
  ],
  [{ RequestModels: { $default: 'm' } }, 'RequestModels is not supported for APIs with a protocol type of HTTP'],
])('a route has no %j', async (more, message) => {
  await expect(route('GET /', more)).rejects.toMatchObject(refusal(message))
})

it('what asks for nothing is no reason to refuse', async () => {
  expect(await route('GET /', { ApiKeyRequired: false, RequestModels: {}, OperationName: 'list' })).toMatchObject({
    ApiKeyRequired: false,
    OperationName: 'list',
  })
})

it('routes are listed page by page', async () => {
  for (const key of ['GET /a', 'GET /b', 'GET /c']) await route(key)
  const first = await world.call('GetRoutes', { ApiId, MaxResults: '2' })
  const second = await world.call('GetRoutes', { ApiId, MaxResults: '2', NextToken: first.NextToken })
  expect([...(first.Items ?? []), ...(second.Items ?? [])].map(({ RouteKey }) => RouteKey).sort()).toEqual([
    'GET /a',
    'GET /b',
    'GET /c',
  ])
  await expect(world.call('GetIntegrations', { ApiId, NextToken: first.NextToken })).rejects.toMatchObject(
    refusal('Invalid nextToken specified'),
  )
})
