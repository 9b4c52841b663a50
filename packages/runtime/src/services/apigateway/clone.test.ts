import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAuthorizer, createMockApi, startApiGateway, type TestApiGateway } from './apigateway.harness.ts'

let gateway: TestApiGateway
beforeAll(async () => {
  gateway = await startApiGateway()
})
afterAll(() => gateway.close())

test('a clone has what the other has, under ids of its own, and can be deployed', async () => {
  const { restApiId, rootResourceId, at } = await createMockApi(gateway)
  const { id: resourceId = '' } = await gateway.call('CreateResource', {
    restApiId,
    parentId: rootResourceId,
    pathPart: 'pets',
  })
  const authorizerId = await createAuthorizer(gateway, restApiId)
  const { id: requestValidatorId } = await gateway.call('CreateRequestValidator', { restApiId, name: 'v' })
  const method = { restApiId, resourceId, httpMethod: 'POST' }
  const authorizationType = 'COGNITO_USER_POOLS'
  await gateway.call('PutMethod', { ...method, authorizationType, authorizerId, requestValidatorId })
  await gateway.call('PutIntegration', { ...method, type: 'MOCK' })
  await gateway.call('PutIntegration', { ...at, type: 'MOCK', cacheNamespace: 'mine' })
  const schema = JSON.stringify({ $ref: `https://apigateway.amazonaws.com/restapis/${restApiId}/models/Empty` })
  await gateway.call('CreateModel', { restApiId, name: 'Pet', schema, contentType: 'application/json' })
  await gateway.call('PutGatewayResponse', { restApiId, responseType: 'THROTTLED', statusCode: '420' })
  const location = { type: 'API' }
  await gateway.call('CreateDocumentationPart', { restApiId, location, properties: '{"a":1}' })
  await gateway.call('UpdateRestApi', {
    restApiId,
    patchOperations: [{ op: 'add', path: '/binaryMediaTypes/a~1b' }],
  })

  const clone = await gateway.call('CreateRestApi', { name: 'clone', cloneFrom: restApiId })
  const id = clone.id ?? ''
  expect(clone).toMatchObject({ name: 'clone', binaryMediaTypes: ['a/b'] })
  expect(clone.rootResourceId).not.toBe(rootResourceId)
  const { items: resources = [] } = await gateway.call('GetResources', { restApiId: id, embed: ['methods'] })
  const [root, pets] = resources
  expect(resources.map(({ path }) => path)).toEqual(['/', '/pets'])
  expect([root?.id, pets?.parentId, pets?.id === resourceId]).toEqual([clone.rootResourceId, root?.id, false])
  const { items: authorizers = [] } = await gateway.call('GetAuthorizers', { restApiId: id })
  const { items: validators = [] } = await gateway.call('GetRequestValidators', { restApiId: id })
  expect(pets?.resourceMethods?.POST).toMatchObject({
    authorizerId: authorizers[0]?.id,
    requestValidatorId: validators[0]?.id,
    methodIntegration: { cacheNamespace: pets?.id },
  })
  expect([authorizers[0]?.id, validators[0]?.id]).not.toEqual([authorizerId, requestValidatorId])
  expect(root?.resourceMethods?.GET?.methodIntegration?.cacheNamespace).toBe('mine')
  const model = await gateway.call('GetModel', { restApiId: id, modelName: 'Pet' })
  expect(model.schema).toContain(`/restapis/${id}/models/Empty`)
  const response = await gateway.call('GetGatewayResponse', { restApiId: id, responseType: 'THROTTLED' })
  expect(response.statusCode).toBe('420')
  const { items: parts } = await gateway.call('GetDocumentationParts', { restApiId: id })
  expect(parts).toMatchObject([{ location, properties: '{"a":1}' }])
  await gateway.call('CreateDeployment', { restApiId: id, stageName: 'prod' })
  expect((await gateway.call('GetStages', { restApiId })).item).toEqual([])

  await gateway.call('DeleteRestApi', { restApiId })
  expect((await gateway.call('GetResources', { restApiId: id })).items?.length).toBe(2)
})
