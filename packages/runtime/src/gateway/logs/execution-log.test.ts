import { describe, expect, it } from 'vitest'
import { BackendError, type HttpBackend } from '../backends/http-backend.ts'
import type { ExecutionLogSetting } from '../ports.ts'
import type { ApiDefinition } from '../rest/definition.ts'
import { api, type Call, createPool, method, mock, startGateway, textOf } from '../rest/gateway.harness.ts'

const ID = '11111111-2222-3333-4444-555555555555'
const INFO: ExecutionLogSetting = { level: 'INFO', dataTrace: false }
const TRACE: ExecutionLogSetting = { level: 'INFO', dataTrace: true }
const ERROR: ExecutionLogSetting = { level: 'ERROR', dataTrace: true }

const pool = createPool('eu-west-1_Machines')
const toBackend = mock({ type: 'HTTP_PROXY', httpMethod: 'POST', uri: 'https://backend.example/orders' })
const definition = api(
  {
    '/pets/{id}': { ANY: method({ httpMethod: 'ANY' }) },
    '/backend': { POST: method({ httpMethod: 'POST', integration: toBackend }) },
    '/key': { GET: method({ apiKeyRequired: true }) },
    '/orders': {
      GET: method({
        authorizationType: 'COGNITO_USER_POOLS',
        authorizerId: 'auth01',
        authorizationScopes: ['orders/read'],
      }),
    },
    '/broken': { GET: method({ methodResponses: {} }) },
    '/checked': {
      POST: method({
        httpMethod: 'POST',
        requestModels: { 'application/json': 'Pet' },
        requestParameters: { 'method.request.querystring.kind': true },
        requestValidatorId: 'v1',
      }),
    },
  },
  {
    authorizers: {
      auth01: {
        id: 'auth01',
        name: 'machines',
        type: 'COGNITO_USER_POOLS',
        providerARNs: [pool.issuer.poolArn],
        identitySource: 'method.request.header.Authorization',
      },
    },
    models: { Pet: { name: 'Pet', contentType: 'application/json', schema: '{"type":"object","required":["a"]}' } },
    requestValidators: { v1: { validateRequestBody: true, validateRequestParameters: true } },
  },
)

const answeringBackend: HttpBackend = {
  send: async () => ({ status: 201, headers: [['Content-Type', 'text/plain']], body: Buffer.from('made') }),
  close: async () => {},
}

/** The lines of one call, without the request's id before each. */
async function lines(
  setting: ExecutionLogSetting,
  path: string,
  call: Call = {},
  { http = answeringBackend, api: served = definition }: { http?: HttpBackend; api?: ApiDefinition } = {},
): Promise<string[]> {
  const gateway = startGateway(served, {}, http, { execution: { '*': setting } })
  gateway.addPool(pool)
  await gateway.call(path, { ...call, headers: { 'x-amzn-requestid': ID, ...call.headers } })
  for (const { target } of gateway.written) {
    expect(target).toMatchObject({ group: 'API-Gateway-Execution-Logs_abc123/prod', createGroup: true })
  }
  return gateway.written.map(({ message }) => {
    expect(message.startsWith(`(${ID}) `)).toBe(true)
    return message.slice(ID.length + 3)
  })
}

const extended = expect.stringMatching(/^Extended Request Id: [\w+/]{15}=$/)

