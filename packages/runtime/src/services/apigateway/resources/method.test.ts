import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../kernel/json.ts'
import { createApi, createAuthorizer, startApiGateway, type TestApiGateway } from '../apigateway.harness.ts'

let gateway: TestApiGateway
beforeAll(async () => {
  gateway = await startApiGateway()
})
afterAll(() => gateway.close())

let at: { restApiId: string; resourceId: string; httpMethod: string }
let authorizerId: string
beforeEach(async () => {
  const { restApiId, rootResourceId } = await createApi(gateway)
  at = { restApiId, resourceId: rootResourceId, httpMethod: 'GET' }
  authorizerId = await createAuthorizer(gateway, restApiId)
})

/** As the CDK writes a protected method with a MOCK. */
const declared = (more: JsonObject = {}): JsonObject => ({
  RestApiId: at.restApiId,
  ResourceId: at.resourceId,
  HttpMethod: 'GET',
  AuthorizationType: 'COGNITO_USER_POOLS',
  AuthorizerId: authorizerId,
  AuthorizationScopes: ['z/read', 'a/write'],
  OperationName: 'list',
  Integration: {
    Type: 'MOCK',
    RequestTemplates: { 'application/json': '{ statusCode: 200 }' },
    IntegrationResponses: [
      { StatusCode: '200', ResponseParameters: { 'method.response.header.X': "'x'" } },
      { StatusCode: '404', SelectionPattern: '404', ResponseTemplates: { 'application/json': '{}' } },
    ],
  },
  MethodResponses: [
    { StatusCode: '200', ResponseParameters: { 'method.response.header.X': true } },
    { StatusCode: '404', ResponseModels: { 'application/json': 'Error' } },
  ],
  ...more,
})

const method = async () => JSON.parse(JSON.stringify(await gateway.call('GetMethod', at)))

const SHOWN = {
  httpMethod: 'GET',
  authorizationType: 'COGNITO_USER_POOLS',
  authorizationScopes: ['z/read', 'a/write'],
  apiKeyRequired: false,
  operationName: 'list',
  methodResponses: {
    200: { statusCode: '200', responseParameters: { 'method.response.header.X': true } },
    404: { statusCode: '404', responseModels: { 'application/json': 'Error' } },
  },
}
const INTEGRATION = {
  type: 'MOCK',
  passthroughBehavior: 'WHEN_NO_MATCH',
  timeoutInMillis: 29_000,
  cacheKeyParameters: [],
  requestTemplates: { 'application/json': '{ statusCode: 200 }' },
  integrationResponses: {
    200: { statusCode: '200', responseParameters: { 'method.response.header.X': "'x'" } },
    404: { statusCode: '404', selectionPattern: '404', responseTemplates: { 'application/json': '{}' } },
  },
}
const shown = () => ({
  ...SHOWN,
  authorizerId,
  methodIntegration: { ...INTEGRATION, cacheNamespace: at.resourceId },
})

test('one resource makes a method with its integration and all responses', async () => {
  const made = await gateway.typeOf('Method').create(declared())
  expect(made).toMatchObject({ physicalId: 'stack-Logical-1A2B3C4D5E6F', attributes: {} })
  expect(await method()).toEqual(shown())
})

test('a plain one needs no more than where it is; truth values may be texts', async () => {
  const { RestApiId = '', ResourceId = '' } = declared()
  await gateway.typeOf('Method').create({
    RestApiId,
    ResourceId,
    HttpMethod: 'GET',
    RequestParameters: { 'method.request.header.A': 'true', 'method.request.header.B': 'false' },
  })
  expect(await method()).toEqual({
    httpMethod: 'GET',
    authorizationType: 'NONE',
    apiKeyRequired: false,
    requestParameters: { 'method.request.header.A': true, 'method.request.header.B': false },
  })
})

describe('an update', () => {
  test('of the integration keeps authorizer and scopes; what the template dropped is gone', async () => {
    const type = gateway.typeOf('Method')
    const made = await type.create(declared())
    const Integration = {
      Type: 'MOCK',
      RequestTemplates: { 'application/json': '{ statusCode: 404 }' },
      IntegrationResponses: [{ StatusCode: '404' }],
    }
    const updated = await type.update(declared({ Integration }), made)
    expect(updated.physicalId).toBe(made.physicalId)
    expect(await method()).toEqual({
      ...shown(),
      methodIntegration: {
        ...INTEGRATION,
        cacheNamespace: at.resourceId,
        requestTemplates: { 'application/json': '{ statusCode: 404 }' },
        integrationResponses: { 404: { statusCode: '404' } },
      },
    })
  })

  test('to fewer properties takes their effects back, and a rollback gives exactly what was there', async () => {
    const type = gateway.typeOf('Method')
    const made = await type.create(declared())
    const { Integration, MethodResponses, AuthorizationScopes, OperationName, AuthorizerId, ...rest } = declared()
    const open = await type.update({ ...rest, AuthorizationType: 'NONE' }, made)
    expect(await method()).toEqual({ httpMethod: 'GET', authorizationType: 'NONE', apiKeyRequired: false })
    await type.update(declared(), open)
    expect(await method()).toEqual(shown())
  })

  test('that fails leaves everything as it was', async () => {
    const type = gateway.typeOf('Method')
    const made = await type.create(declared())
    await expect(type.update(declared({ Integration: { Type: 'AWS_PROXY' } }), made)).rejects.toMatchObject({
      code: 'BadRequestException',
    })
    expect(await method()).toEqual(shown())
  })

  test('changes the order of scopes', async () => {
    const type = gateway.typeOf('Method')
    const made = await type.create(declared())
    await type.update(declared({ AuthorizationScopes: ['a/write', 'z/read'] }), made)
    expect((await method()).authorizationScopes).toEqual(['a/write', 'z/read'])
  })
})

test('removal takes the method, once or twice, and leaves its neighbours', async () => {
  await gateway.call('PutMethod', { ...at, httpMethod: 'OPTIONS', authorizationType: 'NONE' })
  const type = gateway.typeOf('Method')
  const made = await type.create(declared())
  await type.remove(made)
  await type.remove(made)
  await expect(method()).rejects.toMatchObject({ code: 'NotFoundException' })
  await expect(gateway.call('GetMethod', { ...at, httpMethod: 'OPTIONS' })).resolves.toBeDefined()
})

test('removal is fine when the whole API is gone', async () => {
  const type = gateway.typeOf('Method')
  const made = await type.create(declared())
  await gateway.call('DeleteRestApi', { restApiId: at.restApiId })
  await type.remove(made)
})
