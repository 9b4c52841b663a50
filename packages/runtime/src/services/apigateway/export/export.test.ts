import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readDocument } from '../../../languages/openapi/read-document.ts'
import { atOnce } from '../../../languages/openapi/steps.ts'
import { createMockApi, POOL_ARN, refusal, startApiGateway, type TestApiGateway } from '../apigateway.harness.ts'
import { bytesOf, mockOperation } from '../import/import.harness.ts'

let gateway: TestApiGateway
beforeAll(async () => {
  gateway = await startApiGateway()
})
afterAll(() => gateway.close())

const FUNCTION =
  'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:f/invocations'

/** Every kind of thing that an export tells of. */
const SHOP = {
  swagger: '2.0',
  info: { title: 'shop', description: 'Of pets', version: '1.0' },
  'x-amazon-apigateway-binary-media-types': ['image/png'],
  'x-amazon-apigateway-request-validators': { all: { validateRequestBody: true, validateRequestParameters: true } },
  'x-amazon-apigateway-gateway-responses': {
    DEFAULT_4XX: { responseParameters: { 'gatewayresponse.header.X-A': "'a'" } },
    ACCESS_DENIED: { statusCode: 404 },
  },
  'x-amazon-apigateway-policy': {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: '*' }],
  },
  'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true },
  paths: {
    '/pets/{petId}': {
      get: mockOperation({
        operationId: 'GetPet',
        parameters: [{ name: 'page', in: 'query', required: false, type: 'string' }],
        responses: {
          200: { description: 'fine', schema: { $ref: '#/definitions/Pet' }, headers: { ETag: { type: 'string' } } },
          404: { description: 'none' },
        },
        security: [{ pool: ['pets/read'] }, { key: [] }],
      }),
    },
    '/pets': {
      post: mockOperation({
        consumes: ['application/json'],
        parameters: [{ in: 'body', name: 'Pet', required: true, schema: { $ref: '#/definitions/Pet' } }],
        'x-amazon-apigateway-request-validator': 'all',
        security: [{ asked: [] }],
      }),
      'x-amazon-apigateway-any-method': {
        responses: {},
        security: [{ signed: [] }],
        'x-amazon-apigateway-integration': {
          type: 'http_proxy',
          httpMethod: 'ANY',
          uri: 'https://example.com',
          timeoutInMillis: 5000,
          cacheKeyParameters: ['method.request.querystring.a'],
        },
        parameters: [{ name: 'a', in: 'query', type: 'string' }],
      },
    },
  },
  definitions: {
    Pet: { type: 'object', properties: { owner: { $ref: '#/definitions/Owner' } } },
    Owner: { type: 'object', properties: { pets: { type: 'array', items: { $ref: '#/definitions/Pet' } } } },
    Unused: { type: 'string' },
  },
  securityDefinitions: {
    pool: {
      type: 'apiKey',
      name: 'Authorization',
      in: 'header',
      'x-amazon-apigateway-authtype': 'cognito_user_pools',
      'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: [POOL_ARN] },
    },
    asked: {
      type: 'apiKey',
      name: 'Unused',
      in: 'header',
      'x-amazon-apigateway-authtype': 'custom',
      'x-amazon-apigateway-authorizer': {
        type: 'request',
        authorizerUri: FUNCTION,
        authorizerResultTtlInSeconds: 0,
        identitySource: 'method.request.header.A, method.request.querystring.b',
      },
    },
    signed: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
    key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
  },
}

async function deployed(document: object): Promise<string> {
  const { id: restApiId = '' } = await gateway.call('ImportRestApi', { body: bytesOf(document) })
  await gateway.call('CreateDeployment', { restApiId, stageName: 'prod' })
  return restApiId
}

async function exported(restApiId: string, exportType: string, extensions?: string) {
  const parameters = extensions === undefined ? undefined : { extensions }
  const { body = Buffer.alloc(0) } = await gateway.call('GetExport', {
    restApiId,
    stageName: 'prod',
    exportType,
    parameters,
  })
  return JSON.parse(Buffer.from(body).toString()) as Record<string, unknown>
}

/** What stands somewhere in it. */
function within(value: unknown, ...keys: readonly string[]): object {
  return keys.reduce<object>((inner, key) => (inner as Record<string, object>)[key] ?? {}, value as object)
}