describe('an execution log', () => {
  it('tells the course of a call at INFO', async () => {
    expect(await lines(INFO, '/prod/pets/7')).toEqual([
      extended,
      `Verifying Usage Plan for request: ${ID}. API Key:  API Stage: abc123/prod`,
      "API Key  authorized because method 'ANY /pets/{id}' does not require API Key. Request will not contribute to throttle or quota limits",
      'Usage Plan check succeeded for API Key  and API Stage abc123/prod',
      `Starting execution for request: ${ID}`,
      'HTTP Method: GET, Resource Path: /pets/7',
      'Successfully completed execution',
      'Method completed with status: 200',
    ])
  })

  it('tells what went in and out with data tracing, and hides what is secret', async () => {
    const headers = { Accept: '*/*', Authorization: 'Bearer very-secret', 'X-Api-Key': 'key-of-a-client' }
    const told = await lines(TRACE, '/prod/backend', { method: 'POST', query: 'a=1&b=x%20y', headers, body: 'order' })
    expect(told.slice(4)).toEqual([
      `Starting execution for request: ${ID}`,
      'HTTP Method: POST, Resource Path: /backend',
      'Method request path: {}',
      'Method request query string: {a=1, b=x y}',
      expect.stringMatching(
        new RegExp(
          `^Method request headers: {Accept=\\*/\\*, Authorization=\\*{12}secret, x-amzn-requestid=${ID}, X-Amzn-Trace-Id=Root=1-[^,]+, ` +
            'X-Api-Key=\\*{9}client, X-Forwarded-For=127.0.0.1, X-Forwarded-Port=4566, X-Forwarded-Proto=http}$',
        ),
      ),
      'Method request body before transformations: order',
      'Endpoint request URI: https://backend.example/orders?a=1&b=x%20y',
      expect.stringMatching(/^Endpoint request headers: \{.*Authorization=\*{12}secret, .*Host=backend\.example.*\}$/),
      'Endpoint request body after transformations: order',
      'Sending request to https://backend.example/orders?a=1&b=x%20y',
      'Received response. Status: 201, Integration latency: 0 ms',
      'Endpoint response headers: {Content-Type=text/plain}',
      'Endpoint response body before transformations: made',
      'Method response body after transformations: made',
      'Method response headers: {Content-Type=text/plain}',
      'Successfully completed execution',
      'Method completed with status: 201',
    ])
  })

  it('tells of the authorizer', async () => {
    const token = pool.accessToken('orders/read')
    const told = await lines(TRACE, '/prod/orders', { headers: { authorization: token } })
    expect(told.slice(1, 4)).toEqual([
      `Starting authorizer: auth01 for request: ${ID}`,
      expect.stringMatching(new RegExp(`^Incoming identity: \\*+${token.slice(-6)}$`)),
      'Successfully completed authorizer execution',
    ])
    expect(told.join('\n')).not.toContain(token.slice(0, 20))
    expect(await lines(INFO, '/prod/orders', { headers: { authorization: pool.accessToken('other') } })).toEqual([
      extended,
      `Starting authorizer: auth01 for request: ${ID}`,
      `Unauthorized request: ${ID}`,
    ])
  })

  it.each<[string, string, Call, string[]]>([
    ['no token', '/prod/orders', {}, [`Unauthorized request: ${ID}`]],
    [
      'no key',
      '/prod/key',
      {},
      [
        "API Key  not authorized because method 'GET /key' requires API Key and API Key is not associated with a Usage Plan for API Stage abc123/prod: No API Key",
      ],
    ],
    [
      'a key of nobody',
      '/prod/key',
      { headers: { 'x-api-key': '0123456789' } },
      [
        "API Key ****456789 not authorized because method 'GET /key' requires API Key and API Key is not associated with a Usage Plan for API Stage abc123/prod: No Usage Plan found for key and API Stage",
      ],
    ],
    [
      'no method response',
      '/prod/broken',
      {},
      [
        'Execution failed due to configuration error: Output mapping refers to an invalid method response: 200',
        'Method completed with status: 500',
      ],
    ],
    [
      'a missing parameter',
      '/prod/checked',
      { method: 'POST', body: '{"a":1}' },
      ['Missing required request parameters: [kind]', 'Method completed with status: 400'],
    ],
    [
      'a body that does not fit',
      '/prod/checked',
      { method: 'POST', query: 'kind=x', body: '{}' },
      [
        'Request body does not match model schema for content type application/json: [object has missing required properties (["a"])]',
        'Method completed with status: 400',
      ],
    ],
  ])('tells of failures alone at ERROR: %s', async (_what, path, call, expected) => {
    expect(await lines(ERROR, path, call)).toEqual(expected)
  })

  it('tells nothing at ERROR of what went well, and nothing of a path without a method', async () => {
    expect(await lines(ERROR, '/prod/pets/7')).toEqual([])
    expect(await lines(TRACE, '/prod/nowhere')).toEqual([])
  })

  it.each([
    ['timeout', 'Execution failed due to a timeout error'],
    ['network', 'Execution failed due to a network error communicating with endpoint'],
  ] as const)('tells why an integration failed: %s', async (failure, text) => {
    const http: HttpBackend = {
      send: () => Promise.reject(new BackendError(failure, 'why')),
      close: async () => {},
    }
    expect(await lines(ERROR, '/prod/backend', { method: 'POST' }, { http })).toEqual([
      text,
      'Method completed with status: 504',
    ])
  })

  it('names the gateway response of one’s own', async () => {
    const gatewayResponses = {
      DEFAULT_5XX: { responseParameters: {}, responseTemplates: { 'application/json': '{"own":true}' } },
    }
    expect((await lines(ERROR, '/prod/broken', {}, { api: { ...definition, gatewayResponses } })).slice(1)).toEqual([
      'Gateway response type: DEFAULT_5XX with status code: 500',
      'Method completed with status: 500',
    ])
  })

  it('cuts a line after 1024 bytes, and reads no more of a large body', async () => {
    const body = Buffer.from('ä'.repeat(5_000_000))
    const told = await lines(TRACE, '/prod/backend', { method: 'POST', body })
    const line = told.find((text) => text.startsWith('Method request body')) ?? ''
    const prefix = 'Method request body before transformations: '
    expect(line).toBe(`${prefix}${'ä'.repeat((1024 - prefix.length) / 2)} [TRUNCATED]`)
  })

  it('keeps what a client sends within its own event', async () => {
    const forged = `x%0A(${ID})%20Successfully%20completed%20execution`
    const told = await lines(TRACE, '/prod/orders', { query: `a=${forged}` })
    expect(told.at(-1)).toBe(`Unauthorized request: ${ID}`)
    expect(told.filter((text) => text.startsWith('Successfully'))).toEqual([])
  })
})

