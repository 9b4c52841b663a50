import {
  CreateDeploymentCommand,
  CreateDocumentationVersionCommand,
  GetExportCommand,
  type GetExportCommandInput,
  ImportRestApiCommand,
  PutRestApiCommand,
} from '@aws-sdk/client-api-gateway'
import { load } from 'js-yaml'
import { expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { refusalOf } from '../support/refusal.ts'

const origin = inject('origin')
const { apiGateway } = awsClients({ origin, account: '333300000048' })

const integration = {
  type: 'mock',
  passthroughBehavior: 'when_no_templates',
  requestTemplates: { 'application/json': '{"statusCode": 200}' },
  responses: {
    default: { statusCode: '200', responseTemplates: { 'application/json': '{"pet": "$input.params(\'petId\')"}' } },
  },
}

const PETS = {
  openapi: '3.0.1',
  info: { title: 'pets', description: 'All of them', version: '2.1' },
  'x-amazon-apigateway-binary-media-types': ['image/png'],
  paths: {
    '/pets/{petId}': {
      get: {
        operationId: 'GetPet',
        parameters: [{ name: 'page', in: 'query', schema: { type: 'string' } }],
        responses: {
          200: {
            description: 'The pet',
            headers: { 'X-Pet': { schema: { type: 'string' } } },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } },
          },
          404: { description: 'No pet' },
        },
        security: [{ key: [] }],
        'x-amazon-apigateway-integration': integration,
      },
    },
  },
  components: {
    schemas: { Pet: { type: 'object', properties: { name: { type: 'string' } } }, Unused: { type: 'string' } },
    securitySchemes: { key: { type: 'apiKey', name: 'x-api-key', in: 'header' } },
  },
}

async function deployedPets(members: object = {}): Promise<string> {
  const body = new TextEncoder().encode(JSON.stringify({ ...PETS, ...members }))
  const { id: restApiId } = await apiGateway.send(new ImportRestApiCommand({ body }))
  await apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }))
  return restApiId ?? ''
}

async function exported(restApiId: string, more: Partial<GetExportCommandInput> = {}) {
  const input = { restApiId, stageName: 'prod', exportType: 'oas30', ...more }
  const { body, contentType, contentDisposition } = await apiGateway.send(new GetExportCommand(input))
  return { text: new TextDecoder().decode(body), contentType, contentDisposition }
}

const operation = {
  operationId: 'GetPet',
  responses: { 200: { description: '200 response' }, 404: { description: '404 response' } },
  security: [{ api_key: [] }],
}

it('a stage is exported as OpenAPI 3.0 (api-gateway 10.8.13, 10.3.18)', async () => {
  const restApiId = await deployedPets()
  const { text, ...file } = await exported(restApiId)
  expect(file).toEqual({
    contentType: 'application/octet-stream',
    contentDisposition: 'attachment; filename="oas30_2.1.json"',
  })
  const { paths, ...document } = JSON.parse(text)
  expect(document).toEqual({
    openapi: '3.0.1',
    info: { title: 'pets', description: 'All of them', version: '2.1' },
    servers: [
      {
        url: `https://${restApiId}.execute-api.us-east-1.amazonaws.com/{basePath}`,
        variables: { basePath: { default: 'prod' } },
      },
    ],
    components: {
      schemas: { Pet: PETS.components.schemas.Pet },
      securitySchemes: { api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' } },
    },
  })
  expect(paths).toMatchObject({
    '/pets/{petId}': {
      get: {
        ...operation,
        // What is optional does not say so.
        parameters: [
          { name: 'page', in: 'query', schema: { type: 'string' } },
          { name: 'petId', in: 'path', required: true, schema: { type: 'string' } },
        ],
        responses: {
          200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } } },
          404: { content: {} },
        },
      },
    },
  })
  expect(text).not.toContain('x-amazon-apigateway')
})

