import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApi, createMockApi, refusal, startApiGateway, type TestApiGateway } from '../apigateway.harness.ts'
import { documentationSnapshots } from '../documentation/repository.ts'
import { bytesOf, documentWith, mockOperation } from '../import/import.harness.ts'

let gateway: TestApiGateway
beforeAll(async () => {
  gateway = await startApiGateway()
})
afterAll(() => gateway.close())

const HOME = { account: '123456789012', region: 'us-east-1' }
const properties = '{"description":"All of it"}'

async function locationsOf(restApiId: string, more: object = {}) {
  const { items = [] } = await gateway.call('GetDocumentationParts', { restApiId, limit: 500, ...more })
  return items.map(({ location, properties: text }) => [location, text === undefined ? text : JSON.parse(text)])
}

describe('documentation parts', () => {
  test.each([
    [{ type: 'API' }, { type: 'API' }],
    [{ type: 'RESOURCE' }, { type: 'RESOURCE', path: '/' }],
    [
      { type: 'METHOD', path: '/pets' },
      { type: 'METHOD', path: '/pets', method: '*' },
    ],
    [
      { type: 'RESPONSE_HEADER', method: 'GET', name: 'X' },
      { type: 'RESPONSE_HEADER', path: '/', method: 'GET', statusCode: '*', name: 'X' },
    ],
    [
      { type: 'MODEL', name: 'Pet' },
      { type: 'MODEL', name: 'Pet' },
    ],
  ])('%j is kept as %j', async (given, location) => {
    const { restApiId } = await createApi(gateway)
    const made = await gateway.call('CreateDocumentationPart', { restApiId, location: given, properties })
    expect(made).toEqual({ id: expect.stringMatching(/^[a-z0-9]{6}$/), location, properties })
    const at = { restApiId, documentationPartId: made.id ?? '' }
    expect(await gateway.call('GetDocumentationPart', at)).toEqual(made)
    await expect(gateway.call('CreateDocumentationPart', { restApiId, location, properties })).rejects.toMatchObject({
      code: 'ConflictException',
      message: expect.stringContaining(`type '${given.type}'`),
    })
  })

  test.each([
    [{ type: 'API', path: '/' }, "Invalid location: 'path' is not a valid field for type 'API'"],
    [{ type: 'MODEL' }, "Invalid location: 'name' is required for type 'MODEL'"],
    [{ type: 'METHOD', name: 'x' }, "Invalid location: 'name' is not a valid field for type 'METHOD'"],
    [{ type: 'RESOURCE', path: 'pets' }, 'Invalid location path specified: pets'],
  ])('%j is no location', async (location, message) => {
    const { restApiId } = await createApi(gateway)
    const input = { restApiId, location, properties }
    await expect(gateway.call('CreateDocumentationPart', input)).rejects.toMatchObject(refusal(message))
  })

  test.each(['', '[]', '"text"', '{'])('%j are no properties', async (text) => {
    const { restApiId } = await createApi(gateway)
    const input = { restApiId, location: { type: 'API' }, properties: text }
    await expect(gateway.call('CreateDocumentationPart', input)).rejects.toMatchObject({ status: 400 })
    const { id = '' } = await gateway.call('CreateDocumentationPart', { ...input, properties })
    const patchOperations = [{ op: 'replace', path: '/properties', value: text }]
    const patch = { restApiId, documentationPartId: id, patchOperations }
    await expect(gateway.call('UpdateDocumentationPart', patch)).rejects.toMatchObject({ status: 400 })
  })

  test('the text of a conflict is AWS’s', async () => {
    const { restApiId } = await createApi(gateway)
    const input = { restApiId, location: { type: 'RESOURCE', path: '/pets' }, properties }
    await gateway.call('CreateDocumentationPart', input)
    await expect(gateway.call('CreateDocumentationPart', input)).rejects.toMatchObject(
      refusal(
        "Documentation part already exists for the specified location: type 'RESOURCE', path '/pets'.",
        'ConflictException',
      ),
    )
  })

  test('lists are filtered, in the order of types, and tell what is not documented', async () => {
    const { restApiId } = await createMockApi(gateway)
    for (const location of [{ type: 'METHOD', method: 'GET' }, { type: 'MODEL', name: 'Error' }, { type: 'API' }]) {
      await gateway.call('CreateDocumentationPart', { restApiId, location, properties })
    }
    const types = async (more: object) => (await locationsOf(restApiId, more)).map(([location]) => location?.type)
    expect(await types({})).toEqual(['API', 'METHOD', 'MODEL'])
    expect(await types({ type: 'MODEL' })).toEqual(['MODEL'])
    expect(await types({ nameQuery: 'Err' })).toEqual(['MODEL'])
    expect(await types({ path: '/' })).toEqual(['METHOD'])
    expect(await locationsOf(restApiId, { locationStatus: 'UNDOCUMENTED' })).toEqual(
      [
        { type: 'MODEL', name: 'Empty' },
        { type: 'REQUEST_BODY', path: '/', method: 'GET' },
        { type: 'RESOURCE', path: '/' },
        { type: 'RESPONSE', path: '/', method: 'GET', statusCode: '200' },
        { type: 'RESPONSE_BODY', path: '/', method: 'GET', statusCode: '200' },
      ].map((location) => [location, undefined]),
    )
  })
})

