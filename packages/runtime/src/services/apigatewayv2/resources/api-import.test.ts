import { afterAll, beforeAll, expect, test } from 'vitest'
import type { JsonObject } from '../../../kernel/json.ts'
import { INVOCATION, startHttpApis, type TestHttpApis } from '../apigatewayv2.harness.ts'

let world: TestHttpApis
beforeAll(async () => {
  world = await startHttpApis()
})
afterAll(() => world.close())

const integration = { type: 'aws_proxy', httpMethod: 'POST', uri: INVOCATION, payloadFormatVersion: '2.0' }

const bodyWith = (path: string, members: object = {}, more: object = {}): JsonObject => ({
  openapi: '3.0.1',
  info: { title: 'pets', description: 'of the document' },
  paths: { [path]: { get: { 'x-amazon-apigateway-integration': { ...integration, ...members } } } },
  ...more,
})

const type = () => world.typeOf('Api')
const read = (ApiId: string) => world.call('GetApi', { ApiId })
const keysOf = async (ApiId: string) =>
  (await world.call('GetRoutes', { ApiId })).Items?.map(({ RouteKey }) => RouteKey)

test('a document is imported, and the properties hold above it', async () => {
  const servers = [{ url: '/base' }]
  const made = await type().create({
    Body: bodyWith('/pets', {}, { servers }),
    BasePath: 'prepend',
    Name: 'mine',
    CorsConfiguration: { AllowOrigins: ['*'] },
    Tags: { a: 'b' },
  })
  const { physicalId: ApiId } = made
  expect(await keysOf(ApiId)).toEqual(['GET /base/pets'])
  expect(await read(ApiId)).toMatchObject({
    Name: 'mine',
    Description: 'of the document',
    CorsConfiguration: { AllowOrigins: ['*'] },
    Tags: { a: 'b' },
  })
  expect(made.attributes).toMatchObject({ ApiId, ApiEndpoint: `https://${ApiId}.execute-api.us-east-1.amazonaws.com` })
})

test('a document in a template may leave its title to the template', async () => {
  const { info: _, ...Body } = bodyWith('/pets')
  expect(await read((await type().create({ Body, Name: 'mine' })).physicalId)).toMatchObject({ Name: 'mine' })
  await expect(type().create({ Body })).rejects.toThrow('The document has no title.')
})

test('another document replaces what was there and is taken back; the same one is not imported again', async () => {
  const made = await type().create({ Body: bodyWith('/pets'), Description: 'mine', Tags: { a: '1' } })
  const { physicalId: ApiId } = made
  await world.call('CreateRoute', { ApiId, RouteKey: 'GET /by-hand' })
  const named = await type().update({ Body: bodyWith('/pets'), Description: 'other', Tags: { b: '2' } }, made)
  expect(await keysOf(ApiId)).toContain('GET /by-hand')
  expect(await read(ApiId)).toMatchObject({ Description: 'other', Tags: { b: '2' } })

  const changed = await type().update({ Body: bodyWith('/cats') }, named)
  expect(await keysOf(ApiId)).toEqual(['GET /cats'])
  expect(await read(ApiId)).toMatchObject({ Description: 'of the document', Tags: {} })

  await type().update({ Body: bodyWith('/pets'), Description: 'mine' }, changed)
  expect(await keysOf(ApiId)).toEqual(['GET /pets'])
  expect(await read(ApiId)).toMatchObject({ Description: 'mine' })
})

test('warnings fail a step if that is asked for, and what a document must not say is refused', async () => {
  const Body = bodyWith('/pets', { payloadFormatVersion: 1 })
  expect(await keysOf((await type().create({ Body })).physicalId)).toEqual(['GET /pets'])
  await expect(type().create({ Body, FailOnWarnings: true })).rejects.toThrow('Warnings found during import')
  await expect(type().create({ Body: { openapi: '3.1.0' } })).rejects.toThrow('Invalid OpenAPI input.')
  await expect(type().create({ BodyS3Location: { Bucket: 'b' } })).rejects.toThrow('Key')
  await expect(type().create({ Body: bodyWith('/pets'), Target: INVOCATION })).rejects.toThrow('quick create')
})

test('what a document asks for and is not emulated is found before anything is made', () => {
  const found = (Body: JsonObject) =>
    world.service.resourceTypes
      .find(({ type: name }) => name === 'AWS::ApiGatewayV2::Api')
      ?.refusals?.({ Body })
      .map(({ feature }) => feature)
  expect(found(bodyWith('/pets', { uri: { 'Fn::GetAtt': ['Handler', 'Arn'] } }))).toEqual([])
  expect(found(bodyWith('/pets', { connectionType: 'VPC_LINK', connectionId: { Ref: 'Link' } }))).toEqual([
    expect.stringContaining('private integration'),
  ])
  expect(found(bodyWith('/pets', {}, { 'x-amazon-apigateway-unheard-of': 1 }))).toEqual([
    'x-amazon-apigateway-unheard-of in an OpenAPI document',
  ])
  expect(found({ 'Fn::Transform': { Name: 'AWS::Include' } })).toEqual([])
})
