import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createApi, HOME, refusal, startApiGateway, type TestApiGateway } from '../apigateway.harness.ts'

let gateway: TestApiGateway
beforeAll(async () => {
  gateway = await startApiGateway()
})
afterAll(() => gateway.close())

let restApiId: string
let rootResourceId: string
beforeEach(async () => {
  ;({ restApiId, rootResourceId } = await createApi(gateway))
})

describe('a model', () => {
  const create = (more: object = {}) =>
    gateway.call('CreateModel', { restApiId, name: 'Pet', contentType: 'application/json', schema: '{}', ...more })

  test('is kept as text, patched and listed by name', async () => {
    const model = await create({ description: 'd' })
    expect(model).toEqual({
      id: expect.stringMatching(/^[a-z0-9]{6}$/),
      name: 'Pet',
      description: 'd',
      schema: '{}',
      contentType: 'application/json',
    })
    const patchOperations = [
      { op: 'replace', path: '/description' },
      { op: 'replace', path: '/schema', value: '{"type":"object"}' },
    ]
    await gateway.call('UpdateModel', { restApiId, modelName: 'Pet', patchOperations })
    const { items } = await gateway.call('GetModels', { restApiId, limit: 2 })
    expect(items?.map(({ name }) => name)).toEqual(['Empty', 'Error'])
    const described = (value: string) => [{ op: 'replace' as const, path: '/description', value }]
    await gateway.call('UpdateModel', { restApiId, modelName: 'Pet', patchOperations: described('a pet') })
    await gateway.call('UpdateModel', { restApiId, modelName: 'Pet', patchOperations: described('') })
    expect(await gateway.call('GetModel', { restApiId, modelName: 'Pet' })).toEqual({
      id: model.id,
      name: 'Pet',
      schema: '{"type":"object"}',
      contentType: 'application/json',
    })
  })

  test.each([
    [{ name: '' }, 'Model name must be non-empty'],
    [{ name: 'a-b' }, 'Model name must be alphanumeric: a-b'],
    [{ schema: '' }, 'Model schema must have at least 1 property or array items defined'],
    [{ schema: undefined }, 'Model schema must have at least 1 property or array items defined'],
    [
      { schema: '{' },
      'Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]',
    ],
  ])('%j is refused', async (more, message) => {
    await expect(create(more)).rejects.toMatchObject(refusal(message))
  })

  test('is found by name, also when the API is not there', async () => {
    await create()
    await expect(create()).rejects.toMatchObject(
      refusal('Model name already exists for this REST API', 'ConflictException'),
    )
    await expect(create({ restApiId: 'nobody' })).rejects.toMatchObject(
      refusal(`Invalid API identifier specified ${HOME.account}:nobody`, 'NotFoundException'),
    )
    for (const operation of ['GetModel', 'UpdateModel', 'DeleteModel'] as const) {
      const missing = gateway.call(operation, { restApiId: 'nobody', modelName: 'Pet' })
      await expect(missing).rejects.toMatchObject(refusal('Invalid model name specified: Pet', 'NotFoundException'))
    }
  })

  test('stays while a method’s request refers to it', async () => {
    await create()
    const at = { restApiId, resourceId: rootResourceId, httpMethod: 'ANY' }
    await gateway.call('PutMethod', { ...at, authorizationType: 'NONE', requestModels: { 'a/b': 'Pet' } })
    const remove = () => gateway.call('DeleteModel', { restApiId, modelName: 'Pet' })
    await expect(remove()).rejects.toMatchObject(
      refusal("Cannot delete model 'Pet', is referenced in method request: //ANY", 'ConflictException'),
    )
    await gateway.call('DeleteMethod', at)
    await remove()
  })

  test.each([
    [
      { op: 'replace', path: '/name', value: 'a' },
      "Invalid patch path  '/name' specified for op 'replace'. Must be one of: [/description, /schema]",
    ],
    [
      { op: 'add', path: '/wrong-path', value: 'a' },
      "Invalid patch path  '/wrong-path' specified for op 'add'. Please choose supported operations",
    ],
    [
      { op: 'replace', path: '/schema', value: '' },
      'Model schema must have at least 1 property or array items defined',
    ],
  ])('the patch %j is refused', async (operation, message) => {
    await create()
    const update = gateway.call('UpdateModel', { restApiId, modelName: 'Pet', patchOperations: [operation] })
    await expect(update).rejects.toMatchObject(refusal(message))
  })
})

describe('a request validator', () => {
  test('validates nothing unless it is told to, and is patched by text', async () => {
    const made = await gateway.call('CreateRequestValidator', { restApiId, name: 'v' })
    expect(made).toEqual({
      id: expect.stringMatching(/^[a-z0-9]{6}$/),
      name: 'v',
      validateRequestBody: false,
      validateRequestParameters: false,
    })
    const at = { restApiId, requestValidatorId: made.id ?? '' }
    const update = (operation: object) =>
      gateway.call('UpdateRequestValidator', { ...at, patchOperations: [operation] })
    const path = '/validateRequestBody'
    expect(await update({ op: 'replace', path, value: 'true' })).toMatchObject({ validateRequestBody: true })
    expect(await update({ op: 'replace', path })).toMatchObject({ validateRequestBody: false })
    for (const [operation, message] of [
      [{ op: 'replace', path: '/name', value: '' }, 'Request Validator name cannot be blank'],
      [
        { op: 'replace', path: '/x' },
        "Invalid patch path  '/x' specified for op 'replace'. Must be one of: [/name, /validateRequestParameters, /validateRequestBody]",
      ],
      [
        { op: 'remove', path },
        "Invalid patch path  '/validateRequestBody' specified for op 'remove'. Please choose supported operations",
      ],
    ] as const) {
      await expect(update(operation)).rejects.toMatchObject(refusal(message))
    }
    await gateway.call('DeleteRequestValidator', at)
    for (const operation of ['GetRequestValidator', 'DeleteRequestValidator'] as const) {
      await expect(gateway.call(operation, at)).rejects.toMatchObject(
        refusal('Invalid Request Validator identifier specified', 'NotFoundException'),
      )
    }
  })

  test('needs an API and a name', async () => {
    const create = (input: { restApiId: string; name?: string }) => gateway.call('CreateRequestValidator', input)
    await expect(create({ restApiId: 'nobody', name: 'v' })).rejects.toMatchObject(
      refusal('Invalid REST API identifier specified'),
    )
    await expect(create({ restApiId })).rejects.toMatchObject(refusal('Request Validator name cannot be blank'))
  })
})
