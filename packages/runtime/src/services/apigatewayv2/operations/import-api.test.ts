import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FUNCTION, INVOCATION, refusal, startHttpApis, type TestHttpApis } from '../apigatewayv2.harness.ts'

let world: TestHttpApis
beforeAll(async () => {
  world = await startHttpApis()
})
afterAll(() => world.close())

const proxy = (members: object = {}) => ({
  'x-amazon-apigateway-integration': {
    type: 'aws_proxy',
    httpMethod: 'POST',
    uri: INVOCATION,
    payloadFormatVersion: '2.0',
    ...members,
  },
})

const documentWith = (members: object = {}) => ({
  openapi: '3.0.1',
  info: { title: 'pets', description: 'All of them', version: '1.0' },
  paths: { '/pets/{id}': { get: proxy() } },
  ...members,
})

const importing = (members: object = {}, more: object = {}) =>
  world.call('ImportApi', { Body: JSON.stringify(documentWith(members)), ...more })

async function routesOf(ApiId: string) {
  const { Items = [] } = await world.call('GetRoutes', { ApiId })
  return Object.fromEntries(Items.map(({ RouteKey, RouteId: _, ...route }) => [RouteKey, route]))
}

async function integrationOf(ApiId: string, target = '') {
  const IntegrationId = target.slice('integrations/'.length)
  const { IntegrationId: _, ...integration } = await world.call('GetIntegration', { ApiId, IntegrationId })
  return integration
}

const jwt = (members: object = {}) => ({
  type: 'oauth2',
  'x-amazon-apigateway-authorizer': {
    type: 'jwt',
    identitySource: '$request.header.Authorization',
    jwtConfiguration: { issuer: 'https://example.com', audience: ['a', 'b'] },
    ...members,
  },
})

