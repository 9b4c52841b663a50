import { describe, expect, it } from 'vitest'
import { answering, api, headerOf, method, startGateway, textOf } from '../gateway.harness.ts'

const API_URL = (model: string) => `https://apigateway.amazonaws.com/restapis/${api({}).apiId}/models/${model}`
const DRAFT_4 = { $schema: 'http://json-schema.org/draft-04/schema#' }

function validating(schema: object, more: Readonly<Record<string, object>> = {}, contentType = 'application/json') {
  const models = Object.entries({ Body: schema, ...more }).map(([name, each]) => [
    name,
    { name, contentType: 'application/json', schema: JSON.stringify({ ...DRAFT_4, ...each }) },
  ])
  const target = startGateway(
    api(
      {
        '/a': {
          ANY: method({
            requestValidatorId: 'v',
            requestModels: { [contentType]: 'Body' },
            integration: answering('{"statusCode": 200}'),
          }),
        },
      },
      {
        models: Object.fromEntries(models),
        requestValidators: { v: { validateRequestBody: true, validateRequestParameters: false } },
        gatewayResponses: {
          BAD_REQUEST_BODY: {
            responseParameters: {},
            responseTemplates: { 'application/json': '{"why": "$context.error.validationErrorString"}' },
          },
        },
      },
    ),
  )
  return async (body: unknown, headers: Record<string, string> = { 'content-type': 'application/json' }) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const response = await target.call('/prod/a', { method: 'POST', headers, body: text })
    return response.status === 200 ? 'fits' : textOf(response).replace(/^\{"why": "(.*)"\}$/s, '$1')
  }
}

describe('a body', () => {
  it('must fit the model of its content type', async () => {
    const send = validating({
      type: 'object',
      required: ['name', 'age'],
      properties: { name: { type: 'string', minLength: 2 }, age: { type: 'integer', minimum: 0 } },
      additionalProperties: false,
    })
    expect(await send({ name: 'Ann', age: 3 })).toBe('fits')
    expect(await send({})).toBe('[object has missing required properties (["age","name"])]')
    expect(await send({ name: 'A', age: -1 })).toBe(
      '[string "A" is too short (length: 1, required minimum: 2), ' +
        'numeric instance is lower than the required minimum (minimum: 0, found: -1)]',
    )
    expect(await send({ name: 'Ann', age: '3' })).toBe(
      '[instance type (string) does not match any allowed primitive type (allowed: ["integer"])]',
    )
    expect(await send({ name: 'Ann', age: 3, more: 1 })).toBe(
      '[object instance has properties which are not allowed by the schema: ["more"]]',
    )
    expect(await send('not json')).toBe('[the body is not JSON]')
  })

  it('that is empty counts as an empty object; without a type it is JSON', async () => {
    const send = validating({ type: 'object', required: ['a'] })
    expect(await send('', {})).toContain('missing required properties')
    expect(await send({ a: 1 }, {})).toBe('fits')
    expect(await validating({ type: 'object' })('', {})).toBe('fits')
  })

  it('of another type is not checked, unless there is a default', async () => {
    const text = { 'content-type': 'text/plain' }
    expect(await validating({ required: ['a'] })('{"statusCode": 200}', text)).toBe('fits')
    expect(await validating({ required: ['a'] }, {}, '$default')({}, text)).toContain('missing')
    const withCharset = { 'content-type': 'Application/JSON; charset=utf-8' }
    expect(await validating({ required: ['a'] })({}, withCharset)).toContain('missing')
  })

  it('may be described by models that refer to one another, also in a circle', async () => {
    const send = validating(
      { type: 'object', properties: { child: { $ref: API_URL('Node') } } },
      {
        Node: {
          type: 'object',
          required: ['id'],
          properties: { id: { type: 'string' }, next: { oneOf: [{ type: 'null' }, { $ref: API_URL('Node') }] } },
        },
      },
    )
    expect(await send({ child: { id: 'a', next: { id: 'b', next: null } } })).toBe('fits')
    expect(await send({ child: { id: 'a', next: { next: null } } })).not.toBe('fits')
  })

  it('cannot hold others up: patterns run on a budget, long lists are compared once, deep ones are none', async () => {
    const evil = validating({ type: 'object', properties: { a: { type: 'string', pattern: '^(a+)+$' } } })
    expect(await evil({ a: 'aaa' })).toBe('fits')
    expect(await evil({ a: `${'a'.repeat(5000)}!` })).not.toBe('fits')
    const unique = validating({ type: 'array', uniqueItems: true })
    const items = Array.from({ length: 20_000 }, (_, n) => ({ n, m: n }))
    expect(await unique(items)).toBe('fits')
    expect(await unique([...items, { m: 7, n: 7 }])).toBe('[array must not contain duplicate elements]')
    expect(await validating({ type: 'array' })('['.repeat(100_000))).toContain('nested')
  })

  it('is answered 500 where the model cannot be compiled', async () => {
    expect(await validating({ $ref: 'https://example.com/elsewhere' })({})).toBe('{"message": "Internal server error"}')
  })
})

it('answers in the type’s own words where nobody changed them', async () => {
  const target = startGateway(
    api(
      { '/a': { ANY: method({ requestValidatorId: 'v', requestModels: { 'application/json': 'M' } }) } },
      {
        models: { M: { name: 'M', contentType: 'application/json', schema: '{"required":["a"]}' } },
        requestValidators: { v: { validateRequestBody: true, validateRequestParameters: false } },
      },
    ),
  )
  const response = await target.call('/prod/a')
  expect(response).toMatchObject({ status: 400, body: '{"message": "Invalid request body"}' })
  expect(headerOf(response, 'x-amzn-ErrorType')).toBe('BadRequestException')
})
