import {
  CreateDocumentationPartCommand,
  CreateDocumentationVersionCommand,
  CreateRestApiCommand,
  DeleteDocumentationPartCommand,
  GetDocumentationPartCommand,
  GetDocumentationPartsCommand,
  GetDocumentationVersionCommand,
  ImportDocumentationPartsCommand,
  ImportRestApiCommand,
  UpdateDocumentationPartCommand,
  UpdateDocumentationVersionCommand,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { refusalOf } from '../support/refusal.ts'

const account = '333300000051'
const { apiGateway } = awsClients({ origin: inject('origin'), account })

async function createApi() {
  const { id = '' } = await apiGateway.send(new CreateRestApiCommand({ name: 'documented' }))
  return id
}

const create = (restApiId: string, location: object, properties = '{"description":"d"}') =>
  apiGateway.send(new CreateDocumentationPartCommand({ restApiId, location: location as { type: 'API' }, properties }))

const DOCUMENT = {
  openapi: '3.0.0',
  info: { title: 'doc', version: '1' },
  paths: { '/': { get: { description: 'Reads.', responses: { 200: { description: 'It is there' } } } } },
  'x-amazon-apigateway-documentation': {
    version: '1',
    documentationParts: [
      { location: { type: 'API' }, properties: { description: 'Everything' } },
      { location: { type: 'METHOD', method: 'GET' }, properties: { description: 'Mine' } },
    ],
  },
}
const body = new TextEncoder().encode(JSON.stringify(DOCUMENT))

describe('documentation of an API', () => {
  it('parts are made, read, edited and deleted (api-gateway 10.3.16)', async () => {
    const restApiId = await createApi()
    const { $metadata, ...part } = await create(restApiId, { type: 'API' })
    expect($metadata.httpStatusCode).toBe(201)
    expect(part).toEqual({
      id: expect.stringMatching(/^[a-z0-9]{6}$/),
      location: { type: 'API' },
      properties: '{"description":"d"}',
    })
    const at = { restApiId, documentationPartId: part.id }
    const patchOperations = [{ op: 'replace' as const, path: '/properties', value: '{"description":"e"}' }]
    const updated = await apiGateway.send(new UpdateDocumentationPartCommand({ ...at, patchOperations }))
    expect(updated.properties).toBe('{"description":"e"}')
    const { items } = await apiGateway.send(new GetDocumentationPartsCommand({ restApiId }))
    expect(items).toEqual([{ ...part, properties: '{"description":"e"}' }])
    const gone = await apiGateway.send(new DeleteDocumentationPartCommand(at))
    expect(gone.$metadata.httpStatusCode).toBe(202)
    expect(await refusalOf(apiGateway.send(new DeleteDocumentationPartCommand(at)))).toEqual({
      name: 'NotFoundException',
      message: 'Invalid Documentation part identifier specified',
      status: 404,
    })
  })

  it('versions keep the date, and have a description (api-gateway 10.3.16)', async () => {
    const version = { restApiId: await createApi(), documentationVersion: 'v123' }
    const made = await apiGateway.send(new CreateDocumentationVersionCommand(version))
    expect([made.$metadata.httpStatusCode, made.version, made.description]).toEqual([201, 'v123', undefined])
    const patchOperations = [{ op: 'replace' as const, path: '/description', value: 'new' }]
    await apiGateway.send(new UpdateDocumentationVersionCommand({ ...version, patchOperations }))
    expect(await apiGateway.send(new GetDocumentationVersionCommand(version))).toMatchObject({
      version: 'v123',
      description: 'new',
      createdDate: made.createdDate,
    })
  })

  it('parts are imported with an API, and alone (api-gateway 10.3.16)', async () => {
    const { id: restApiId = '' } = await apiGateway.send(new ImportRestApiCommand({ body }))
    const locations = async () => {
      const { items = [] } = await apiGateway.send(new GetDocumentationPartsCommand({ restApiId }))
      return items.map(({ location, properties }) => [location, properties])
    }
    const own = [
      [{ type: 'API' }, '{"description":"Everything"}'],
      [{ type: 'METHOD', path: '/', method: 'GET' }, '{"description":"Mine"}'],
    ]
    const response = { type: 'RESPONSE', path: '/', method: 'GET', statusCode: '200' }
    expect(await locations()).toEqual([...own, [response, '{"description":"It is there"}']])
    const input = { restApiId, body, mode: 'overwrite' as const }
    const { ids = [], ...rest } = await apiGateway.send(new ImportDocumentationPartsCommand(input))
    expect([rest.$metadata.httpStatusCode, ids.length, rest.warnings]).toEqual([200, 2, undefined])
    expect(await locations()).toEqual(own)
    const bad = { ...input, body: new TextEncoder().encode("{'key:value}") }
    expect(await refusalOf(apiGateway.send(new ImportDocumentationPartsCommand(bad)))).toEqual({
      name: 'BadRequestException',
      message: 'Unable to build importer with provided input.',
      status: 400,
    })
  })

  it('is refused in AWS’s words (api-gateway 10.1.11, 10.4)', async () => {
    const unknown = {
      name: 'NotFoundException',
      message: `Invalid API identifier specified ${account}:nowhere`,
      status: 404,
    }
    const part = { restApiId: 'nowhere', documentationPartId: 'nopart' }
    expect(await refusalOf(create('nowhere', { type: 'API' }))).toEqual(unknown)
    const list = new GetDocumentationPartsCommand({ restApiId: 'nowhere' })
    expect(await refusalOf(apiGateway.send(list))).toEqual(unknown)
    expect(await refusalOf(apiGateway.send(new DeleteDocumentationPartCommand(part)))).toEqual(unknown)
    expect(await refusalOf(apiGateway.send(new GetDocumentationPartCommand(part)))).toMatchObject({
      message: 'Invalid Documentation part identifier specified',
    })
    expect(await refusalOf(create(await createApi(), { type: 'INVALID' }))).toEqual({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value 'INVALID' at 'createDocumentationPartInput.location.type' failed to " +
        'satisfy constraint: Member must satisfy enum value set: [RESPONSE_BODY, RESPONSE, METHOD, MODEL, AUTHORIZER, ' +
        'RESPONSE_HEADER, RESOURCE, PATH_PARAMETER, REQUEST_BODY, QUERY_PARAMETER, API, REQUEST_HEADER]',
      status: 400,
    })
  })
})