describe('ImportApi', () => {
  test('makes what the document says', async () => {
    const { ApiId = '', ...api } = await importing({
      'x-amazon-apigateway-cors': { allowOrigins: ['https://a.example'], allowMethods: '*', maxAge: 60 },
      'x-amazon-apigateway-importexport-version': '1.0',
      servers: [{ url: '/', 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true } }],
      tags: [{ name: 'team', 'x-amazon-apigateway-tag-value': 'pets' }, { name: 'a tag of OpenAPI' }],
    })
    expect(api).toEqual({
      ApiEndpoint: `https://${ApiId}.execute-api.us-east-1.amazonaws.com`,
      ApiKeySelectionExpression: '$request.header.x-api-key',
      CorsConfiguration: { AllowOrigins: ['https://a.example'], AllowMethods: ['*'], MaxAge: 60 },
      CreatedDate: expect.any(Date),
      Description: 'All of them',
      DisableExecuteApiEndpoint: true,
      IpAddressType: 'ipv4',
      Name: 'pets',
      ProtocolType: 'HTTP',
      RouteSelectionExpression: '$request.method $request.path',
      Tags: { team: 'pets' },
      Version: '1.0',
    })
    const { 'GET /pets/{id}': route } = await routesOf(ApiId)
    expect(route).toMatchObject({ AuthorizationType: 'NONE' })
    expect(await integrationOf(ApiId, route?.Target)).toMatchObject({
      IntegrationType: 'AWS_PROXY',
      IntegrationMethod: 'POST',
      IntegrationUri: INVOCATION,
      PayloadFormatVersion: '2.0',
      ConnectionType: 'INTERNET',
      TimeoutInMillis: 30_000,
    })
  })

  test('of integrations all that an HTTP API has, and shared ones once', async () => {
    const { ApiId = '' } = await importing({
      paths: {
        '/a': {
          get: {
            'x-amazon-apigateway-integration': {
              type: 'http_proxy',
              httpMethod: 'ANY',
              uri: 'https://example.com',
              payloadFormatVersion: '1.0',
              timeoutInMillis: 5000,
              requestParameters: { 'append:header.a': '$request.path.x' },
              responseParameters: { 200: { 'overwrite:header.b': 'c' } },
            },
          },
          post: { 'x-amazon-apigateway-integration': { $ref: '#/components/x-amazon-apigateway-integrations/one' } },
        },
        '/b': {
          'x-amazon-apigateway-any-method': {
            'x-amazon-apigateway-integration': { $ref: '#/components/x-amazon-apigateway-integrations/one' },
          },
          get: {},
        },
      },
      components: {
        'x-amazon-apigateway-integrations': {
          one: { type: 'AWS_PROXY', uri: FUNCTION, payloadFormatVersion: '2.0', credentials: 'arn:aws:iam::1:role/r' },
        },
      },
    })
    const found = await routesOf(ApiId)
    expect(Object.keys(found).sort()).toEqual(['ANY /b', 'GET /a', 'GET /b', 'POST /a'])
    expect(found['GET /b']?.Target).toBeUndefined()
    expect(found['POST /a']?.Target).toBe(found['ANY /b']?.Target)
    expect(await integrationOf(ApiId, found['POST /a']?.Target)).toMatchObject({
      IntegrationUri: FUNCTION,
      CredentialsArn: 'arn:aws:iam::1:role/r',
    })
    expect(await integrationOf(ApiId, found['GET /a']?.Target)).toMatchObject({
      IntegrationType: 'HTTP_PROXY',
      TimeoutInMillis: 5000,
      RequestParameters: { 'append:header.a': '$request.path.x' },
      ResponseParameters: { 200: { 'overwrite:header.b': 'c' } },
    })
  })

  test('authorizers, scopes, signatures, and the security of the whole document', async () => {
    const { ApiId = '', Warnings } = await importing({
      security: [{ oauth: ['read'] }],
      paths: {
        '/default': { get: proxy() },
        '/scopeless': { get: { ...proxy(), security: [{ oauth: [] }] } },
        '/connect': { get: { ...proxy(), security: [{ connect: [] }] } },
        '/asked': { get: { ...proxy(), security: [{ asked: [] }] } },
        '/signed': { get: { ...proxy(), 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } } },
        '/open': { get: { ...proxy(), security: [] } },
        '/none': { get: { ...proxy(), security: [{ NONE: [] }] } },
      },
      components: {
        securitySchemes: {
          oauth: jwt(),
          connect: {
            ...jwt({ jwtConfiguration: { audience: ['c'] }, identitySource: ['$request.header.C'] }),
            type: 'openIdConnect',
            openIdConnectUrl: 'https://issuer.example/pool/.well-known/openid-configuration',
          },
          asked: {
            type: 'apiKey',
            name: 'A',
            in: 'header',
            'x-amazon-apigateway-authorizer': {
              type: 'request',
              identitySource: '$request.header.A, $request.querystring.b',
              authorizerUri: INVOCATION,
              authorizerPayloadFormatVersion: 2,
              authorizerResultTtlInSeconds: 60,
              enableSimpleResponses: true,
            },
          },
        },
      },
    })
    expect(Warnings).toBeUndefined()
    const { Items = [] } = await world.call('GetAuthorizers', { ApiId })
    const byName = Object.fromEntries(Items.map((authorizer) => [authorizer.Name, authorizer]))
    expect(byName.oauth).toMatchObject({
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Audience: ['a', 'b'], Issuer: 'https://example.com' },
    })
    expect(byName.connect?.IdentitySource).toEqual(['$request.header.C'])
    expect(byName.connect?.JwtConfiguration).toEqual({ Audience: ['c'], Issuer: 'https://issuer.example/pool' })
    expect(byName.asked).toMatchObject({
      AuthorizerType: 'REQUEST',
      IdentitySource: ['$request.header.A', '$request.querystring.b'],
      AuthorizerPayloadFormatVersion: '2.0',
      AuthorizerResultTtlInSeconds: 60,
      EnableSimpleResponses: true,
    })
    const found = await routesOf(ApiId)
    const oauth = { AuthorizationType: 'JWT', AuthorizerId: byName.oauth?.AuthorizerId }
    expect(found['GET /default']).toMatchObject({ ...oauth, AuthorizationScopes: ['read'] })
    expect(found['GET /scopeless']).toMatchObject(oauth)
    expect(found['GET /scopeless']?.AuthorizationScopes).toBeUndefined()
    expect(found['GET /connect']).toMatchObject({ AuthorizerId: byName.connect?.AuthorizerId })
    expect(found['GET /asked']).toMatchObject({ AuthorizationType: 'CUSTOM', AuthorizerId: byName.asked?.AuthorizerId })
    expect(found['GET /signed']).toMatchObject({ AuthorizationType: 'AWS_IAM' })
    expect(found['GET /open']).toMatchObject({ AuthorizationType: 'NONE' })
    expect(found['GET /none']).toMatchObject({ AuthorizationType: 'NONE' })
  })

  test.each([
    ['ignore', ['GET /', 'GET /a/', '$default']],
    ['prepend', ['GET /base/part', 'GET /base/part/a/', '$default']],
    ['split', ['GET /part', 'GET /part/a/', '$default']],
  ])('the base path with %s', async (Basepath, keys) => {
    const paths = {
      '/': { get: proxy() },
      '/a/': { get: proxy() },
      '/$default': { 'x-amazon-apigateway-any-method': proxy() },
    }
    const { ApiId = '' } = await importing({ servers: [{ url: 'https://example.com/base/part' }], paths }, { Basepath })
    expect(Object.keys(await routesOf(ApiId)).sort()).toEqual([...keys].sort())
  })

  test('the default route is told by its path or by a word', async () => {
    const any = 'x-amazon-apigateway-any-method'
    const bare = await importing({ paths: { $default: { [any]: proxy() } } })
    expect(Object.keys(await routesOf(bare.ApiId ?? ''))).toEqual(['$default'])
    expect(bare.Warnings).toEqual(['Parse issue: attribute paths. Resource $default should start with /'])
    const told = await importing({ paths: { '/any': { [any]: { ...proxy(), isDefaultRoute: true } } } })
    expect(Object.keys(await routesOf(told.ApiId ?? ''))).toEqual(['$default'])
  })

  // Both lists were observed in the answer of the AWS CLI to the import of AWS's own example.
  test('what cannot be made is left out with a warning, and what says nothing to an HTTP API is told', async () => {
    const {
      ApiId = '',
      Warnings,
      ImportInfo,
    } = await importing({
      paths: { '/pets': { get: { operationId: 'GET HTTP', responses: {}, ...proxy({ payloadFormatVersion: 1 }) } } },
      components: { schemas: {} },
    })
    expect(Warnings).toEqual([
      "Unable to create integration for resource at path 'GET /pets': Unsupported PayloadFormatVersion: 1. Ignoring.",
    ])
    expect(ImportInfo).toEqual([
      'components: key [schemas] will be ignored by API Gateway',
      'paths./pets.get: key [responses] will be ignored by API Gateway',
    ])
    expect(await routesOf(ApiId)).toEqual({
      'GET /pets': expect.objectContaining({ OperationName: 'GET HTTP', Target: undefined }),
    })
  })

  test('a route is not made where its authorizer is missing', async () => {
    const securitySchemes = {
      broken: jwt({ jwtConfiguration: { issuer: 'no address', audience: ['a'] } }),
      typeless: jwt({ type: 'token', identitySource: ['$request.header.A', '$request.header.B'] }),
      basic: { type: 'http', scheme: 'basic' },
    }
    const paths = Object.fromEntries(
      [...Object.keys(securitySchemes), 'unknown'].map((name) => [
        `/${name}`,
        { get: { ...proxy(), security: [{ [name]: [] }] } },
      ]),
    )
    const { ApiId = '', Warnings = [] } = await importing({ paths, components: { securitySchemes } })
    expect(Warnings).toEqual([
      "Unable to create Authorizer 'broken': Invalid issuer: Issuer is not a valid URL for JWT Authorizer",
      "Unable to create Authorizer 'typeless': Invalid authorizer type specified: TOKEN",
      ...['broken', 'typeless', 'basic', 'unknown'].map(
        (name) => `Unable to create route 'GET /${name}': there is no Authorizer '${name}'. Ignoring.`,
      ),
    ])
    expect(await routesOf(ApiId)).toEqual({})
  })

  const deep = JSON.parse(`${'['.repeat(250)}${']'.repeat(250)}`)
  test.each<[object, string]>([
    [{ openapi: undefined, swagger: '2.0' }, 'Invalid OpenAPI input. HTTP APIs are imported from OpenAPI 3.0 only.'],
    [{ openapi: '3.1.0' }, 'Invalid OpenAPI input. The document is neither Swagger 2.0 nor OpenAPI 3.0.'],
    [{ info: {} }, 'Invalid OpenAPI input. The document has no title.'],
    [
      { 'x-amazon-apigateway-importexport-version': '2.0' },
      'Invalid OpenAPI input. x-amazon-apigateway-importexport-version must be 1.0.',
    ],
    [
      { paths: { '/a': { $ref: 'https://example.com' } } },
      'Invalid OpenAPI input. The reference https://example.com leads out of the document.',
    ],
    [
      { paths: { '/a': { $ref: '#/b' } }, b: { $ref: '#/c' }, c: { $ref: '#/b' } },
      'Invalid OpenAPI input. The reference #/b leads back to itself.',
    ],
    [{ a: deep }, 'Invalid OpenAPI input. The document is nested more than 200 deep.'],
    [
      { paths: Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`/p${i}`, { get: {} }])) },
      'Invalid OpenAPI input. The document has more than 10000 routes.',
    ],
    [
      { components: { securitySchemes: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`s${i}`, jwt()])) } },
      'Invalid OpenAPI input. The document has more than 100 authorizers.',
    ],
    [{ a: ' '.repeat(6 * 1024 * 1024) }, 'Invalid OpenAPI input. The document is larger than 6291456 bytes.'],
    [
      { paths: { '/a': { get: { ...proxy(), security: [{ one: [] }, { two: [] }] } } } },
      "Errors found during import:\n\tUnable to create route 'GET /a': only one security requirement is supported",
    ],
    [
      { paths: { '/{a}': { get: proxy() }, '/{b}': { get: proxy() } } },
      'Errors found during import:\n\tUnable to create route \'GET /{b}\': The provided route key "GET /{b}" has a conflicting variable on the same hierarchical level as "GET /{a}"',
    ],
  ])('%# is refused, and nothing is made', async (members, message) => {
    const count = async () => (await world.call('GetApis', { MaxResults: '500' })).Items?.length
    const before = await count()
    await expect(importing(members)).rejects.toMatchObject(refusal(message))
    expect(await count()).toBe(before)
  })

  test('warnings may be refused, and what is not emulated is, wherever it stands', async () => {
    const count = async () => (await world.call('GetApis', { MaxResults: '500' })).Items?.length
    const before = await count()
    const paths = { '/a': { get: proxy({ type: 'aws' }) } }
    await expect(importing({ paths }, { FailOnWarnings: true })).rejects.toThrow(
      /^Warnings found during import:\n\tUnable to create integration for resource at path 'GET \/a': Currently, an API .* Ignoring\.$/,
    )
    const link = { '/a': { get: proxy({ connectionType: 'VPC_LINK', connectionId: 'l' }) } }
    await expect(importing({ paths: link })).rejects.toMatchObject({ code: 'NotImplementedException' })
    const unheard = { '/a': { get: { ...proxy(), responses: { 200: { 'x-amazon-apigateway-unheard-of': 1 } } } } }
    await expect(importing({ paths: unheard })).rejects.toThrow(
      'x-amazon-apigateway-unheard-of in an OpenAPI document is not emulated',
    )
    await expect(importing({}, { Basepath: 'other' })).rejects.toMatchObject(
      refusal('Invalid basepath specified. Valid options are ignore, prepend, split'),
    )
    expect(await count()).toBe(before)
  })
})

