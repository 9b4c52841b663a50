import { describe, expect, it } from 'vitest'
import type { IntegrationDefinition } from './definition.ts'
import {
  answering,
  api,
  ERROR_500,
  headerOf,
  method,
  mock,
  outcome,
  serving,
  startGateway,
  textOf,
} from './gateway.harness.ts'

describe('a mock', () => {
  it('answers the tutorial', async () => {
    const response = await serving(
      mock({
        requestTemplates: { 'application/json': "{ 'statusCode': 200 }" },
        integrationResponses: {
          200: {
            statusCode: '200',
            responseTemplates: { 'application/json': '{"statusCode":200,"message":"Hello From Protected Resource"}' },
            responseParameters: { 'method.response.header.Content-Type': "'application/json'" },
          },
        },
      }),
    ).call('/prod/x', { headers: { Accept: '*/*' } })
    expect(response).toMatchObject({
      status: 200,
      body: '{"statusCode":200,"message":"Hello From Protected Resource"}',
    })
    expect(response.headers.map(([name]) => name)).toEqual([
      'Content-Type',
      'Content-Length',
      'x-amzn-RequestId',
      'x-amz-apigw-id',
    ])
  })
  it.each([
    ['text', {}, { 'Content-Type': 'text/plain' }, 'WHEN_NO_MATCH', 500],
    ['text', {}, { 'Content-Type': 'text/plain' }, 'WHEN_NO_TEMPLATES', 500],
    ['{"statusCode":200}', {}, {}, 'WHEN_NO_TEMPLATES', 200],
    ['{"statusCode":200}', {}, {}, 'NEVER', 415],
    ['{"statusCode":200}', { 'application/xml': '{"statusCode":200}' }, {}, 'WHEN_NO_MATCH', 200],
    ['{"statusCode":200}', { 'application/xml': '{"statusCode":200}' }, {}, 'WHEN_NO_TEMPLATES', 415],
    ['{"statusCode":200}', { 'application/xml': '{"statusCode":200}' }, {}, 'NEVER', 415],
    [
      'x',
      { 'application/json': '{"statusCode":200}' },
      { 'Content-Type': 'application/json; charset=utf-8' },
      'NEVER',
      200,
    ],
    ['x', { 'application/json': '{"statusCode":200}' }, {}, 'NEVER', 200],
    ['x', { $default: '{"statusCode":200}' }, { 'Content-Type': 'a/b' }, 'NEVER', 200],
    ['', {}, {}, 'WHEN_NO_MATCH', 500],
  ] as [string, Record<string, string>, Record<string, string>, string, number][])(
    'body %j, templates %j, headers %j, %s: %i',
    async (body, requestTemplates, headers, passthroughBehavior, status) => {
      const response = await serving(mock({ requestTemplates, passthroughBehavior })).call('/prod/x', {
        method: 'POST',
        body,
        headers,
      })
      expect(response.status).toBe(status)
      if (status === 415) {
        expect(textOf(response)).toBe('{"message": "Unsupported Media Type"}')
        expect(headerOf(response, 'x-amzn-ErrorType')).toBe('BadRequestException')
      }
    },
  )
  it('without an integer status is a 500 with one blank', async () => {
    const response = await serving(mock({ requestTemplates: { 'application/json': '{"statusCode":"200"}' } })).call(
      '/prod/x',
    )
    expect([response.status, textOf(response), headerOf(response, 'x-amzn-ErrorType')]).toEqual([
      ...ERROR_500,
      'InternalServerErrorException',
    ])
    expect(response.note?.reason).toContain('no integer statusCode')
  })
  it.each([
    [{ 200: { statusCode: '200' }, 404: { statusCode: '404', selectionPattern: '4\\d{2}' } }, 404, 404],
    [{ 200: { statusCode: '200' }, 404: { statusCode: '404', selectionPattern: '4' } }, 404, 200],
    [
      { 500: { statusCode: '500', selectionPattern: '.*' }, 202: { statusCode: '202', selectionPattern: '2\\d\\d' } },
      204,
      202,
    ],
    [{ 201: { statusCode: '201', selectionPattern: '' } }, -1000, 201],
  ] as [IntegrationDefinition['integrationResponses'], number, number][])(
    'chooses from %j for %i: %i',
    async (integrationResponses, status, answer) => {
      const requestTemplates = { 'application/json': `{"statusCode": ${status}}` }
      expect((await outcome(mock({ requestTemplates, integrationResponses })))[0]).toBe(answer)
    },
  )
  it.each<IntegrationDefinition['integrationResponses']>([{}, { 404: { statusCode: '404', selectionPattern: '404' } }])(
    'with nothing to choose in %j is a 500',
    async (integrationResponses) => {
      expect(await outcome(mock({ integrationResponses }))).toEqual(ERROR_500)
    },
  )
  it('of several patterns that match takes the response whose own status it is, else the lowest', async () => {
    const integrationResponses = {
      200: { statusCode: '200' },
      400: { statusCode: '400', selectionPattern: '4\\d{2}' },
      404: { statusCode: '404', selectionPattern: '4\\d{2}' },
    }
    for (const [status, answer] of [
      [404, 404],
      [418, 400],
    ]) {
      const requestTemplates = { 'application/json': `{"statusCode": ${status}}` }
      expect((await outcome(mock({ requestTemplates, integrationResponses })))[0]).toBe(answer)
    }
  })
  it('without a method response of the status that is chosen is a 500', async () => {
    const open = api({ '/x': { GET: method({ methodResponses: { 404: {} } }) } })
    const response = await startGateway(open).call('/prod/x')
    expect([response.status, textOf(response)]).toEqual(ERROR_500)
    expect(response.note?.reason).toBe('500: Output mapping refers to an invalid method response: 200')
  })
  it('an integration of another type is a 500 that says so in the log', async () => {
    const uri = 'arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem'
    const response = await serving(mock({ type: 'AWS', httpMethod: 'POST', uri })).call('/prod/x')
    const reason = '500: An integration with the service dynamodb is not emulated'
    expect([response.status, response.note?.reason]).toEqual([500, reason])
  })
  it('with a request mapping that cannot be read is a 500 that names it', async () => {
    const response = await serving(mock({ requestParameters: { 'integration.request.header.X': 'nonsense' } })).call(
      '/prod/x',
    )
    expect([response.status, response.note?.reason]).toEqual([
      500,
      '500: the mapping of integration.request.header.X cannot be read',
    ])
  })
  it('whose request mapping reads a body that is not JSON is a 400 of the default kind', async () => {
    const integration = mock({ requestParameters: { 'integration.request.header.X': 'method.request.body.a' } })
    const custom = { statusCode: '422', responseParameters: {}, responseTemplates: {} }
    const definition = api({ '/x': { ANY: method({ integration }) } })
    const response = await startGateway(definition).call('/prod/x', { method: 'POST', body: '{"a"' })
    expect([response.status, textOf(response), headerOf(response, 'x-amzn-ErrorType')]).toEqual([
      400,
      '{"message": "Invalid JSON in request body"}',
      'BadRequestException',
    ])
    for (const [type, status] of [
      ['BAD_REQUEST_BODY', 400],
      ['DEFAULT_4XX', 422],
    ] as const) {
      const customized = startGateway({ ...definition, gatewayResponses: { [type]: custom } })
      expect((await customized.call('/prod/x', { method: 'POST', body: '{"a"' })).status).toBe(status)
    }
  })
  it.each(['100', '600', 'x'])('whose answer would have the status %s is a 500', async (statusCode) => {
    expect(await outcome(mock({ integrationResponses: { [statusCode]: { statusCode } } }))).toEqual(ERROR_500)
  })
  it('a template that fails is a 500, and the log says why', async () => {
    const response = await serving(answering("#set($x = 'a')$x.substring(5)")).call('/prod/x')
    expect([response.status, response.note?.reason]).toEqual([500, '500: String index out of range: 5'])
  })
})