// The forms, and what is left out, were recorded on AWS (localstack/localstack, test_apigateway_extended), or observed in
// exports that people keep in their repositories.
describe('Swagger 2.0', () => {
  test('tells what methods take and give, and nothing of how', async () => {
    const restApiId = await deployed(SHOP)
    const { host, paths, definitions, securityDefinitions, ...head } = await exported(restApiId, 'swagger')
    expect(Object.entries(head)).toEqual([
      ['swagger', '2.0'],
      ['info', { description: 'Of pets', version: '1.0', title: 'shop' }],
      ['basePath', '/prod'],
      ['schemes', ['https']],
    ])
    expect(host).toBe(`${restApiId}.execute-api.us-east-1.amazonaws.com`)
    expect(Object.keys(within(paths))).toEqual(['/pets', '/pets/{petId}'])
    expect(within(paths, '/pets/{petId}')).toEqual({
      get: {
        operationId: 'GetPet',
        consumes: ['application/json'],
        produces: ['application/json'],
        parameters: [
          { name: 'page', in: 'query', required: false, type: 'string' },
          { name: 'petId', in: 'path', required: true, type: 'string' },
        ],
        responses: {
          200: {
            description: '200 response',
            schema: { $ref: '#/definitions/Pet' },
            headers: { ETag: { type: 'string' } },
          },
          404: { description: '404 response' },
        },
        security: [{ pool: ['pets/read'] }, { api_key: [] }],
      },
    })
    expect(Object.keys(within(paths, '/pets'))).toEqual(['post', 'x-amazon-apigateway-any-method'])
    expect(within(paths, '/pets')).toMatchObject({
      post: {
        parameters: [{ in: 'body', name: 'Pet', required: true, schema: { $ref: '#/definitions/Pet' } }],
      },
      'x-amazon-apigateway-any-method': { responses: {}, security: [{ sigv4: [] }] },
    })
    expect(definitions).toEqual({ Pet: SHOP.definitions.Pet, Owner: SHOP.definitions.Owner })
    expect(securityDefinitions).toEqual({
      pool: { type: 'apiKey', name: 'Authorization', in: 'header' },
      asked: { type: 'apiKey', name: 'Unused', in: 'header' },
      sigv4: { type: 'apiKey', name: 'Authorization', in: 'header' },
      api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
    })
  })

  test('with extensions it tells the rest', async () => {
    const restApiId = await deployed(SHOP)
    const { paths, securityDefinitions, ...document } = await exported(restApiId, 'swagger', 'apigateway')
    expect(Object.entries(within(paths, '/pets/{petId}', 'get', 'x-amazon-apigateway-integration'))).toEqual([
      ['type', 'mock'],
      ['responses', { default: { statusCode: '200' } }],
      ['requestTemplates', { 'application/json': '{"statusCode": 200}' }],
      ['passthroughBehavior', 'when_no_match'],
    ])
    expect(within(paths, '/pets')).toMatchObject({
      post: { 'x-amazon-apigateway-request-validator': 'all' },
      'x-amazon-apigateway-any-method': {
        'x-amazon-apigateway-integration': {
          type: 'http_proxy',
          httpMethod: 'ANY',
          uri: 'https://example.com',
          passthroughBehavior: 'when_no_match',
          timeoutInMillis: 5000,
          cacheNamespace: expect.stringMatching(/^[a-z0-9]{6}$/),
          cacheKeyParameters: ['method.request.querystring.a'],
        },
      },
    })
    expect(securityDefinitions).toMatchObject({
      pool: SHOP.securityDefinitions.pool,
      asked: SHOP.securityDefinitions.asked,
      sigv4: { 'x-amazon-apigateway-authtype': 'awsSigv4' },
    })
    const template = { 'application/json': '{"message":$context.error.messageString}' }
    expect(document).toMatchObject({
      'x-amazon-apigateway-gateway-responses': {
        DEFAULT_4XX: { ...SHOP['x-amazon-apigateway-gateway-responses'].DEFAULT_4XX, responseTemplates: template },
        ACCESS_DENIED: { statusCode: 404, responseTemplates: template },
      },
      'x-amazon-apigateway-request-validators': SHOP['x-amazon-apigateway-request-validators'],
      'x-amazon-apigateway-policy': SHOP['x-amazon-apigateway-policy'],
      'x-amazon-apigateway-binary-media-types': ['image/png'],
      'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true },
    })
    expect(document).not.toHaveProperty('x-amazon-apigateway-api-key-source')
  })
})