describe('an import', () => {
  const operation = mockOperation({
    tags: ['pets'],
    summary: 'One pet',
    description: 'Of those that are here',
    parameters: [
      { name: 'id', in: 'path', description: 'Its number' },
      { name: 'page', in: 'query' },
    ],
    responses: { 200: { description: 'The pet', headers: { ETag: { description: 'Its state' } } } },
  })
  const members = { paths: { '/pets/{id}': { description: 'A pet', get: operation } } }
  const at = { path: '/pets/{id}', method: 'GET' }
  const described = [
    [{ type: 'API' }, { info: { description: 'All of them' } }],
    [
      { type: 'METHOD', ...at },
      { tags: ['pets'], summary: 'One pet', description: 'Of those that are here' },
    ],
    [{ type: 'PATH_PARAMETER', ...at, name: 'id' }, { description: 'Its number' }],
    [{ type: 'RESOURCE', path: '/pets/{id}' }, { description: 'A pet' }],
    [{ type: 'RESPONSE', ...at, statusCode: '200' }, { description: 'The pet' }],
    [{ type: 'RESPONSE_HEADER', ...at, statusCode: '200', name: 'ETag' }, { description: 'Its state' }],
  ]

  test('makes parts of descriptions', async () => {
    const { id: restApiId = '' } = await gateway.call('ImportRestApi', { body: bytesOf(documentWith(members)) })
    expect(await locationsOf(restApiId)).toEqual(described)
  })

  test('leaves documentation as it is where it is told to', async () => {
    const input = { body: bytesOf(documentWith(members)), parameters: { ignore: 'documentation' } }
    const { id: restApiId = '' } = await gateway.call('ImportRestApi', input)
    expect(await locationsOf(restApiId)).toEqual([])
    await expect(gateway.call('ImportRestApi', { ...input, parameters: { ignore: 'all' } })).rejects.toMatchObject({
      code: 'BadRequestException',
    })
  })

  const extension = (documentationParts: object[]) => ({
    ...members,
    'x-amazon-apigateway-documentation': { version: '1', documentationParts },
  })

  test('what the extension says of an entity stands alone', async () => {
    const part = { location: { type: 'METHOD', ...at }, properties: { summary: 'Mine' } }
    const { id: restApiId = '', warnings } = await gateway.call('ImportRestApi', {
      body: bytesOf(documentWith(extension([part, { location: { type: 'MODEL' }, properties: {} }]))),
    })
    expect(await locationsOf(restApiId, { type: 'METHOD' })).toEqual([[part.location, part.properties]])
    expect(warnings).toEqual(["Ignoring documentation part: Invalid location: 'name' is required for type 'MODEL'"])
  })

  test('of documentation alone merges single properties, or overwrites all', async () => {
    const { restApiId } = await createApi(gateway)
    const location = { type: 'API' }
    await gateway.call('CreateDocumentationPart', { restApiId, location, properties: '{"a":1,"b":2}' })
    await gateway.call('CreateDocumentationPart', { restApiId, location: { type: 'RESOURCE' }, properties })
    const body = bytesOf(documentWith(extension([{ location, properties: { b: 3 } }])))
    const { ids } = await gateway.call('ImportDocumentationParts', { restApiId, body })
    expect(await locationsOf(restApiId)).toEqual([
      [location, { a: 1, b: 3 }],
      [{ type: 'RESOURCE', path: '/' }, JSON.parse(properties)],
    ])
    const again = await gateway.call('ImportDocumentationParts', { restApiId, body, mode: 'overwrite' })
    expect(again.ids).not.toEqual(ids)
    expect(await locationsOf(restApiId)).toEqual([[location, { b: 3 }]])
  })

  test('with a part that has no place is refused where warnings are failures', async () => {
    const { restApiId } = await createApi(gateway)
    const body = bytesOf(documentWith(extension([{ location: { type: 'COLOR' }, properties: {} }])))
    expect(await gateway.call('ImportDocumentationParts', { restApiId, body })).toMatchObject({
      ids: [],
      warnings: [expect.stringContaining('COLOR')],
    })
    const strict = { restApiId, body, failOnWarnings: true }
    await expect(gateway.call('ImportDocumentationParts', strict)).rejects.toMatchObject({ status: 400 })
  })
})

