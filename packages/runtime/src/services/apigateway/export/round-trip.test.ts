import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ApiDefinition } from '../../../gateway/rest/definition.ts'
import { unsafeSeededRandom } from '../../../kernel/random.ts'
import { HOME, POOL_ARN, startApiGateway, type TestApiGateway } from '../apigateway.harness.ts'
import { bytesOf } from '../import/import.harness.ts'
import { definitions, stages } from '../repository.ts'

let gateway: TestApiGateway
beforeAll(async () => {
  gateway = await startApiGateway()
})
afterAll(() => gateway.close())

const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:f'
const INVOCATION = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`

/** Choices that repeat, out of a seed. */
function choicesFrom(seed: number) {
  const random = unsafeSeededRandom(seed)
  const below = (bound: number) => (random.bytes(4).readUInt32BE() >>> 8) % bound
  return {
    one: <T>(items: readonly T[]): T => items[below(items.length)] as T,
    some: <T>(items: readonly T[]): T[] => items.filter(() => below(2) === 1),
    maybe: <T extends object>(members: T): T | object => (below(2) === 1 ? members : {}),
  }
}
type Choices = ReturnType<typeof choicesFrom>

const SCHEMES = {
  pool: {
    type: 'apiKey',
    name: 'Authorization',
    in: 'header',
    'x-amazon-apigateway-authtype': 'cognito_user_pools',
    'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: [POOL_ARN] },
  },
  token: {
    type: 'apiKey',
    name: 'Auth',
    in: 'header',
    'x-amazon-apigateway-authtype': 'oauth2',
    'x-amazon-apigateway-authorizer': {
      type: 'token',
      authorizerUri: INVOCATION,
      authorizerCredentials: 'arn:aws:iam::123456789012:role/r',
      identityValidationExpression: '^x-[a-z]+',
      authorizerResultTtlInSeconds: 60,
    },
  },
  request: {
    type: 'apiKey',
    name: 'Unused',
    in: 'header',
    'x-amazon-apigateway-authtype': 'custom',
    'x-amazon-apigateway-authorizer': {
      type: 'request',
      authorizerUri: INVOCATION,
      identitySource: 'method.request.querystring.q, context.stage',
    },
  },
  signed: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
  key: { type: 'apiKey', name: 'X-Api-Key', in: 'header' },
}

function integration({ maybe, one, some }: Choices): object {
  const responses = Object.fromEntries(
    some(['4\\d{2}', '5\\d{2}']).map((pattern) => [
      pattern,
      {
        statusCode: '400',
        ...maybe({ responseTemplates: { 'application/json': one(['', '{"no": 1}']) } }),
        ...maybe({ contentHandling: 'CONVERT_TO_TEXT' }),
      },
    ]),
  )
  const answers = {
    responses: {
      ...responses,
      default: { statusCode: '200', ...maybe({ responseParameters: { 'method.response.header.X-A': "'a'" } }) },
    },
  }
  return one([
    { type: 'mock', requestTemplates: { 'application/json': '{"statusCode": 200}' }, ...answers },
    {
      type: 'http',
      httpMethod: one(['GET', 'POST', 'ANY']),
      uri: 'https://example.com/{id}',
      ...maybe({ requestParameters: { 'integration.request.path.id': 'method.request.path.id' } }),
      ...maybe({ timeoutInMillis: 1000, tlsConfig: { insecureSkipVerification: true } }),
      ...maybe({ cacheNamespace: 'shared', cacheKeyParameters: ['method.request.path.id'] }),
      passthroughBehavior: one(['when_no_match', 'when_no_templates', 'never']),
      ...answers,
    },
    { type: 'http_proxy', httpMethod: 'ANY', uri: 'https://example.com', ...maybe({ responseTransferMode: 'STREAM' }) },
    { type: 'aws_proxy', httpMethod: 'POST', uri: INVOCATION, credentials: 'arn:aws:iam::123456789012:role/r' },
    {
      type: 'aws',
      httpMethod: 'POST',
      uri: INVOCATION,
      contentHandling: 'CONVERT_TO_BINARY',
      requestTemplates: { 'application/json': one(['', "$input.json('$')"]) },
      ...answers,
    },
  ])
}

function operation(choices: Choices): object {
  const { maybe, one, some } = choices
  const schema = { $ref: `#/components/schemas/${one(['Pet', 'Owner'])}` }
  return {
    ...maybe({ operationId: one(['One', 'Two']) }),
    parameters: some([
      { name: 'q', in: 'query', required: one([true, false]), schema: { type: 'string' } },
      { name: 'X-H', in: 'header', schema: { type: 'string' } },
    ]),
    ...maybe({ requestBody: { content: { 'application/json': { schema } } } }),
    responses: {
      200: {
        headers: { 'X-A': {} },
        ...maybe({ content: { 'application/json': { schema }, 'text/xml': { schema } } }),
      },
      400: { description: '' },
    },
    security: [
      ...one([[], [{ pool: some(['a', 'b']) }], [{ token: [] }], [{ request: [] }], [{ signed: [] }]]),
      ...some([{ key: [] }]),
    ],
    ...maybe({ 'x-amazon-apigateway-request-validator': one(['all', 'body']) }),
    'x-amazon-apigateway-integration': integration(choices),
  }
}