describe('what a stage sets for one method', () => {
  it('stands for all methods that are not listed', async () => {
    const execution = { '*': INFO, '/pets/{id} ANY': { level: 'OFF', dataTrace: false } } as const
    const gateway = startGateway(definition, {}, answeringBackend, { execution })
    await gateway.call('/prod/pets/7')
    expect(gateway.written).toEqual([])
    await gateway.call('/prod/backend', { method: 'POST' })
    expect(gateway.written.length).toBeGreaterThan(5)
  })
})

describe('an answer that streams', () => {
  it('is logged when it ends, with its length', async () => {
    async function* parts() {
      yield Buffer.from('one')
      yield Buffer.from('two')
    }
    const http: HttpBackend = {
      send: async () => ({ status: 200, headers: [], body: parts() }),
      close: async () => {},
    }
    const integration = { ...toBackend, responseTransferMode: 'STREAM' }
    const streaming = api({ '/s': { POST: method({ httpMethod: 'POST', integration }) } })
    const access = { group: 'access', format: '$context.requestId $context.responseLength' }
    const gateway = startGateway(streaming, {}, http, { access, execution: {} })
    const { body } = await gateway.call('/prod/s', { method: 'POST', headers: { 'x-amzn-requestid': ID } })
    expect(gateway.written).toEqual([])
    if (typeof body === 'string' || Buffer.isBuffer(body)) throw new Error(`no stream: ${textOf({ body } as never)}`)
    const got: Uint8Array[] = []
    for await (const part of body) got.push(part)
    expect(Buffer.concat(got).toString()).toBe('onetwo')
    expect(gateway.written.map(({ message }) => message)).toEqual([`${ID} 6`])
  })
})
