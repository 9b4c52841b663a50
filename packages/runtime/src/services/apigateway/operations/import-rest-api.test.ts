import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { POOL_ARN, refusal, startApiGateway, type TestApiGateway } from '../apigateway.harness.ts'
import { bytesOf, documentWith, mockOperation } from '../import/import.harness.ts'

let gateway: TestApiGateway
beforeAll(async () => {
  gateway = await startApiGateway()
})
afterAll(() => gateway.close())

const importing = (members: object, more: object = {}) =>
  gateway.call('ImportRestApi', { body: bytesOf(documentWith(members)), ...more })

async function pathsOf(restApiId: string) {
  const { items = [] } = await gateway.call('GetResources', { restApiId, embed: ['methods'] })
  return items.map(({ path, resourceMethods = {} }) => [path, Object.keys(resourceMethods)])
}

async function methodOf(restApiId: string, path: string, httpMethod = 'GET') {
  const { items = [] } = await gateway.call('GetResources', { restApiId })
  const resourceId = items.find((item) => item.path === path)?.id ?? ''
  return gateway.call('GetMethod', { restApiId, resourceId, httpMethod })
}

describe('ImportRestApi', () => {
  test('makes what the document says, and no models of its own', async () => {
    const { id = '', ...api } = await importing({})
    expect(api).toMatchObject({ name: 'pets', description: 'All of them', version: '1.0', apiKeySource: 'HEADER' })
    expect(api.warnings).toBeUndefined()
    expect(await pathsOf(id)).toEqual([
      ['/', []],
      ['/pets', []],
      ['/pets/{id}', ['GET']],
    ])
    expect(await methodOf(id, '/pets/{id}')).toMatchObject({
      authorizationType: 'NONE',
      requestParameters: { 'method.request.path.id': true },
      methodIntegration: { type: 'MOCK', integrationResponses: { 200: { statusCode: '200' } } },
    })
    expect((await gateway.call('GetModels', { restApiId: id })).items).toEqual([])
  })

  test('an authorizer’s empty texts say nothing (recorded: import_rest_api)', async () => {
    const called = 'arn:aws:lambda:us-east-1:123456789012:function:f'
    const uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${called}/invocations`
    const authorizer = { type: 'token', authorizerUri: uri, authorizerCredentials: '', identitySource: '' }
    const scheme = { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authorizer': authorizer }
    const { id = '' } = await importing({ components: { securitySchemes: { Auth0: scheme } } })
    const { items = [] } = await gateway.call('GetAuthorizers', { restApiId: id })
    expect(items).toMatchObject([{ name: 'Auth0', identitySource: 'method.request.header.Authorization' }])
    expect(items[0]?.authorizerCredentials).toBeUndefined()
  })

  test('authorizers, keys, signatures and scopes', async () => {
    const secured = (security: object[]) => ({ get: mockOperation({ security }) })
    const { id = '' } = await importing({
      security: [{ pool: ['a/read'] }],
      paths: {
        '/default': { get: mockOperation() },
        '/scopeless': secured([{ pool: [] }]),
        '/key': secured([{ key: [] }]),
        '/both': secured([{ key: [], pool: ['b'] }]),
        '/signed': secured([{ sigv4: [] }]),
        '/open': { get: mockOperation({ security: [] }) },
        '/none': secured([{ NONE: [] }]),
      },
      components: {
        securitySchemes: {
          pool: {
            type: 'apiKey',
            name: 'Token',
            in: 'header',
            'x-amazon-apigateway-authtype': 'cognito_user_pools',
            'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: [POOL_ARN] },
          },
          key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
          sigv4: {
            type: 'apiKey',
            name: 'Authorization',
            in: 'header',
            'x-amazon-apigateway-authtype': 'awsSigv4',
          },
        },
      },
    })
    const { items = [] } = await gateway.call('GetAuthorizers', { restApiId: id })
    const [{ id: authorizerId = '' } = {}] = items
    expect(items).toMatchObject([
      { name: 'pool', type: 'COGNITO_USER_POOLS', identitySource: 'method.request.header.Token' },
    ])
    const pool = { authorizationType: 'COGNITO_USER_POOLS', authorizerId }
    expect(await methodOf(id, '/default')).toMatchObject({ ...pool, authorizationScopes: ['a/read'] })
    expect(await methodOf(id, '/scopeless')).not.toHaveProperty('authorizationScopes', expect.anything())
    expect(await methodOf(id, '/key')).toMatchObject({ authorizationType: 'NONE', apiKeyRequired: true })
    expect(await methodOf(id, '/both')).toMatchObject({ ...pool, authorizationScopes: ['b'], apiKeyRequired: true })
    expect(await methodOf(id, '/signed')).toMatchObject({ authorizationType: 'AWS_IAM' })
    for (const path of ['/open', '/none']) {
      expect(await methodOf(id, path)).toMatchObject({ authorizationType: 'NONE', apiKeyRequired: false })
    }
  })

  test('models, validators, bodies and parameters', async () => {
    const { id = '' } = await importing({
      'x-amazon-apigateway-request-validators': { all: { validateRequestBody: true, validateRequestParameters: true } },
      'x-amazon-apigateway-request-validator': 'all',
      paths: {
        '/pets': {
          parameters: [{ $ref: '#/components/parameters/Page' }],
          post: mockOperation({
            operationId: 'AddPet',
            parameters: [{ name: 'X-Who', in: 'header', required: true }],
            requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } } },
            responses: {
              201: { headers: { ETag: {} }, content: { 'application/json': { schema: { type: 'string' } } } },
            },
            'x-amazon-apigateway-integration': { type: 'MOCK' },
          }),
        },
      },
      components: {
        parameters: { Page: { name: 'page', in: 'query' } },
        schemas: {
          Pet: { type: 'object', required: ['b', 'a'], properties: { owner: { $ref: '#/components/schemas/Owner' } } },
          Owner: { description: 'Has pets', type: 'object', properties: { pet: { $ref: '#/components/schemas/Pet' } } },
        },
      },
    })
    const { items: models = [] } = await gateway.call('GetModels', { restApiId: id })
    const inline = models.find(({ name = '' }) => name.startsWith('MODEL'))?.name
    expect(models).toHaveLength(3)
    expect(models.find(({ name }) => name === 'Pet')?.schema).toBe(
      `{"type":"object","required":["a","b"],"properties":{"owner":{"$ref":"https://apigateway.amazonaws.com/restapis/${id}/models/Owner"}}}`,
    )
    const { items: [validator] = [] } = await gateway.call('GetRequestValidators', { restApiId: id })
    expect(await methodOf(id, '/pets', 'POST')).toMatchObject({
      operationName: 'AddPet',
      requestValidatorId: validator?.id,
      requestModels: { 'application/json': 'Pet' },
      requestParameters: { 'method.request.querystring.page': false, 'method.request.header.X-Who': true },
      methodResponses: {
        201: {
          responseParameters: { 'method.response.header.ETag': false },
          responseModels: { 'application/json': inline },
        },
      },
    })
  })

  test('what an API itself is, and what it says of errors', async () => {
    const { id = '', ...api } = await importing(
      {
        'x-amazon-apigateway-api-key-source': 'AUTHORIZER',
        'x-amazon-apigateway-binary-media-types': ['image/png'],
        'x-amazon-apigateway-minimum-compression-size': 100,
        'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true },
        'x-amazon-apigateway-gateway-responses': {
          DEFAULT_4XX: { statusCode: 418, responseParameters: { 'gatewayresponse.header.X-A': "'a'" } },
        },
      },
      { parameters: { endpointConfigurationTypes: 'REGIONAL' } },
    )
    expect(api).toMatchObject({
      apiKeySource: 'AUTHORIZER',
      binaryMediaTypes: ['image/png'],
      minimumCompressionSize: 100,
      disableExecuteApiEndpoint: true,
      endpointConfiguration: { types: ['REGIONAL'] },
    })
    expect(await gateway.call('GetGatewayResponse', { restApiId: id, responseType: 'DEFAULT_4XX' })).toMatchObject({
      statusCode: '418',
      responseParameters: { 'gatewayresponse.header.X-A': "'a'" },
    })
  })

  test.each([
    ['ignore', ['/', '/a']],
    ['prepend', ['/', '/base', '/base/part', '/base/part/a']],
    ['split', ['/', '/part', '/part/a']],
  ])('the base path with %s', async (basepath, paths) => {
    const servers = [{ url: 'https://example.com/base/part' }]
    const { id = '' } = await importing(
      { servers, paths: { '/a': { get: mockOperation() } } },
      { parameters: { basepath } },
    )
    expect((await pathsOf(id)).map(([path]) => path)).toEqual(paths)
  })

  test('what is not a text is left out with a warning, or refused if that is asked for', async () => {
    const integration = { type: 'mock', requestParameters: { 'integration.request.header.a': true } }
    const paths = { '/a': { get: mockOperation({ 'x-amazon-apigateway-integration': integration }) } }
    const warning =
      "Invalid format for 'requestParameters'. Expected type string for property 'integration.request.header.a' of resource '/a' and method 'GET' but got 'true'"
    const { id = '', warnings } = await importing({ paths })
    expect(warnings).toEqual([warning])
    expect((await methodOf(id, '/a')).methodIntegration?.requestParameters).toEqual({})
    await expect(importing({ paths }, { failOnWarnings: true })).rejects.toMatchObject(
      refusal(`Warnings found during import:\n\t${warning}`),
    )
  })

  const inModel = { components: { schemas: { body_1: { type: 'object' } } } }
  test.each([
    [
      inModel,
      "Errors found during import:\n\tUnable to create model for 'body_1': Model name must be alphanumeric: body_1",
    ],
    [
      { paths: { '/a': { $ref: 'https://example.com' } } },
      'Invalid OpenAPI input. The reference https://example.com leads out of the document.',
    ],
    [{ openapi: '3.1.0' }, 'Invalid OpenAPI input. The document is neither Swagger 2.0 nor OpenAPI 3.0.'],
    [{ info: {} }, 'Invalid OpenAPI input.'],
    [
      {
        'x-amazon-apigateway-gateway-responses': {
          DEFAULT_4XX: { responseTemplates: { 'application/json': { message: 'no text' } } },
        },
      },
      'Invalid OpenAPI input. The value of application/json must be a text.',
    ],
  ])('%j is refused, and nothing is made', async (members, message) => {
    const count = async () => (await gateway.call('GetRestApis', { limit: 500 })).items?.length
    const before = await count()
    await expect(importing(members)).rejects.toMatchObject(refusal(message))
    expect(await count()).toBe(before)
  })

  test('what is not served is refused by name, as the operations do', async () => {
    const uri = 'arn:aws:apigateway:us-east-1:kinesis:action/PutRecord'
    const integration = { type: 'aws', httpMethod: 'POST', uri }
    const paths = { '/a': { get: mockOperation({ 'x-amazon-apigateway-integration': integration }) } }
    const unknown = { 'x-amazon-apigateway-unheard-of': 1 }
    await expect(importing({ paths })).rejects.toMatchObject({ code: 'NotImplementedException' })
    await expect(importing(unknown)).rejects.toThrow(
      'x-amazon-apigateway-unheard-of in an OpenAPI document is not emulated',
    )
    await expect(importing({}, { parameters: { other: '1' } })).rejects.toMatchObject({
      code: 'NotImplementedException',
    })
  })

  test('an extension that is not known is refused wherever it stands, and one in a wrong place is passed over', async () => {
    const unknown = { get: mockOperation({ responses: { 200: { 'x-amazon-apigateway-unheard-of': 1 } } }) }
    await expect(importing({ paths: { '/a': unknown } })).rejects.toThrow(
      'x-amazon-apigateway-unheard-of in an OpenAPI document is not emulated',
    )
    const example = { schemas: { A: { type: 'object', example: { 'x-amazon-apigateway-unheard-of': 1 } } } }
    expect((await importing({ components: example })).warnings).toBeUndefined()
    const misplaced = { '/a': { get: mockOperation(), 'x-amazon-apigateway-request-validator': 'all' } }
    expect((await importing({ paths: misplaced })).warnings).toEqual([
      "Extension 'x-amazon-apigateway-request-validator' is not supported in 'paths./a'. Ignoring.",
    ])
  })

  test('a method is not made where its authorizer is missing, and a scheme of no use is passed over', async () => {
    const secured = (name: string) => ({ get: mockOperation({ security: [{ [name]: [] }] }) })
    const securitySchemes = {
      custom: { type: 'apiKey', name: 'Auth', in: 'header', 'x-amazon-apigateway-authtype': 'custom' },
      basic: { type: 'http', scheme: 'basic' },
    }
    const paths = { '/closed': secured('custom'), '/basic': secured('basic') }
    const { id = '', warnings = [] } = await importing({ components: { securitySchemes }, paths })
    expect(warnings).toEqual([
      "Unsupported security definition type 'http' for 'basic'. Ignoring.",
      expect.stringContaining("Any methods with security: 'custom' will not be created."),
    ])
    expect(await pathsOf(id)).toEqual([
      ['/', []],
      ['/basic', ['GET']],
      ['/closed', []],
    ])
  })

  test('the variables of AWS are those of the place, and settings stand where they are documented', async () => {
    const uri =
      'arn:AWS::Partition:apigateway:AWS::Region:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:AWS::AccountId:function:f/invocations'.replace(
        /AWS::\w+/g,
        (name) => `\${${name}}`,
      )
    const integration = { type: 'aws_proxy', httpMethod: 'POST', uri }
    const { id = '', ...api } = await importing({
      paths: { '/a': { get: mockOperation({ 'x-amazon-apigateway-integration': integration }) } },
      servers: [{ url: '/', 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true } }],
      'x-amazon-apigateway-security-policy': 'SecurityPolicy_TLS13_1_3_2025_09',
      'x-amazon-apigateway-endpoint-access-mode': 'STRICT',
    })
    expect((await methodOf(id, '/a')).methodIntegration?.uri).toBe(
      'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:f/invocations',
    )
    expect(api).toMatchObject({
      disableExecuteApiEndpoint: true,
      securityPolicy: 'SecurityPolicy_TLS13_1_3_2025_09',
      endpointAccessMode: 'STRICT',
    })
  })

  test('a document that is none is refused before anything else', async () => {
    for (const body of [Buffer.from("{'key:value}"), Buffer.from('a: "b "c": d')]) {
      await expect(gateway.call('ImportRestApi', { body })).rejects.toMatchObject(refusal('Invalid OpenAPI input.'))
      const put = gateway.call('PutRestApi', { restApiId: 'nothere', body })
      await expect(put).rejects.toMatchObject(refusal('Invalid OpenAPI input.'))
    }
  })
})

describe('PutRestApi', () => {
  const first = {
    'x-amazon-apigateway-binary-media-types': ['image/heif'],
    paths: { '/a': { get: mockOperation(), post: mockOperation() }, '/b': { get: mockOperation() } },
    components: { schemas: { One: { type: 'string' } } },
  }
  const second = documentWith({
    info: { title: 'renamed', version: '2' },
    'x-amazon-apigateway-binary-media-types': ['image/png'],
    paths: { '/a': { get: mockOperation({ operationId: 'changed' }) }, '/c': { get: mockOperation() } },
    components: { schemas: { One: { type: 'number' }, Two: { type: 'string' } } },
  })

  test('merge adds and replaces, method by method', async () => {
    const { id = '', rootResourceId } = await importing(first)
    const after = await gateway.call('PutRestApi', { restApiId: id, body: bytesOf(second) })
    expect(after).toMatchObject({ name: 'renamed', version: '2', rootResourceId })
    expect(after.description).toBeUndefined()
    expect(after.binaryMediaTypes).toEqual(['image/heif', 'image/png'])
    expect(await pathsOf(id)).toEqual([
      ['/', []],
      ['/a', ['POST', 'GET']],
      ['/b', ['GET']],
      ['/c', ['GET']],
    ])
    expect((await methodOf(id, '/a')).operationName).toBe('changed')
    const { items = [] } = await gateway.call('GetModels', { restApiId: id })
    expect(items.map(({ name, schema }) => [name, schema])).toEqual([
      ['One', '{"type":"number"}'],
      ['Two', '{"type":"string"}'],
    ])
  })

  test('overwrite leaves only what the document says, under the same ids of API and root', async () => {
    const { id = '', rootResourceId } = await importing(first)
    const put = { restApiId: id, mode: 'overwrite', body: bytesOf(second) }
    expect(await gateway.call('PutRestApi', put)).toMatchObject({ rootResourceId, binaryMediaTypes: ['image/png'] })
    expect(await pathsOf(id)).toEqual([
      ['/', []],
      ['/a', ['GET']],
      ['/c', ['GET']],
    ])
  })

  test('overwrite leaves paths their ids, and caches under others (recorded: base_path_oas30)', async () => {
    const idsOf = async (restApiId: string) => {
      const { items = [] } = await gateway.call('GetResources', { restApiId })
      return Object.fromEntries(items.map(({ path, id }) => [path, id]))
    }
    const under = (path: string) => ({ paths: { [path]: { get: mockOperation(), post: mockOperation() } } })
    const { id = '' } = await importing(under('/a/b'))
    const before = await idsOf(id)
    const cachedFor = async (method: string) => (await methodOf(id, '/a/b', method)).methodIntegration?.cacheNamespace
    expect(await cachedFor('GET')).toBe(before['/a/b'])
    await gateway.call('PutRestApi', { restApiId: id, mode: 'overwrite', body: bytesOf(documentWith(under('/a/b'))) })
    expect(await idsOf(id)).toEqual(before)
    expect(await cachedFor('GET')).toMatch(/^[a-z0-9]{6}$/)
    expect(await cachedFor('GET')).not.toBe(before['/a/b'])
    expect(await cachedFor('POST')).toBe(await cachedFor('GET'))
    await gateway.call('PutRestApi', { restApiId: id, mode: 'overwrite', body: bytesOf(documentWith(under('/a/c'))) })
    expect(await idsOf(id)).toEqual({ '/': before['/'], '/a': before['/a'], '/a/c': expect.any(String) })
  })

  test('is whole or nothing', async () => {
    const { id = '' } = await importing(first)
    const bad = documentWith({ paths: { '/d': { get: mockOperation() }, '/{x}/{y}!': { get: mockOperation() } } })
    const put = gateway.call('PutRestApi', { restApiId: id, mode: 'overwrite', body: bytesOf(bad) })
    await expect(put).rejects.toMatchObject({ code: 'BadRequestException' })
    expect((await pathsOf(id)).map(([path]) => path)).toEqual(['/', '/a', '/b'])
    const body = bytesOf(second)
    await expect(gateway.call('PutRestApi', { restApiId: id, mode: 'replace', body })).rejects.toMatchObject({
      code: 'BadRequestException',
    })
    await expect(gateway.call('PutRestApi', { restApiId: 'nothere', body })).rejects.toMatchObject({
      code: 'NotFoundException',
    })
  })
})
