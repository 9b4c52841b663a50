import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApi, startApiGateway, type TestApiGateway } from '../apigateway.harness.ts'

let gateway: TestApiGateway
beforeAll(async () => {
  gateway = await startApiGateway()
})
afterAll(() => gateway.close())

test('a documentation part is made, edited under its id, and removed twice', async () => {
  const { restApiId: RestApiId } = await createApi(gateway)
  const type = gateway.typeOf('DocumentationPart')
  const properties = { RestApiId, Location: { Type: 'METHOD', Path: '/pets', Method: 'GET' }, Properties: '{"a":1}' }
  const made = await type.create(properties)
  expect(made.attributes).toEqual({ DocumentationPartId: made.physicalId })
  const updated = await type.update({ ...properties, Properties: '{"a":2}' }, made)
  expect(updated).toMatchObject({ physicalId: made.physicalId, attributes: made.attributes })
  const at = { restApiId: RestApiId, documentationPartId: made.physicalId }
  expect(await gateway.call('GetDocumentationPart', at)).toEqual({
    id: made.physicalId,
    location: { type: 'METHOD', path: '/pets', method: 'GET' },
    properties: '{"a":2}',
  })
  await type.remove(updated)
  await type.remove(updated)
  await expect(gateway.call('GetDocumentationPart', at)).rejects.toMatchObject({ status: 404 })
})

test('a documentation version has an id of its own, and its description comes and goes', async () => {
  const { restApiId: RestApiId } = await createApi(gateway)
  const type = gateway.typeOf('DocumentationVersion')
  const properties = { RestApiId, DocumentationVersion: 'v1' }
  const made = await type.create(properties)
  expect(made).toMatchObject({ physicalId: 'stack-Logical-1A2B3C4D5E6F', attributes: {} })
  const read = () => gateway.call('GetDocumentationVersion', { restApiId: RestApiId, documentationVersion: 'v1' })
  const more = await type.update({ ...properties, Description: 'first' }, made)
  expect((await read()).description).toBe('first')
  const less = await type.update(properties, more)
  expect((await read()).description).toBeUndefined()
  await type.remove(less)
  await type.remove(less)
  await expect(read()).rejects.toMatchObject({ status: 404 })
})
