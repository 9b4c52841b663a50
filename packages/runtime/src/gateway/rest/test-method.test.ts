import { expect, test } from 'vitest'
import type { FunctionCaller } from '../../kernel/functions.ts'
import { BackendError, type HttpBackend } from '../backends/http-backend.ts'
import type { StageLogSettings } from '../ports.ts'
import type { MethodTest } from '../test-ports.ts'
import type { ApiDefinition, MethodDefinition } from './definition.ts'
import { answering, api, method, mock, startGateway } from './gateway.harness.ts'
import { custom, functionsWith, proxied } from './lambda.harness.ts'

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const AT = 'Fri Jan 02 03:04:05 UTC 2026'

interface Options {
  readonly path?: string
  readonly http?: HttpBackend
  readonly functions?: FunctionCaller
  readonly overrides?: Partial<ApiDefinition>
  readonly test?: Partial<MethodTest>
}

/** A test of `GET` on one resource, of an API that no stage has. */
async function tested(definition: MethodDefinition, { path = '/pets/{petId}', ...options }: Options = {}) {
  const { http, functions, overrides } = options
  const logs: StageLogSettings = {
    access: { group: 'calls', format: '$context.requestId' },
    execution: { '*': { level: 'INFO', dataTrace: true } },
  }
  const { gateway, written } = startGateway(api({}), {}, http, logs, functions)
  const whole = api({ [path]: { GET: definition } }, overrides)
  const [resource] = whole.resources
  if (!resource) throw new Error('the API has no resource')
  const result = await gateway.testMethod({
    place: { account: '000000000000', region: 'eu-west-1' },
    definition: whole,
    resource,
    method: definition,
    httpMethod: 'GET',
    pathWithQueryString: undefined,
    headers: [],
    body: '',
    variables: {},
    origin: 'http://127.0.0.1:4566',
    ...options.test,
  })
  const [first = '', ...lines] = result.log.split('\n')
  return { result, first, lines, written }
}

test('7.7.2: a MOCK tells of its call line by line, behind the time', async () => {
  const { result, first, lines } = await tested(method({ integration: answering('{"ok":true}') }), {
    test: { pathWithQueryString: '/pets/123?foo=bar', headers: [['X-A', '1']], body: '{"a":1}' },
  })
  expect(result).toMatchObject({
    status: 200,
    body: '{"ok":true}',
    headers: [['Content-Type', 'application/json']],
    latencyMs: 0,
  })
  const id = first.replace('Execution log for request ', '')
  expect(id).toMatch(UUID)
  expect(lines).toEqual([
    `${AT} : Starting execution for request: ${id}`,
    `${AT} : HTTP Method: GET, Resource Path: /pets/123`,
    `${AT} : Method request path: {petId=123}`,
    `${AT} : Method request query string: {foo=bar}`,
    `${AT} : Method request headers: {X-A=1}`,
    `${AT} : Method request body before transformations: {"a":1}`,
    `${AT} : Method response body after transformations: {"ok":true}`,
    `${AT} : Method response headers: {Content-Type=application/json}`,
    `${AT} : Successfully completed execution`,
    `${AT} : Method completed with status: 200`,
    '',
  ])
})

test('7.7.2: a backend is told of between request and response', async () => {
  const http: HttpBackend = {
    send: async () => ({ status: 201, headers: [['Content-Type', 'text/plain']], body: Buffer.from('made') }),
    close: async () => {},
  }
  const integration = mock({ type: 'HTTP_PROXY', httpMethod: 'POST', uri: 'https://backend.example/orders' })
  const { result, lines } = await tested(method({ integration }), { http })
  expect(result).toMatchObject({ status: 201, body: 'made' })
  const told = lines.map((line) => line.replace(`${AT} : `, '').replace(/: .*/, ''))
  expect(told.slice(5, 14)).toEqual([
    'Method request body before transformations',
    'Endpoint request URI',
    'Endpoint request headers',
    'Endpoint request body after transformations',
    'Sending request to https://backend.example/orders',
    'Received response. Status',
    'Endpoint response headers',
    'Endpoint response body before transformations',
    'Method response body after transformations',
  ])
})

test('7.7.2: the call of a function is told with AWS’s headers, in its order (recorded)', async () => {
  const { caller } = functionsWith(() => ({ a: 1 }))
  const { first, lines } = await tested(method({ integration: custom() }), {
    functions: caller,
    test: { headers: [['content-type', 'application/json']], body: '{}' },
  })
  const told = lines.map((line) => line.replace(`${AT} : `, ''))
  const id = first.replace('Execution log for request ', '')
  expect(told).toContain('Method request headers: {content-type=application/json}')
  expect(told).toContain(
    `Endpoint request headers: {x-amzn-lambda-integration-tag=${id}, x-amzn-apigateway-api-id=abc123, Accept=application/json, User-Agent=AmazonAPIGateway_abc123}`,
  )
  const trace = /X-Amzn-Trace-Id=(Root=[^},]+)/.exec(told.join())?.[1]
  expect(told).toContain(
    `Endpoint response headers: {Date=Fri, 02 Jan 2026 03:04:05 GMT, Content-Type=application/json, Content-Length=7, Connection=keep-alive, x-amzn-RequestId=invoked, x-amzn-Remapped-Content-Length=0, X-Amz-Executed-Version=$LATEST, X-Amzn-Trace-Id=${trace}}`,
  )
  expect(told).toContain(`Method response headers: {X-Amzn-Trace-Id=${trace}, Content-Type=application/json}`)
})

