import {
  CreateModelCommand,
  CreateRequestValidatorCommand,
  CreateRestApiCommand,
  DeleteModelCommand,
  GetModelsCommand,
  ImportRestApiCommand,
  PutGatewayResponseCommand,
  UpdateMethodCommand,
  UpdateRequestValidatorCommand,
} from '@aws-sdk/client-api-gateway'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createMockApi, type MockApi } from '../support/mock-api.ts'
import { uniqueName } from '../support/names.ts'
import { sendRaw } from '../support/raw-http.ts'
import { refusalOf } from '../support/refusal.ts'
import { stacksOf } from '../support/stacks.ts'

const origin = inject('origin')
const { apiGateway, cloudFormation } = awsClients({ origin, account: '333300000084' })
const DRAFT = 'http://json-schema.org/draft-04/schema#'

const createModel = (
  restApiId: string,
  name: string,
  schema: object | string | undefined,
  contentType = 'application/json',
) =>
  apiGateway.send(
    new CreateModelCommand({
      restApiId,
      name,
      contentType,
      schema: typeof schema === 'object' ? JSON.stringify(schema) : schema,
    }),
  )

/** An API whose POST needs parameters and bodies by these paths of a patch; its models may refer to it by its id. */
async function validated(
  path: string,
  needs: Readonly<Record<string, string>>,
  models: (restApiId: string) => Record<string, object> = () => ({}),
): Promise<MockApi & { readonly requestValidatorId: string }> {
  const requestTemplates = { $default: '{"statusCode": 200}' }
  const api = await createMockApi({ apiGateway, origin }, [
    { path, httpMethod: 'ANY', integration: { requestTemplates } },
  ])
  const { apiId: restApiId } = api
  for (const [name, schema] of Object.entries(models(restApiId))) await createModel(restApiId, name, schema)
  const both = { name: 'both', validateRequestBody: true, validateRequestParameters: true }
  const { id: requestValidatorId = '' } = await apiGateway.send(
    new CreateRequestValidatorCommand({ restApiId, ...both }),
  )
  const at = { restApiId, resourceId: api.resources[path], httpMethod: 'ANY' }
  const patchOperations = [
    { op: 'replace' as const, path: '/requestValidatorId', value: requestValidatorId },
    ...Object.entries(needs).map(([path, value]) => ({ op: 'add' as const, path, value })),
  ]
  await apiGateway.send(new UpdateMethodCommand({ ...at, patchOperations }))
  await api.deploy()
  return { ...api, requestValidatorId }
}

const INVALID = [400, '{"message": "Invalid request body"}']
const missing = (names: string) => [400, `{"message": "Missing required request parameters: [${names}]"}`]
const PASSED = [200, '']

async function ask(api: MockApi, path: string, init?: RequestInit): Promise<[number, string]> {
  const response = await api.call(path, init)
  return [response.status, await response.text()]
}
/** With exactly these headers. */
async function post(api: MockApi, body: string, headers: Record<string, string> = {}): Promise<[number, string]> {
  const answer = await sendRaw(origin, new URL(api.url('/')).pathname, { headers, body })
  return [answer.status, answer.body]
}

describe('the parameters of a call', () => {
  let api: MockApi
  beforeAll(async () => {
    api = await validated('/pets/{id}', {
      '/requestParameters/method.request.querystring.qs1': 'true',
      '/requestParameters/method.request.querystring.optional': 'false',
      '/requestParameters/method.request.path.issuer': 'true',
      '/requestParameters/method.request.header.x-header-param': 'true',
    })
  })

  it('are missed headers first, then the path, then the query; blank is missing (api-gateway 0.11, 9.1.1, 9.1.2, 9.1.3)', async () => {
    expect(await ask(api, '/pets/1')).toEqual(missing('x-header-param, issuer, qs1'))
    // The path has no such variable: nobody can send it.
    expect(await ask(api, '/pets/1?qs1=a', { headers: { 'x-header-param': 'a' } })).toEqual(missing('issuer'))
    expect(await ask(api, '/pets/1?qs1=', { headers: { 'x-header-param': ' ' } })).toEqual(
      missing('x-header-param, issuer, qs1'),
    )
  })

  it('pass when they are there, whatever they are (api-gateway 9.1.2)', async () => {
    const own = await validated('/pets/{id}', { '/requestParameters/method.request.path.id': 'true' })
    expect(await ask(own, '/pets/1')).toEqual(PASSED)
  })
})