it('and as Swagger 2.0 (api-gateway 10.8.13, 10.3.18)', async () => {
  const restApiId = await deployedPets()
  const { text, contentDisposition } = await exported(restApiId, { exportType: 'swagger' })
  expect(contentDisposition).toBe('attachment; filename="swagger_2.1.json"')
  expect(JSON.parse(text)).toMatchObject({
    swagger: '2.0',
    host: `${restApiId}.execute-api.us-east-1.amazonaws.com`,
    basePath: '/prod',
    schemes: ['https'],
    paths: {
      '/pets/{petId}': {
        get: {
          ...operation,
          produces: ['application/json'],
          parameters: [
            { name: 'page', in: 'query', required: false, type: 'string' },
            { name: 'petId', in: 'path', required: true, type: 'string' },
          ],
          responses: {
            200: { schema: { $ref: '#/definitions/Pet' }, headers: { 'X-Pet': { type: 'string' } } },
          },
        },
      },
    },
    definitions: { Pet: PETS.components.schemas.Pet },
  })
})

it('with extensions it has integrations and settings, in JSON and in YAML (api-gateway 10.8.13)', async () => {
  const restApiId = await deployedPets()
  const asked = { parameters: { extensions: 'integrations,authorizers,apigateway' } }
  const document = JSON.parse((await exported(restApiId, asked)).text)
  expect(document).toMatchObject({
    paths: { '/pets/{petId}': { get: { 'x-amazon-apigateway-integration': integration } } },
    'x-amazon-apigateway-binary-media-types': ['image/png'],
  })
  const yaml = await exported(restApiId, { ...asked, accepts: 'application/yaml' })
  expect(yaml.contentDisposition).toBe('attachment; filename="oas30_2.1.yaml"')
  expect(load(yaml.text)).toEqual(document)
})

it('it is what was deployed, and can be imported again (api-gateway 10.8.13, 10.7.1)', async () => {
  const restApiId = await deployedPets()
  const asked = { parameters: { extensions: 'apigateway' } }
  const { text } = await exported(restApiId, asked)
  const changed = new TextEncoder().encode(JSON.stringify({ ...PETS, info: { title: 'other' }, paths: {} }))
  await apiGateway.send(new PutRestApiCommand({ restApiId, mode: 'overwrite', body: changed }))
  expect((await exported(restApiId, asked)).text).toBe(text)

  const { id = '' } = await apiGateway.send(new ImportRestApiCommand({ body: new TextEncoder().encode(text) }))
  await apiGateway.send(new CreateDeploymentCommand({ restApiId: id, stageName: 'prod' }))
  expect((await exported(id, asked)).text).toBe(text.replaceAll(restApiId, id))
  // A key is demanded again.
  expect((await fetch(`${origin}/_aws/execute-api/${id}/prod/pets/1`)).status).toBe(403)
})

it('documentation is that of the version which the stage shows', async () => {
  const restApiId = await deployedPets()
  const version = { restApiId, stageName: 'prod', documentationVersion: 'first' }
  await apiGateway.send(new CreateDocumentationVersionCommand(version))
  const { text } = await exported(restApiId, { parameters: { extensions: 'documentation' } })
  const { version: shown, documentationParts } = JSON.parse(text)['x-amazon-apigateway-documentation']
  expect(shown).toBe('first')
  expect(documentationParts).toContainEqual({
    location: { type: 'RESPONSE', path: '/pets/{petId}', method: 'GET', statusCode: '404' },
    properties: { description: 'No pet' },
  })
})

it.each([
  [{ exportType: 'raml' }, 'BadRequestException', "No API exporter for type 'raml'"],
  [{ stageName: 'none' }, 'NotFoundException', 'Invalid stage identifier specified'],
  [{ parameters: { extensions: 'postman' } }, 'NotImplementedException', expect.stringContaining('postman')],
  [{ accepts: 'text/html' }, 'BadRequestException', expect.stringContaining("'text/html'")],
])('%j is refused (api-gateway 10.4, 10.5)', async (asked, name, message) => {
  const restApiId = await deployedPets()
  expect(await refusalOf(exported(restApiId, asked))).toMatchObject({ name, message })
})
