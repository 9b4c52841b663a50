import {
  type APIGatewayClient,
  CreateDeploymentCommand,
  GetMethodCommand,
  GetResourcesCommand,
  ImportRestApiCommand,
  PutRestApiCommand,
} from '@aws-sdk/client-api-gateway'
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { refusalOf } from '../support/refusal.ts'
import { outputsOf, stacksOf } from '../support/stacks.ts'

const origin = inject('origin')
const { apiGateway, cloudFormation, s3 } = awsClients({ origin, account: '333300000045' })
const stacks = stacksOf(cloudFormation)
const bytesOf = (text: string) => new TextEncoder().encode(text)

/** In YAML, as people write them: a mock that answers what it is told, behind a validator. */
const PETS = `
swagger: "2.0"
info: { title: pets, version: 1 }
basePath: /v1/shop
x-amazon-apigateway-request-validators:
  all: { validateRequestBody: true, validateRequestParameters: true }
x-amazon-apigateway-gateway-responses:
  BAD_REQUEST_PARAMETERS:
    statusCode: 422
paths:
  /pets/{petId}:
    x-amazon-apigateway-any-method:
      operationId: Pet
      x-amazon-apigateway-request-validator: all
      parameters:
        - { name: who, in: query, required: true, type: string }
      responses:
        200:
          description: ok
          headers: { X-Pet: { type: string } }
      x-amazon-apigateway-integration:
        type: mock
        passthroughBehavior: when_no_templates
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses:
          default:
            statusCode: 200
            responseParameters: { method.response.header.X-Pet: "'yes'" }
            responseTemplates: { application/json: '{"pet": "$input.params("petId")"}' }
`

async function deployed(client: APIGatewayClient, restApiId: string) {
  await client.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }))
  return (path: string) => fetch(`${origin}/_aws/execute-api/${restApiId}/prod${path}`)
}

it('a document becomes an API that answers (api-gateway 10.8.1, 10.8.5, 10.8.6, 10.8.7)', async () => {
  const { id: restApiId = '', ...api } = await apiGateway.send(new ImportRestApiCommand({ body: bytesOf(PETS) }))
  expect(api).toMatchObject({ name: 'pets', version: '1' })
  const { items = [] } = await apiGateway.send(new GetResourcesCommand({ restApiId }))
  const at = { restApiId, resourceId: items.find(({ path }) => path === '/pets/{petId}')?.id, httpMethod: 'ANY' }
  expect(await apiGateway.send(new GetMethodCommand(at))).toMatchObject({
    operationName: 'Pet',
    requestParameters: { 'method.request.path.petId': true, 'method.request.querystring.who': true },
    methodResponses: { 200: { responseParameters: { 'method.response.header.X-Pet': false } } },
    methodIntegration: { passthroughBehavior: 'WHEN_NO_TEMPLATES' },
  })
  const call = await deployed(apiGateway, restApiId)
  const answer = await call('/pets/7?who=me')
  expect([answer.status, answer.headers.get('x-pet'), await answer.json()]).toEqual([200, 'yes', { pet: '7' }])
  expect((await call('/pets/7')).status).toBe(422)
})

it('the base path is ignored, prepended or split (api-gateway 10.8.3)', async () => {
  const pathsWith = async (basepath: string) => {
    const parameters = { basepath }
    const { id } = await apiGateway.send(new ImportRestApiCommand({ body: bytesOf(PETS), parameters }))
    const { items = [] } = await apiGateway.send(new GetResourcesCommand({ restApiId: id }))
    return items.map(({ path }) => path).at(-1)
  }
  expect(await pathsWith('ignore')).toBe('/pets/{petId}')
  expect(await pathsWith('prepend')).toBe('/v1/shop/pets/{petId}')
  expect(await pathsWith('split')).toBe('/shop/pets/{petId}')
})

it('an update overwrites or merges, and stages serve it once it is deployed (api-gateway 10.8.2)', async () => {
  const { id: restApiId = '' } = await apiGateway.send(new ImportRestApiCommand({ body: bytesOf(PETS) }))
  const call = await deployed(apiGateway, restApiId)
  const cats = bytesOf(PETS.replaceAll('/pets/', '/cats/'))
  await apiGateway.send(new PutRestApiCommand({ restApiId, body: cats }))
  const both = await deployed(apiGateway, restApiId)
  expect([(await both('/pets/1?who=x')).status, (await both('/cats/1?who=x')).status]).toEqual([200, 200])
  await apiGateway.send(new PutRestApiCommand({ restApiId, mode: 'overwrite', body: cats }))
  expect((await call('/pets/1?who=x')).status).toBe(200)
  await deployed(apiGateway, restApiId)
  expect([(await call('/pets/1?who=x')).status, (await call('/cats/1?who=x')).status]).toEqual([403, 200])
})

it.each([
  ['a document that is none', "{'key:value}", 'Invalid OpenAPI input.'],
  ['OpenAPI 3.1', '{"openapi":"3.1.0"}', 'Invalid OpenAPI input. The document is neither Swagger 2.0 nor OpenAPI 3.0.'],
  [
    'a key of no good',
    '{"openapi":"3.0.1","__proto__":{}}',
    'Invalid OpenAPI input. A key of the document is __proto__.',
  ],
])('%s is refused', async (_what, text, message) => {
  const refused = await refusalOf(apiGateway.send(new ImportRestApiCommand({ body: bytesOf(text) })))
  expect(refused).toMatchObject({ name: 'BadRequestException', message })
})

it('a stack makes an API from a document in the template or in S3, changes it and brings it back', async () => {
  const Bucket = uniqueName('documents')
  await s3.send(new CreateBucketCommand({ Bucket }))
  await s3.send(new PutObjectCommand({ Bucket, Key: 'cats.yaml', Body: PETS.replaceAll('/pets/', '/cats/') }))
  const template = (properties: object, more: object = {}) => ({
    Resources: { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'mine', ...properties } }, ...more },
    Outputs: { Id: { Value: { Ref: 'Api' } } },
  })
  const integration = {
    type: 'mock',
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    responses: { default: { statusCode: 200, responseTemplates: { 'application/json': { Ref: 'AWS::StackName' } } } },
  }
  const operation = { responses: { 200: { description: 'ok' } }, 'x-amazon-apigateway-integration': integration }
  const Body = { openapi: '3.0.1', info: { title: 'inline', version: '1' }, paths: { '/who': { get: operation } } }
  const name = uniqueName('imported')
  const made = await stacks.create(name, template({ Body }))
  expect(made.StackStatus).toBe('CREATE_COMPLETE')
  const { Id: restApiId = '' } = outputsOf(made)
  const call = await deployed(apiGateway, restApiId)
  expect(await (await call('/who')).text()).toBe(name)

  const fromS3 = { BodyS3Location: { Bucket, Key: 'cats.yaml' } }
  expect((await stacks.update(name, template(fromS3))).StackStatus).toBe('UPDATE_COMPLETE')
  const paths = async () =>
    (await apiGateway.send(new GetResourcesCommand({ restApiId }))).items?.map(({ path }) => path)
  expect(await paths()).toEqual(['/', '/cats', '/cats/{petId}'])

  const fails = {
    Bad: {
      Type: 'AWS::ApiGateway::Resource',
      Properties: { RestApiId: { Ref: 'Api' }, ParentId: 'none', PathPart: 'x' },
    },
  }
  expect((await stacks.update(name, template({ Body }, fails))).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
  expect(await paths()).toEqual(['/', '/cats', '/cats/{petId}'])
})