describe('documentation versions', () => {
  test('keep the parts as they were, and can be a stage’s', async () => {
    const { restApiId } = await createMockApi(gateway)
    await gateway.call('CreateDeployment', { restApiId, stageName: 'prod' })
    const location = { type: 'API' }
    const { id = '' } = await gateway.call('CreateDocumentationPart', { restApiId, location, properties })
    const version = { restApiId, documentationVersion: 'v1' }
    await gateway.call('CreateDocumentationVersion', { ...version, stageName: 'prod' })
    await gateway.call('DeleteDocumentationPart', { restApiId, documentationPartId: id })

    expect(await documentationSnapshots.find(gateway.store, HOME, restApiId, 'v1')).toEqual([
      { id, location, properties },
    ])
    const stage = { restApiId, stageName: 'prod' }
    expect((await gateway.call('GetStage', stage)).documentationVersion).toBe('v1')
    await expect(gateway.call('CreateDocumentationVersion', version)).rejects.toMatchObject({ status: 409 })

    await gateway.call('DeleteDocumentationVersion', version)
    expect((await gateway.call('GetStage', stage)).documentationVersion).toBeUndefined()
    expect(await documentationSnapshots.find(gateway.store, HOME, restApiId, 'v1')).toBeUndefined()
    await expect(gateway.call('GetDocumentationVersion', version)).rejects.toMatchObject(
      refusal('Invalid Documentation version specified', 'NotFoundException'),
    )
  })

  test('a version for a stage that is not there is not made', async () => {
    const { restApiId } = await createApi(gateway)
    const version = { restApiId, documentationVersion: 'v1' }
    await expect(gateway.call('CreateDocumentationVersion', { ...version, stageName: 'none' })).rejects.toMatchObject({
      status: 404,
    })
    expect((await gateway.call('GetDocumentationVersions', { restApiId })).items).toEqual([])
  })

  test('nothing of them is left of an API that is deleted', async () => {
    const { restApiId } = await createApi(gateway)
    await gateway.call('CreateDocumentationPart', { restApiId, location: { type: 'API' }, properties })
    await gateway.call('CreateDocumentationVersion', { restApiId, documentationVersion: 'v1' })
    await gateway.call('DeleteRestApi', { restApiId })
    expect(await documentationSnapshots.list(gateway.store, HOME, restApiId)).toEqual([])
  })
})