describe('ReimportApi', () => {
  const again = (ApiId: string, members: object, more: object = {}) =>
    world.call('ReimportApi', { ApiId, Body: JSON.stringify(documentWith(members)), ...more })

  test('leaves only what the document says, and a stage that deploys by itself serves it', async () => {
    const { ApiId = '' } = await importing({
      'x-amazon-apigateway-cors': { allowOrigins: ['*'] },
      tags: [{ name: 'a', 'x-amazon-apigateway-tag-value': '1' }],
      security: [{ oauth: [] }],
      components: { securitySchemes: { oauth: jwt() } },
    })
    await world.call('CreateStage', { ApiId, StageName: '$default', AutoDeploy: true })
    const served = async () => (await world.snapshot(ApiId))?.definition.routes.map(({ routeKey }) => routeKey)
    expect(await served()).toEqual(['GET /pets/{id}'])
    const api = await again(ApiId, { info: { title: 'cats' }, paths: { '/cats': { get: proxy() } } })
    expect(api).toMatchObject({ ApiId, Name: 'cats', Tags: { a: '1' } })
    expect([api.Description, api.Version, api.CorsConfiguration]).toEqual([undefined, undefined, undefined])
    expect(await served()).toEqual(['GET /cats'])
    expect((await world.call('GetAuthorizers', { ApiId })).Items).toEqual([])
    expect((await world.call('GetIntegrations', { ApiId })).Items).toHaveLength(1)
    // One automatic deployment for all of it.
    expect((await world.call('GetDeployments', { ApiId })).Items).toHaveLength(1)
  })

  test('is whole or nothing', async () => {
    const { ApiId = '' } = await importing()
    const paths = { '/a': { get: proxy({ payloadFormatVersion: 1 }) } }
    await expect(again(ApiId, { paths }, { FailOnWarnings: true })).rejects.toThrow('Warnings found during import')
    expect(Object.keys(await routesOf(ApiId))).toEqual(['GET /pets/{id}'])
    await expect(again('nothere', {})).rejects.toMatchObject({ code: 'NotFoundException' })
  })
})