test('7.7.2: a function is called too, and its policy sees the stage of tests', async () => {
  const { caller, calls } = functionsWith(() => ({ statusCode: 201, body: 'made' }))
  const { result } = await tested(method({ integration: proxied() }), {
    functions: caller,
    test: { pathWithQueryString: '/pets/1' },
  })
  expect(result).toMatchObject({ status: 201, body: 'made' })
  const sourceArn = 'arn:aws:execute-api:eu-west-1:000000000000:abc123/test-invoke-stage/GET/pets/1'
  expect(calls).toEqual([expect.objectContaining({ principal: expect.objectContaining({ sourceArn }) })])
  const event = JSON.parse(calls[0]?.payload.toString() ?? '')
  expect(event).toMatchObject({ headers: null, multiValueHeaders: null, queryStringParameters: null })
  expect(result.log).toContain(' : Endpoint request URI: https://lambda.')
})

test('an answer that streams is read to its end', async () => {
  async function* parts() {
    yield Buffer.from('part by ')
    yield Buffer.from('part')
  }
  async function* broken() {
    yield* parts()
    throw new BackendError('network', 'closed')
  }
  const answering = (body: AsyncIterable<Uint8Array>): HttpBackend => {
    return { send: async () => ({ status: 200, headers: [], body }), close: async () => {} }
  }
  const integration = mock({
    type: 'HTTP_PROXY',
    httpMethod: 'GET',
    uri: 'https://backend.example/',
    responseTransferMode: 'STREAM',
  })
  const { result } = await tested(method({ integration }), { http: answering(parts()) })
  expect(result.body).toBe('part by part')
  expect((await tested(method({ integration }), { http: answering(broken()) })).result.body).toBe('part by part')
  expect(result.log).toContain('Method response body after transformations: part by part\n')
})

test('7.7.3: a failure tells why, and shows its type alone', async () => {
  const { result, lines } = await tested(method({ methodResponses: {} }))
  expect(result).toMatchObject({
    status: 500,
    body: '{"message": "Internal server error"}',
    headers: [['x-amzn-ErrorType', 'InternalServerErrorException']],
  })
  expect(lines.slice(-3)).toEqual([
    `${AT} : Execution failed due to configuration error: Output mapping refers to an invalid method response: 200`,
    `${AT} : Method completed with status: 500`,
    '',
  ])
})

test("a failure has the type of content of the API's own response for it", async () => {
  const own = { statusCode: '418', responseParameters: {}, responseTemplates: { 'text/plain': 'own' } }
  const { result } = await tested(method({ methodResponses: {} }), {
    overrides: { gatewayResponses: { DEFAULT_5XX: own } },
  })
  expect(result).toMatchObject({ status: 418, body: 'own' })
  expect(result.headers).toContainEqual(['Content-Type', 'text/plain'])
})

test.each([
  ['7.7.4: without a path that of the resource stands for it', undefined, '{petId={petId}}'],
  ['an empty path is none', '', '{petId={petId}}'],
  ['7.7.4: a path of another shape gives no parameters', '/other/path', '{}'],
  ['a path may lack its first slash', 'pets/7', '{petId=7}'],
])('%s', async (_name, pathWithQueryString, shown) => {
  const { result } = await tested(method(), { test: { pathWithQueryString } })
  expect(result.log).toContain(`Method request path: ${shown}\n`)
})

test('7.7.5: neither authorizer, API key nor resource policy is asked', async () => {
  const guarded = method({ authorizationType: 'AWS_IAM', apiKeyRequired: true })
  const { result } = await tested(guarded, {
    overrides: { policy: '{"Statement":[]}', disableExecuteApiEndpoint: true },
  })
  expect(result.status).toBe(200)
})

test('a request is validated', async () => {
  const checked = method({ requestParameters: { 'method.request.querystring.kind': true }, requestValidatorId: 'v1' })
  const overrides = { requestValidators: { v1: { validateRequestBody: false, validateRequestParameters: true } } }
  const { result } = await tested(checked, { overrides })
  expect(result).toMatchObject({
    status: 400,
    body: '{"message": "Missing required request parameters: [kind]"}',
  })
})

test('7.7.5: templates see the stage of tests, and the variables of this one', async () => {
  const template =
    '$context.stage $context.path $context.domainName $context.identity.sourceIp $stageVariables.a $input.params("X-B")'
  const { result } = await tested(method({ integration: answering(template) }), {
    test: {
      pathWithQueryString: '/pets/1',
      variables: { a: 'b' },
      headers: [
        ['X-B', '1'],
        ['X-B', '2'],
      ],
    },
  })
  expect(result.body).toBe('test-invoke-stage /pets/1 testPrefix.testDomainName test-invoke-source-ip b 2')
})

test('secrets are masked as in other logs', async () => {
  const { result } = await tested(method(), { test: { headers: [['Authorization', 'Bearer 1234567890']] } })
  expect(result.log).toContain('{Authorization=***********567890}')
})

test('what a test tells is in no log of a stage', async () => {
  const { written } = await tested(method())
  expect(written).toEqual([])
})