function documentFrom(seed: number): object {
  const choices = choicesFrom(seed)
  const { maybe, one, some } = choices
  const verbs = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'x-amazon-apigateway-any-method']
  const paths = [...some(['/a/{id}/b', '/c/{id}/{proxy+}']), '/x/{id}'].map((path) => [
    path,
    Object.fromEntries(['get', ...some(verbs)].map((verb) => [verb, operation(choices)])),
  ])
  // Models that nothing names are not exported.
  const Pet = { content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } } }
  return {
    openapi: '3.0.1',
    info: { title: `api ${seed}`, version: '1', ...maybe({ description: 'made' }) },
    paths: { ...Object.fromEntries(paths), '/pets/{id}': { post: { ...operation(choices), requestBody: Pet } } },
    components: {
      securitySchemes: SCHEMES,
      schemas: {
        Pet: { type: 'object', required: ['owner'], properties: { owner: { $ref: '#/components/schemas/Owner' } } },
        Owner: { type: 'object', properties: { pet: { $ref: '#/components/schemas/Pet' }, age: { type: 'integer' } } },
      },
    },
    'x-amazon-apigateway-request-validators': {
      all: { validateRequestBody: true, validateRequestParameters: true },
      body: { validateRequestBody: true, validateRequestParameters: false },
    },
    ...maybe({ 'x-amazon-apigateway-api-key-source': one(['HEADER', 'AUTHORIZER']) }),
    ...maybe({ 'x-amazon-apigateway-binary-media-types': ['image/png', '*/*'] }),
    ...maybe({ 'x-amazon-apigateway-minimum-compression-size': 1024 }),
    ...maybe({ 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true } }),
    ...maybe({
      'x-amazon-apigateway-gateway-responses': {
        DEFAULT_5XX: { responseParameters: { 'gatewayresponse.header.X-A': "'a'" } },
        UNAUTHORIZED: { statusCode: 418, responseTemplates: { 'text/plain': 'no' } },
      },
    }),
    ...maybe({
      'x-amazon-apigateway-policy': {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: '*' }],
      },
    }),
  }
}

async function deployed(body: Uint8Array): Promise<string> {
  const { id: restApiId = '' } = await gateway.call('ImportRestApi', { body, failOnWarnings: true })
  await gateway.call('CreateDeployment', { restApiId, stageName: 'prod' })
  return restApiId
}

/** What is deployed, with names for ids: ids are drawn anew. */
async function namedDefinition(restApiId: string): Promise<object> {
  const stage = await stages.find(gateway.store, HOME, restApiId, 'prod')
  const found = await definitions.find(gateway.store, HOME, restApiId, stage?.deploymentId ?? '')
  const definition = found as ApiDefinition
  const names = new Map([
    [restApiId, 'API'],
    ...definition.resources.map(({ id, path }) => [id, path] as const),
    ...Object.entries(definition.authorizers).map(([id, { name }]) => [id, name] as const),
    ...Object.entries(definition.requestValidators).map(([id, { name = '' }]) => [id, name] as const),
    ...Object.values(definition.models).map((model) => [(model as { id?: string }).id ?? '', model.name] as const),
  ])
  const byPath = Object.fromEntries(definition.resources.map((resource) => [resource.path, resource]))
  const named = (text: string) => names.get(text) ?? text.replaceAll(restApiId, 'API')
  return renamed({ ...definition, resources: byPath }, named) as object
}

function renamed(value: unknown, named: (text: string) => string): unknown {
  if (typeof value === 'string') return named(value)
  if (Array.isArray(value)) return value.map((item) => renamed(item, named))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [named(key), renamed(item, named)]))
}

const SEEDS = Array.from({ length: 20 }, (_, seed) => seed)

test.each(SEEDS)('an export that is imported again gives the same API (%i)', async (seed) => {
  const first = await deployed(bytesOf(documentFrom(seed)))
  const before = await namedDefinition(first)
  for (const accepts of ['application/json', 'application/yaml']) {
    const at = { restApiId: first, stageName: 'prod', exportType: 'oas30', parameters: { extensions: 'apigateway' } }
    const { body = Buffer.alloc(0) } = await gateway.call('GetExport', { ...at, accepts })
    expect(await namedDefinition(await deployed(body))).toEqual(before)
  }
})

// Swagger has one schema for all media types, so that of several one is left.
test.each(SEEDS)('and so does one in Swagger, but for media types beside JSON (%i)', async (seed) => {
  const at = { stageName: 'prod', exportType: 'swagger', parameters: { extensions: 'apigateway' } }
  const swaggerOf = async (restApiId: string) =>
    (await gateway.call('GetExport', { restApiId, ...at })).body ?? Buffer.alloc(0)
  const first = await deployed(await swaggerOf(await deployed(bytesOf(documentFrom(seed)))))
  const second = await deployed(await swaggerOf(first))
  expect(await namedDefinition(second)).toEqual(await namedDefinition(first))
})
