import { afterAll, beforeAll, expect, test } from 'vitest'
import type { JsonObject } from '../../../kernel/json.ts'
import { startApiGateway, type TestApiGateway } from '../apigateway.harness.ts'
import { documentWith, mockOperation } from '../import/import.harness.ts'

let gateway: TestApiGateway
beforeAll(async () => {
  gateway = await startApiGateway()
})
afterAll(() => gateway.close())

const Body = documentWith() as JsonObject
const type = () => gateway.typeOf('RestApi')
const read = (restApiId: string) => gateway.call('GetRestApi', { restApiId })
const pathsOf = async (restApiId: string) =>
  (await gateway.call('GetResources', { restApiId })).items?.map(({ path }) => path)

test('a document is imported, and the properties hold above it', async () => {
  const plain = await type().create({ Body })
  expect(await read(plain.physicalId)).toMatchObject({ name: 'pets', endpointConfiguration: { types: ['EDGE'] } })
  const Tags = [{ Key: 'a', Value: 'b' }]
  const EndpointConfiguration = { Types: ['REGIONAL'] }
  const named = await type().create({ Body, Name: 'mine', EndpointConfiguration, BinaryMediaTypes: ['a/b'], Tags })
  const api = await read(named.physicalId)
  expect(api).toMatchObject({
    name: 'mine',
    endpointConfiguration: { types: ['REGIONAL'] },
    binaryMediaTypes: ['a/b'],
    tags: { a: 'b' },
  })
  expect(named.attributes).toEqual({ RestApiId: api.id, RootResourceId: api.rootResourceId })
})

test('another document replaces what was there and is taken back; the same one is not imported again', async () => {
  const made = await type().create({ Body, Name: 'mine' })
  const added = { restApiId: made.physicalId, parentId: String(made.attributes.RootResourceId), pathPart: 'by-hand' }
  await gateway.call('CreateResource', added)
  const renamed = await type().update({ Body, Name: 'other' }, made)
  expect(await pathsOf(made.physicalId)).toContain('/by-hand')
  expect((await read(made.physicalId)).name).toBe('other')

  const Other = documentWith({ paths: { '/cats': { get: mockOperation() } } }) as JsonObject
  const changed = await type().update({ Body: Other, Name: 'other' }, renamed)
  expect(await pathsOf(made.physicalId)).toEqual(['/', '/cats'])
  expect(changed.attributes).toEqual(made.attributes)

  const merged = await type().update({ Body, Name: 'other', Mode: 'merge' }, changed)
  expect(await pathsOf(made.physicalId)).toEqual(['/', '/cats', '/pets', '/pets/{id}'])
  await type().update({ Body, Name: 'other' }, merged)
  expect(await pathsOf(made.physicalId)).toEqual(['/', '/pets', '/pets/{id}'])
})

test('a document in a template may leave its title to the template, or to CloudFormation', async () => {
  const { info: _, ...untitled } = Body
  const made = await type().create({ Body: untitled })
  const { name } = await read(made.physicalId)
  expect(name).toMatch(/./)
  await type().update({ Body: { ...untitled, info: { version: '2' } } }, made)
  expect(await read(made.physicalId)).toMatchObject({ name, version: '2' })
  expect(await read((await type().create({ Body: untitled, Name: 'mine' })).physicalId)).toMatchObject({ name: 'mine' })
})

test('what a document must not say is refused', async () => {
  await expect(type().create({ Body: { openapi: '3.1.0' } })).rejects.toThrow('Invalid OpenAPI input.')
  await expect(type().create({ Body, Version: '1' })).rejects.toThrow('Version')
  await expect(type().create({ BodyS3Location: { Bucket: 'b' } })).rejects.toThrow('Key')
})

test('what a document asks for and is not emulated is found before anything is made', () => {
  const found = (body: object) =>
    gateway.service.resourceTypes
      .find(({ type: name }) => name === 'AWS::ApiGateway::RestApi')
      ?.refusals?.({ Body: body as JsonObject })
      .map(({ feature }) => feature)
  const integration = (members: object) =>
    documentWith({ paths: { '/a': { get: mockOperation({ 'x-amazon-apigateway-integration': members }) } } })
  const kinesis = { 'Fn::Join': ['', ['arn:aws:apigateway:', { Ref: 'AWS::Region' }, ':kinesis:action/PutRecord']] }
  expect(found(Body)).toEqual([])
  expect(found(integration({ type: 'aws', httpMethod: 'POST', uri: kinesis }))).toEqual([
    expect.stringContaining('kinesis'),
  ])
  expect(found({ ...documentWith(), 'x-amazon-apigateway-unheard-of': 1 })).toEqual([
    'x-amazon-apigateway-unheard-of in an OpenAPI document',
  ])
  expect(found({ 'Fn::Transform': { Name: 'AWS::Include' } })).toEqual([])
  expect(found({ openapi: '3.1.0' })).toEqual([])
})
