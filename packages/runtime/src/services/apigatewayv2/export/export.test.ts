import { afterAll, beforeAll, expect, test } from 'vitest'
import { readDocument } from '../../../languages/openapi/read-document.ts'
import { atOnce } from '../../../languages/openapi/steps.ts'
import {
  createApi,
  createDeployedApi,
  createJwtAuthorizer,
  FUNCTION,
  INVOCATION,
  refusal,
  startHttpApis,
  type TestHttpApis,
} from '../apigatewayv2.harness.ts'

let world: TestHttpApis
beforeAll(async () => {
  world = await startHttpApis()
})
afterAll(() => world.close())

async function exported(ApiId: string, more: object = {}) {
  const { body = Buffer.alloc(0) } = await world.call('ExportApi', {
    ApiId,
    OutputType: 'JSON',
    Specification: 'OAS30',
    ...more,
  })
  return Buffer.from(body).toString()
}

/** An API with one of each. */
async function createShop(): Promise<string> {
  const ApiId = await createApi(world, 'shop')
  const CorsConfiguration = { AllowOrigins: ['https://a.example'], AllowHeaders: ['x-a'], MaxAge: 300 }
  await world.call('UpdateApi', { ApiId, CorsConfiguration, Description: 'Of pets', Version: '7' })
  const arn = `arn:aws:apigateway:us-east-1::/apis/${ApiId}`
  await world.call('TagResource', { ResourceArn: arn, Tags: { team: 'pets', 'aws:cloudformation:stack-name': 's' } })
  const machines = await createJwtAuthorizer(world, ApiId)
  const { AuthorizerId: asked = '' } = await world.call('CreateAuthorizer', {
    ApiId,
    Name: 'asked',
    AuthorizerType: 'REQUEST',
    IdentitySource: ['$request.header.A'],
    AuthorizerUri: INVOCATION,
    AuthorizerPayloadFormatVersion: '2.0',
    EnableSimpleResponses: true,
  })
  const { IntegrationId: called } = await world.call('CreateIntegration', {
    ApiId,
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: FUNCTION,
    PayloadFormatVersion: '2.0',
  })
  const { IntegrationId: passed } = await world.call('CreateIntegration', {
    ApiId,
    IntegrationType: 'HTTP_PROXY',
    IntegrationMethod: 'GET',
    IntegrationUri: 'https://example.com',
    RequestParameters: { 'append:header.a': 'b' },
    ResponseParameters: { 200: { 'overwrite:header.c': 'd' } },
    TimeoutInMillis: 12_000,
  })
  const route = (RouteKey: string, integration: string | undefined, more: object = {}) =>
    world.call('CreateRoute', { ApiId, RouteKey, Target: `integrations/${integration}`, ...more })
  await route('GET /pets/{id}', called, {
    AuthorizationType: 'JWT',
    AuthorizerId: machines,
    AuthorizationScopes: ['read'],
    OperationName: 'Pet',
  })
  await route('POST /pets/{id}', called, { AuthorizationType: 'CUSTOM', AuthorizerId: asked })
  await route('ANY /{proxy+}', passed, { AuthorizationType: 'AWS_IAM' })
  await route('$default', called)
  await world.call('CreateRoute', { ApiId, RouteKey: 'GET /nothing' })
  return ApiId
}

