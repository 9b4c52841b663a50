import {
  CreateAuthorizerCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  DeleteIntegrationResponseCommand,
  GetIntegrationCommand,
  GetIntegrationResponseCommand,
  PutIntegrationCommand,
  type PutIntegrationCommandInput,
  PutIntegrationResponseCommand,
  type PutIntegrationResponseCommandInput,
  PutMethodCommand,
  PutMethodResponseCommand,
} from '@aws-sdk/client-api-gateway'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { refusalOf } from '../support/refusal.ts'

const ACCOUNT = '333300000056'
const { apiGateway } = awsClients({ origin: inject('origin'), account: ACCOUNT })
const FUNCTION = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:f`
const LAMBDA = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`

let at: { restApiId: string; resourceId: string; httpMethod: string }
beforeAll(async () => {
  const api = await apiGateway.send(new CreateRestApiCommand({ name: 'integrations' }))
  at = { restApiId: api.id ?? '', resourceId: api.rootResourceId ?? '', httpMethod: 'GET' }
  await apiGateway.send(new PutMethodCommand({ ...at, authorizationType: 'NONE' }))
  await apiGateway.send(new PutMethodResponseCommand({ ...at, statusCode: '200' }))
})

type Settings = Partial<PutIntegrationCommandInput> & Pick<PutIntegrationCommandInput, 'type'>
const put = (settings: Settings) =>
  apiGateway.send(new PutIntegrationCommand({ ...at, integrationHttpMethod: 'POST', ...settings }))

describe('an integration', () => {
  it('shows what it is without being told (api-gateway 7.1.1, 7.1.2, 7.1.3)', async () => {
    const { $metadata, ...made } = await put({ type: 'AWS_PROXY', uri: LAMBDA })
    expect($metadata.httpStatusCode).toBe(201)
    const usual = {
      cacheKeyParameters: [],
      cacheNamespace: at.resourceId,
      passthroughBehavior: 'WHEN_NO_MATCH',
      timeoutInMillis: 29000,
      httpMethod: 'POST',
    }
    expect(made).toEqual({ ...usual, type: 'AWS_PROXY', uri: LAMBDA })
    const uri = 'http://backend.example'
    const { $metadata: _, ...http } = await put({ type: 'HTTP_PROXY', uri })
    expect(http).toEqual({ ...usual, type: 'HTTP_PROXY', uri, connectionType: 'INTERNET' })
  })

  it.each([
    ['a method (api-gateway 7.1.4)', 'AWS', LAMBDA, 'Enumeration value for HttpMethod must be non-empty', undefined],
    ['a URL (api-gateway 7.1.5)', 'HTTP', 'backend', 'Invalid HTTP endpoint specified for URI', 'POST'],
    ['an ARN (api-gateway 7.1.6)', 'AWS', 'backend', 'Invalid ARN specified in the request', 'POST'],
    [
      'an ARN of a path or an action (api-gateway 7.1.6)',
      'AWS',
      'arn:aws:apigateway:us-east-1:lambda:functions',
      'AWS ARN for integration must contain path or action',
      'POST',
    ],
    [
      'a function (api-gateway 7.1.6)',
      'AWS_PROXY',
      'arn:aws:apigateway:us-east-1:dynamodb:action/Query',
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
      'POST',
    ],
  ] as const)('needs %s', async (_, type, uri, message, integrationHttpMethod) => {
    expect(await refusalOf(put({ type, uri, integrationHttpMethod }))).toEqual({
      name: 'BadRequestException',
      message,
      status: 400,
    })
  })

  it('is of a known type (api-gateway 7.1.7)', async () => {
    expect(await refusalOf(put({ type: 'HTTPS_PROXY' as 'HTTP', uri: 'http://a.example' }))).toMatchObject({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value 'HTTPS_PROXY' at 'putIntegrationInput.type' failed to satisfy constraint: Member must satisfy enum value set: [HTTP, MOCK, AWS_PROXY, HTTP_PROXY, AWS]",
    })
  })

  it('has responses that show what was sent (api-gateway 7.1.10)', async () => {
    await put({ type: 'AWS', uri: LAMBDA })
    const respond = async (more: object) => {
      const made = await apiGateway.send(new PutIntegrationResponseCommand({ ...at, statusCode: '200', ...more }))
      const { $metadata, ...echo } = made
      return [$metadata.httpStatusCode, echo]
    }
    expect(await respond({})).toEqual([201, { statusCode: '200' }])
    expect(await respond({ selectionPattern: '' })).toEqual([201, { statusCode: '200', selectionPattern: '' }])
  })
})

describe('a mapping', () => {
  const parameter = 'integration.request.header.X-Mine'
  const mapping = (source: unknown) =>
    put({ type: 'AWS', uri: LAMBDA, requestParameters: { [parameter]: source as string } })

  it('is an expression (api-gateway 7.1.8)', async () => {
    expect(await refusalOf(mapping('true'))).toEqual({
      name: 'BadRequestException',
      message:
        'Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: true]',
      status: 400,
    })
    expect(await refusalOf(mapping(true))).toEqual({
      name: 'SerializationException',
      message: 'class java.lang.Boolean can not be converted to an String',
      status: 400,
    })
  })

  it('takes and sets what the method declares (api-gateway 7.1.8)', async () => {
    const frame = (problem: string) =>
      `Invalid mapping expression specified: Validation Result: warnings : [], errors : [${problem}]`
    const source = 'method.request.header.X-Other'
    expect(await refusalOf(mapping(source))).toMatchObject({
      message: frame(`Invalid mapping expression parameter specified: ${source}`),
    })
    await put({ type: 'AWS', uri: LAMBDA })
    const responseParameters = { 'method.response.header.X-Mine': "'a'" }
    const response = new PutIntegrationResponseCommand({ ...at, statusCode: '418', responseParameters })
    expect(await refusalOf(apiGateway.send(response))).toMatchObject({
      name: 'BadRequestException',
      message: frame('No method response exists for method.'),
    })
  })
})