test('OpenAPI 3.0 says the same in its own words', async () => {
  const restApiId = await deployed(SHOP)
  const { paths, ...document } = await exported(restApiId, 'oas30', 'apigateway')
  expect(Object.keys(document).slice(0, 4)).toEqual(['openapi', 'info', 'servers', 'components'])
  expect(document).toMatchObject({
    openapi: '3.0.1',
    info: { title: 'shop', description: 'Of pets', version: '1.0' },
    servers: [
      {
        url: `https://${restApiId}.execute-api.us-east-1.amazonaws.com/{basePath}`,
        variables: { basePath: { default: 'prod' } },
        'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true },
      },
    ],
    components: {
      schemas: { Pet: { properties: { owner: { $ref: '#/components/schemas/Owner' } } }, Owner: {} },
      securitySchemes: { pool: SHOP.securityDefinitions.pool },
    },
  })
  expect(within(paths, '/pets/{petId}', 'get')).toMatchObject({
    parameters: [
      { name: 'page', in: 'query', schema: { type: 'string' } },
      { name: 'petId', in: 'path', required: true, schema: { type: 'string' } },
    ],
    responses: {
      200: {
        description: '200 response',
        headers: { ETag: { schema: { type: 'string' } } },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } },
      },
      404: { description: '404 response', content: {} },
    },
  })
  expect(within(paths, '/pets', 'post', 'requestBody')).toEqual({
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } },
    required: true,
  })
  const { restApiId: bare } = await createMockApi(gateway)
  await gateway.call('CreateDeployment', { restApiId: bare, stageName: 'prod' })
  expect((await exported(bare, 'oas30')).components).toEqual({})
})

test('extensions are asked for one by one', async () => {
  const restApiId = await deployed(SHOP)
  const has = async (extensions: string) => {
    const text = JSON.stringify(await exported(restApiId, 'swagger', extensions))
    return ['integration"', 'authorizer"', 'request-validators"'].map((name) =>
      text.includes(`x-amazon-apigateway-${name}`),
    )
  }
  expect(await has('integrations')).toEqual([true, false, false])
  expect(await has('authorizers')).toEqual([false, true, false])
  expect(await has('integrations,authorizers')).toEqual([true, true, false])
  expect(await has('apigateway')).toEqual([true, true, true])
  await expect(has('other')).rejects.toMatchObject(refusal('Invalid extensions specified: other'))
  await expect(has('postman')).rejects.toMatchObject({ code: 'NotImplementedException' })
  const unknown = { restApiId, stageName: 'prod', exportType: 'swagger', parameters: { other: '1' } }
  await expect(gateway.call('GetExport', unknown)).rejects.toMatchObject({ code: 'NotImplementedException' })
})

test('it is what was deployed, as a file with the version of the API, or the time when it was made', async () => {
  const { restApiId, at } = await createMockApi(gateway)
  await gateway.call('CreateDeployment', { restApiId, stageName: 'prod' })
  await gateway.call('DeleteMethod', at)
  const { body: _, ...answer } = await gateway.call('GetExport', { restApiId, stageName: 'prod', exportType: 'oas30' })
  expect(answer).toEqual({
    contentType: 'application/octet-stream',
    contentDisposition: 'attachment; filename="oas30_2030-01-01T00:00:00Z.json"',
  })
  expect(await exported(restApiId, 'oas30')).toMatchObject({
    info: { title: 'api', version: '2030-01-01T00:00:00Z' },
    paths: { '/': { get: {} } },
  })
  const odd = await deployed({ ...SHOP, info: { title: 'odd', version: 'a"\n\u00fc' } })
  const named = await gateway.call('GetExport', { restApiId: odd, stageName: 'prod', exportType: 'swagger' })
  expect(named.contentDisposition).toBe('attachment; filename="swagger_a___.json"')
})