// As in exports of AWS's that people keep in their repositories.
test('an API is told as it is now', async () => {
  const ApiId = await createShop()
  const { paths, ...document } = JSON.parse(await exported(ApiId))
  expect(document).toEqual({
    openapi: '3.0.1',
    info: { title: 'shop', description: 'Of pets', version: '7' },
    servers: [
      {
        url: `https://${ApiId}.execute-api.us-east-1.amazonaws.com/{basePath}`,
        variables: { basePath: { default: '' } },
      },
    ],
    tags: [{ name: 'team', 'x-amazon-apigateway-tag-value': 'pets' }],
    components: {
      securitySchemes: {
        machines: {
          type: 'oauth2',
          flows: {},
          'x-amazon-apigateway-authorizer': {
            identitySource: '$request.header.Authorization',
            jwtConfiguration: {
              audience: ['client'],
              issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEfGhI',
            },
            type: 'jwt',
          },
        },
        asked: {
          type: 'apiKey',
          name: 'A',
          in: 'header',
          'x-amazon-apigateway-authorizer': {
            identitySource: '$request.header.A',
            authorizerUri: INVOCATION,
            authorizerPayloadFormatVersion: '2.0',
            authorizerResultTtlInSeconds: 300,
            enableSimpleResponses: true,
            type: 'request',
          },
        },
      },
    },
    'x-amazon-apigateway-cors': { allowHeaders: ['x-a'], allowOrigins: ['https://a.example'], maxAge: 300 },
    'x-amazon-apigateway-importexport-version': '1.0',
  })
  const lambda = {
    payloadFormatVersion: '2.0',
    type: 'aws_proxy',
    httpMethod: 'POST',
    uri: FUNCTION,
    connectionType: 'INTERNET',
  }
  expect(paths).toEqual({
    '/$default': {
      'x-amazon-apigateway-any-method': {
        responses: { default: { description: 'Default response for $default' } },
        isDefaultRoute: true,
        'x-amazon-apigateway-integration': lambda,
      },
    },
    '/nothing': { get: { responses: { default: { description: 'Default response for GET /nothing' } } } },
    '/pets/{id}': {
      get: {
        operationId: 'Pet',
        responses: { default: { description: 'Default response for GET /pets/{id}' } },
        security: [{ machines: ['read'] }],
        'x-amazon-apigateway-integration': lambda,
      },
      post: {
        responses: { default: { description: 'Default response for POST /pets/{id}' } },
        security: [{ asked: [] }],
        'x-amazon-apigateway-integration': lambda,
      },
      parameters: [
        {
          name: 'id',
          in: 'path',
          description: 'Generated path parameter for id',
          required: true,
          schema: { type: 'string' },
        },
      ],
    },
    '/{proxy+}': {
      'x-amazon-apigateway-any-method': {
        responses: { default: { description: 'Default response for ANY /{proxy+}' } },
        'x-amazon-apigateway-auth': { type: 'AWS_IAM' },
        'x-amazon-apigateway-integration': {
          responseParameters: { 200: { 'overwrite:header.c': 'd' } },
          requestParameters: { 'append:header.a': 'b' },
          payloadFormatVersion: '1.0',
          type: 'http_proxy',
          httpMethod: 'GET',
          uri: 'https://example.com',
          connectionType: 'INTERNET',
          timeoutInMillis: 12_000,
        },
      },
      parameters: [expect.objectContaining({ name: 'proxy+' })],
    },
  })
})

test('an export that is imported again gives the same API', async () => {
  const ApiId = await createShop()
  const first = await exported(ApiId)
  for (const OutputType of ['JSON', 'YAML']) {
    const imported = await world.call('ImportApi', {
      Body: await exported(ApiId, { OutputType }),
      FailOnWarnings: true,
    })
    const again = await exported(imported.ApiId ?? '')
    expect(again).toBe(first.replaceAll(ApiId, imported.ApiId ?? ''))
  }
})

test('a stage is told as it was deployed, and an extension is left out if that is asked for', async () => {
  const { ApiId, RouteId } = await createDeployedApi(world)
  await world.call('CreateStage', { ApiId, StageName: 'frozen' })
  await world.call('CreateDeployment', { ApiId, StageName: 'frozen' })
  await world.call('UpdateRoute', { ApiId, RouteId, RouteKey: 'GET /cats' })
  const { info, servers, paths } = JSON.parse(await exported(ApiId, { StageName: 'frozen' }))
  expect(info).toEqual({ title: 'api', version: '2030-01-01 00:00:00UTC' })
  expect(servers[0].variables.basePath.default).toBe('frozen')
  expect(Object.keys(paths)).toEqual(['/pets'])
  const of = await exported(ApiId, { StageName: '$default' })
  expect([JSON.parse(of).servers[0].variables.basePath.default, Object.keys(JSON.parse(of).paths)]).toEqual([
    '',
    ['/cats'],
  ])
  expect(await exported(ApiId, { IncludeExtensions: false })).not.toContain('x-amazon-apigateway')
  const yaml = await exported(ApiId, { OutputType: 'YAML' })
  expect(atOnce(readDocument(Buffer.from(yaml))).root).toEqual(JSON.parse(await exported(ApiId)))
})

test.each([
  [{ Specification: 'OAS20' }, refusal('Invalid specification. Valid options are OAS30')],
  [{ OutputType: 'XML' }, refusal('Invalid output type. Valid options are JSON, YAML')],
  [{ ExportVersion: '2.0' }, refusal('Invalid export version. Valid options are 1.0')],
  [{ StageName: 'none' }, refusal('Invalid stage identifier specified', 'NotFoundException')],
  [{ StageName: 'empty' }, refusal('Stage empty has no deployment')],
  [{ ApiId: 'nothere' }, refusal('Invalid API identifier specified 123456789012:nothere', 'NotFoundException')],
])('%j is refused', async (members, refused) => {
  const ApiId = await createApi(world)
  await world.call('CreateStage', { ApiId, StageName: 'empty' })
  await expect(exported(ApiId, members)).rejects.toMatchObject(refused)
})