describe('the body of a call', () => {
  const required = (name: string) => ({ $schema: DRAFT, type: 'object', required: [name] })

  it('is held against the model of its type, which is JSON by default (api-gateway 9.1.4)', async () => {
    const needs = { '/requestModels/application~1json': 'A', '/requestModels/text~1plain': 'B' }
    const models = () => ({ A: required('a'), B: required('b') })
    const api = await validated('/', needs, models)
    expect(await post(api, '{"a":1}')).toEqual(PASSED)
    expect(await post(api, '{"b":1}')).toEqual(INVALID)
    expect(await post(api, '{"b":1}', { 'content-type': 'application/json; charset=utf-8' })).toEqual(INVALID)
    expect(await post(api, '{"b":1}', { 'content-type': 'text/plain' })).toEqual(PASSED)
    expect(await post(api, '{"a":1}', { 'content-type': 'text/plain' })).toEqual(INVALID)
    expect(await post(api, 'anything', { 'content-type': 'text/html' })).toEqual(PASSED)
    const rest = await validated('/', { ...needs, '/requestModels/$default': 'B' }, models)
    expect(await post(rest, '{"a":1}', { 'content-type': 'text/html' })).toEqual(INVALID)
    expect(await post(rest, '{"b":1}', { 'content-type': 'text/html' })).toEqual(PASSED)
  })

  it('is an empty object where there is none (api-gateway 9.1.5)', async () => {
    const api = await validated('/', { '/requestModels/application~1json': 'A' }, () => ({ A: required('a') }))
    expect(await ask(api, '/')).toEqual(INVALID)
    expect(await ask(api, '/', { headers: { 'content-type': 'application/json' } })).toEqual(INVALID)
    const open = await validated('/', { '/requestModels/application~1json': 'A' }, () => ({ A: { type: 'object' } }))
    expect(await ask(open, '/')).toEqual(PASSED)
  })

  it('is not looked at once the validator is off, and that is deployed (api-gateway 9.1.6)', async () => {
    const needs = {
      '/requestModels/application~1json': 'A',
      '/requestParameters/method.request.querystring.q': 'true',
    }
    const api = await validated('/', needs, () => ({ A: required('a') }))
    const { apiId: restApiId, requestValidatorId } = api
    const off = (path: string) => ({ op: 'replace' as const, path, value: 'false' })
    const patchOperations = [off('/validateRequestBody'), off('/validateRequestParameters')]
    await apiGateway.send(new UpdateRequestValidatorCommand({ restApiId, requestValidatorId, patchOperations }))
    expect(await ask(api, '/')).toEqual(missing('q'))
    await api.deploy()
    expect(await ask(api, '/')).toEqual(PASSED)
  })

  it('fits models that refer to others, in circles, too (api-gateway 9.1.7)', async () => {
    const models = (restApiId: string) => {
      const ref = (name: string) => ({ $ref: `https://apigateway.amazonaws.com/restapis/${restApiId}/models/${name}` })
      return {
        Leaf: { $schema: DRAFT, type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
        Maybe: { $schema: DRAFT, oneOf: [{ type: 'null' }, ref('Leaf')] },
        Tree: {
          $schema: DRAFT,
          type: 'object',
          required: ['leaf'],
          properties: { leaf: ref('Maybe'), children: { type: 'array', items: ref('Tree') } },
        },
      }
    }
    const api = await validated('/', { '/requestModels/application~1json': 'Tree' }, models)
    const leaf = { name: 'a' }
    const send = (body: object) => post(api, JSON.stringify(body))
    expect(await send({ leaf: null })).toEqual(PASSED)
    expect(await send({ leaf, children: [{ leaf, children: [{ leaf: null }] }] })).toEqual(PASSED)
    expect(await send({ leaf: {} })).toEqual(INVALID)
    expect(await send({ leaf, children: [{ leaf, children: [{ leaf: { name: 1 } }] }] })).toEqual(INVALID)
  })

  it('is told what is wrong with it where the response says so (api-gateway 9.1.8)', async () => {
    const api = await validated('/', { '/requestModels/application~1json': 'A' }, () => ({ A: required('a') }))
    const responseTemplates = { 'application/json': '$context.error.validationErrorString' }
    await apiGateway.send(
      new PutGatewayResponseCommand({ restApiId: api.apiId, responseType: 'BAD_REQUEST_BODY', responseTemplates }),
    )
    await api.deploy()
    expect(await post(api, '{}')).toEqual([400, '[object has missing required properties (["a"])]'])
  })
})

describe('a model', () => {
  let restApiId: string
  beforeAll(async () => {
    restApiId = (await apiGateway.send(new CreateRestApiCommand({ name: 'models' }))).id ?? ''
  })

  it('is there from the beginning (api-gateway 9.1.9)', async () => {
    const { items = [] } = await apiGateway.send(new GetModelsCommand({ restApiId }))
    const [empty, error] = items.toSorted((a, b) => (a.name ?? '').localeCompare(b.name ?? ''))
    expect(empty).toMatchObject({
      name: 'Empty',
      contentType: 'application/json',
      description: 'This is a default empty schema model',
    })
    expect(JSON.parse(empty?.schema ?? '')).toEqual({ $schema: DRAFT, title: 'Empty Schema', type: 'object' })
    expect(error).toMatchObject({ name: 'Error', description: 'This is a default error schema model' })
    expect(JSON.parse(error?.schema ?? '')).toEqual({
      $schema: DRAFT,
      title: 'Error Schema',
      type: 'object',
      properties: { message: { type: 'string' } },
    })
    expect(items).toHaveLength(2)
  })

  it('is the document’s in an API that was imported (api-gateway 9.1.10)', async () => {
    const document = {
      openapi: '3.0.1',
      info: { title: 'pets', version: '1' },
      paths: {},
      components: { schemas: { Pet: { type: 'object' } } },
    }
    const body = new TextEncoder().encode(JSON.stringify(document))
    const { id } = await apiGateway.send(new ImportRestApiCommand({ body }))
    const { items } = await apiGateway.send(new GetModelsCommand({ restApiId: id }))
    expect(items?.map(({ name }) => name)).toEqual(['Pet'])
  })

  it.each<[string, string | object | undefined, string, number, string | undefined]>([
    ['Empty1', '', 'application/json', 400, 'Model schema must have at least 1 property or array items defined'],
    ['Empty2', undefined, 'application/json', 400, 'Model schema must have at least 1 property or array items defined'],
    ['Empty3', '', 'application/xml', 400, 'Model schema must have at least 1 property or array items defined'],
    ['', { type: 'object' }, 'application/json', 400, 'Model name must be non-empty'],
    ['Error', { type: 'object' }, 'application/json', 409, 'Model name already exists for this REST API'],
    ['with-dash', { type: 'object' }, 'application/json', 400, undefined],
  ])('is refused as %j with the schema %j of %s (api-gateway 9.1.11)', async (name, schema, type, status, message) => {
    const refused = await refusalOf(createModel(restApiId, name, schema, type))
    expect(refused.status).toBe(status)
    if (message !== undefined) expect(refused.message).toBe(message)
  })

  it('may be empty in a template (api-gateway 9.1.11)', async () => {
    const stacks = stacksOf(cloudFormation)
    const template = {
      Resources: {
        Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'modelled' } },
        Model: {
          Type: 'AWS::ApiGateway::Model',
          Properties: { RestApiId: { Ref: 'Api' }, Name: 'Loose', ContentType: 'application/json', Schema: {} },
        },
      },
    }
    const name = uniqueName('model')
    expect((await stacks.create(name, template)).StackStatus).toBe('CREATE_COMPLETE')
    expect((await stacks.ids(name)).Model).toBe('Loose')
  })

  it('is kept while a method needs it (api-gateway 9.1.12)', async () => {
    const models = () => ({ Used: { type: 'object' } })
    for (const [path, place] of [
      ['/', '//ANY'],
      ['/test', '/test/ANY'],
    ] as const) {
      const api = await validated(path, { '/requestModels/application~1json': 'Used' }, models)
      const gone = new DeleteModelCommand({ restApiId: api.apiId, modelName: 'Used' })
      expect(await refusalOf(apiGateway.send(gone))).toEqual({
        name: 'ConflictException',
        message: `Cannot delete model 'Used', is referenced in method request: ${place}`,
        status: 409,
      })
    }
  })
})