test('JSON is spaced as on AWS, and YAML says the same', async () => {
  const restApiId = await deployed(SHOP)
  const export_ = async (accepts?: string) => {
    const at = { restApiId, stageName: 'prod', exportType: 'swagger', parameters: { extensions: 'apigateway' } }
    const { body, contentDisposition } = await gateway.call('GetExport', { ...at, accepts })
    return { text: Buffer.from(body ?? []).toString(), contentDisposition }
  }
  const json = await export_('application/json')
  expect(json.text).toContain('{\n  "swagger" : "2.0",\n  "info" : {\n    "description" : "Of pets",')
  expect(json.text).toContain('"schemes" : [ "https" ],')
  expect(json.text).toContain('"parameters" : [ {\n          "name" : "page",')
  expect(json.text).toContain('"responses" : { },')
  const yaml = await export_('application/yaml')
  expect(yaml.text).toMatch(/^---\nswagger: "2\.0"\ninfo:\n {2}description: "Of pets"\n/)
  expect(yaml.text).toContain('schemes:\n- "https"\n')
  expect(yaml.contentDisposition).toBe('attachment; filename="swagger_1.0.yaml"')
  expect(atOnce(readDocument(Buffer.from(yaml.text))).root).toEqual(JSON.parse(json.text))
  expect(await export_('text/html, */*;q=0.1')).toEqual(json)
  await expect(export_('text/html')).rejects.toMatchObject({ code: 'BadRequestException' })
})

test.each([
  [{ exportType: 'raml' }, refusal("No API exporter for type 'raml'")],
  [{ stageName: 'none' }, refusal('Invalid stage identifier specified', 'NotFoundException')],
  [{ restApiId: 'nothere' }, refusal('Invalid API identifier specified 123456789012:nothere', 'NotFoundException')],
])('%j is refused', async (members, refused) => {
  const restApiId = await deployed(SHOP)
  const asked = gateway.call('GetExport', { restApiId, stageName: 'prod', exportType: 'oas30', ...members })
  await expect(asked).rejects.toMatchObject(refused)
})

test('a body of which there is no model in JSON is not exported', async () => {
  const xml = mockOperation({
    consumes: ['application/xml'],
    parameters: [{ in: 'body', name: 'Pet', schema: { $ref: '#/definitions/Pet' } }],
  })
  const restApiId = await deployed({ ...SHOP, paths: { '/xml': { post: xml } } })
  await expect(exported(restApiId, 'swagger')).rejects.toMatchObject(
    refusal('Only found non-JSON body models for POST /xml'),
  )
})

test('documentation is that of the version which the stage shows', async () => {
  const restApiId = await deployed(SHOP)
  expect(await exported(restApiId, 'swagger', 'documentation')).not.toHaveProperty('x-amazon-apigateway-documentation')
  await gateway.call('CreateDocumentationVersion', { restApiId, documentationVersion: 'v1', stageName: 'prod' })
  const { items = [] } = await gateway.call('GetDocumentationParts', { restApiId })
  for (const { id = '' } of items) {
    await gateway.call('DeleteDocumentationPart', { restApiId, documentationPartId: id })
  }
  const { 'x-amazon-apigateway-documentation': documentation } = await exported(restApiId, 'oas30', 'documentation')
  expect(documentation).toMatchObject({ version: 'v1' })
  expect(within(documentation, 'documentationParts')).toContainEqual({
    location: { type: 'RESPONSE', path: '/pets/{petId}', method: 'GET', statusCode: '404' },
    properties: { description: 'none' },
  })
})

test('an authorizer with a name of ours keeps it', async () => {
  const { sigv4, ...securityDefinitions } = { ...SHOP.securityDefinitions, sigv4: SHOP.securityDefinitions.pool }
  const restApiId = await deployed({ ...SHOP, securityDefinitions: { ...securityDefinitions, sigv4 } })
  const { securityDefinitions: exportedSchemes, paths } = await exported(restApiId, 'swagger', 'authorizers')
  expect(within(exportedSchemes, 'sigv4')).toMatchObject({ 'x-amazon-apigateway-authtype': 'cognito_user_pools' })
  expect(within(paths, '/pets', 'x-amazon-apigateway-any-method')).toMatchObject({ security: [{ sigv4_: [] }] })
})