it.each([
  [
    'a function',
    'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:f/invocations',
  ],
  ['an operation', 'arn:aws:apigateway:us-east-1:sts:action/GetCallerIdentity'],
  ['an operation with parameters', 'arn:aws:apigateway:us-east-1:sts:action/AssumeRole&RoleSessionName=s&RoleArn=r'],
  ['a path', 'arn:aws:apigateway:us-east-1:s3:path/bucket/{key}'],
  ['a path below a name', 'arn:aws:apigateway:us-east-1:bucket.s3:path/{key}'],
])('the URI of an integration names %s (api-gateway 7.1.9)', async (_, uri) => {
  expect(await put({ type: 'AWS', uri })).toMatchObject({ uri, type: 'AWS' })
})

describe('what belongs to a method', () => {
  const gone = (what: string) => ({
    name: 'NotFoundException',
    message: `Invalid ${what} identifier specified`,
    status: 404,
  })
  type Place = Pick<PutIntegrationResponseCommandInput, 'restApiId' | 'resourceId' | 'httpMethod'>
  const asked: [string, (place: Place) => Promise<unknown>][] = [
    ['PutIntegration', (place) => apiGateway.send(new PutIntegrationCommand({ ...place, type: 'MOCK' }))],
    ['GetIntegration', (place) => apiGateway.send(new GetIntegrationCommand(place))],
    [
      'PutIntegrationResponse',
      (place) => apiGateway.send(new PutIntegrationResponseCommand({ ...place, statusCode: '200' })),
    ],
    [
      'GetIntegrationResponse',
      (place) => apiGateway.send(new GetIntegrationResponseCommand({ ...place, statusCode: '200' })),
    ],
    [
      'DeleteIntegrationResponse',
      (place) => apiGateway.send(new DeleteIntegrationResponseCommand({ ...place, statusCode: '200' })),
    ],
  ]

  it.each(asked)('is looked for by its resource and its method: %s (api-gateway 7.1.11)', async (name, ask) => {
    expect(await refusalOf(ask({ ...at, restApiId: 'nowhere' }))).toEqual(gone('Resource'))
    expect(await refusalOf(ask({ ...at, resourceId: 'nowhere' }))).toEqual(gone('Resource'))
    const missing = name.startsWith('Delete') ? 'Integration' : 'Method'
    expect(await refusalOf(ask({ ...at, httpMethod: 'PATCH' }))).toEqual(gone(missing))
  })

  it('may have no integration, or no such response (api-gateway 7.1.11)', async () => {
    const { restApiId, resourceId: parentId } = at
    const { id: resourceId } = await apiGateway.send(
      new CreateResourceCommand({ restApiId, parentId, pathPart: 'bare' }),
    )
    const bare = { ...at, resourceId }
    await apiGateway.send(new PutMethodCommand({ ...bare, authorizationType: 'NONE' }))
    for (const [name, ask] of asked.slice(1)) {
      expect([name, await refusalOf(ask(bare))]).toEqual([name, gone('Integration')])
    }
    await apiGateway.send(new PutIntegrationCommand({ ...bare, type: 'MOCK' }))
    for (const Asked of [GetIntegrationResponseCommand, DeleteIntegrationResponseCommand]) {
      expect(await refusalOf(apiGateway.send(new Asked({ ...bare, statusCode: '200' })))).toEqual({
        name: 'NotFoundException',
        message: 'Invalid Response status code specified',
        status: 404,
      })
    }
  })

  it.each<[string, object, string, string]>([
    [
      'a status',
      { statusCode: 'wrong' },
      'ValidationException',
      "1 validation error detected: Value 'wrong' at 'statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [1-5]\\d\\d",
    ],
    [
      'a content type',
      { responseTemplates: { 123: '{}' } },
      'BadRequestException',
      'Validation Result: warnings : [], errors : [Invalid content type specified: 123]',
    ],
    [
      'a text for a template',
      { responseTemplates: { 'application/json': 123 } },
      'SerializationException',
      'class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an String',
    ],
  ])('is a response with %s (api-gateway 7.1.12)', async (_, wrong, name, message) => {
    const response = new PutIntegrationResponseCommand({ ...at, statusCode: '200', ...wrong })
    expect(await refusalOf(apiGateway.send(response))).toEqual({ name, message, status: 400 })
  })
})

describe('an authorizer that is a function', () => {
  const authorizer = { name: 'guard', type: 'TOKEN' as const, authorizerUri: LAMBDA }
  const identitySource = 'method.request.header.Authorization'

  it('shows that it is a custom one (api-gateway 8.18)', async () => {
    const { restApiId } = at
    const { $metadata: _, ...made } = await apiGateway.send(
      new CreateAuthorizerCommand({ restApiId, ...authorizer, identitySource }),
    )
    expect(made).toMatchObject({ ...authorizer, authType: 'custom', identitySource, id: expect.any(String) })
  })

  it('needs an API that is there (api-gateway 8.21)', async () => {
    const made = apiGateway.send(new CreateAuthorizerCommand({ restApiId: 'nowhere', ...authorizer, identitySource }))
    const refused = await refusalOf(made)
    expect(refused).toMatchObject({ name: 'ConflictException', status: 409 })
    expect(refused.message).toMatch(/^Unable to complete operation due to concurrent modification/)
  })
})
