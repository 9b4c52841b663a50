import { CreateDeploymentCommand, UpdateRestApiCommand } from '@aws-sdk/client-api-gateway'
import { AddPermissionCommand } from '@aws-sdk/client-lambda'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { functionsOf } from '../support/functions.ts'
import { createMockApi, type MockApi, type MockMethod } from '../support/mock-api.ts'
import { sendRaw } from '../support/raw-http.ts'

const origin = inject('origin')
const ACCOUNT = '333300000055'
const { apiGateway, lambda } = awsClients({ origin, account: ACCOUNT })
const { create, arnOf } = functionsOf(lambda, ACCOUNT)

/** Answers what it is told to, else what it was asked. */
const HANDLER = `exports.handler = async (event, context) => {
  const told = event.headers?.['x-answer']
  if (told === 'throw') throw new Error('no')
  return told ? JSON.parse(told) : { statusCode: 200, body: JSON.stringify(event) }
}`

let proxied: MockMethod
let proxy: MockApi
let custom: MockApi
beforeAll(async () => {
  const name = await create(HANDLER)
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: name,
      StatementId: 'api',
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
    }),
  )
  const uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arnOf(name)}/invocations`
  const integration = { type: 'AWS_PROXY' as const, integrationHttpMethod: 'POST', uri, requestTemplates: undefined }
  proxied = { path: '/pets/{id}', httpMethod: 'ANY', method: { operationName: 'pets' }, integration, responses: [] }
  proxy = await createMockApi({ apiGateway, origin }, [proxied])

  const failing = await create(`exports.handler = async (event) => {
    if (event.fail) throw new Error(event.fail)
    return event
  }`)
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: failing,
      StatementId: 'api',
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
    }),
  )
  const own = {
    type: 'AWS' as const,
    integrationHttpMethod: 'POST',
    uri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arnOf(failing)}/invocations`,
    requestTemplates: undefined,
  }
  const later = { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" }
  const overriding = `$input.json("$")
#if($input.path('$').toString().contains("customerror"))#set($context.responseOverride.status = 400)
#else#set($context.responseOverride.status = 202)#end`
  custom = await createMockApi({ apiGateway, origin }, [
    {
      path: '/select',
      httpMethod: 'POST',
      integration: own,
      responses: [
        { statusCode: '200' },
        { statusCode: '405', selectionPattern: '.*four hundred.*' },
        { statusCode: '502', selectionPattern: '.+' },
        { statusCode: '504', selectionPattern: '200' },
      ],
    },
    { path: '/select', httpMethod: 'GET', integration: own },
    { path: '/later', httpMethod: 'POST', integration: { ...own, requestParameters: later } },
    {
      path: '/override',
      httpMethod: 'POST',
      integration: own,
      responses: [{ statusCode: '200', responseTemplates: { 'application/json': overriding } }],
    },
  ])
})

const told = (answer: unknown, headers: Record<string, string> = {}) =>
  proxy.call('/pets/1', { headers: { 'x-answer': answer === 'throw' ? 'throw' : JSON.stringify(answer), ...headers } })

describe('the event of a proxy integration', () => {
  it('tells of the request (api-gateway 7.2.1, 7.2.2)', async () => {
    const event = (await (await proxy.call('/pets/7?a=1&a=2')).json()) as {
      requestContext: { identity: Readonly<Record<string, unknown>> }
    }
    expect(event).toMatchObject({
      resource: '/pets/{id}',
      path: '/pets/7',
      httpMethod: 'GET',
      queryStringParameters: { a: '2' },
      multiValueQueryStringParameters: { a: ['1', '2'] },
      pathParameters: { id: '7' },
      stageVariables: null,
      body: null,
      isBase64Encoded: false,
    })
    expect(event).not.toHaveProperty('version')
    const context = event.requestContext
    expect(Object.keys(context).sort()).toEqual(
      [
        ...['resourceId', 'resourcePath', 'httpMethod', 'extendedRequestId', 'requestTime', 'path', 'accountId'],
        ...['protocol', 'stage', 'domainPrefix', 'requestTimeEpoch', 'requestId', 'identity', 'domainName'],
        ...['deploymentId', 'apiId', 'operationName'],
      ].sort(),
    )
    expect(context).toMatchObject({ accountId: ACCOUNT, apiId: proxy.apiId, stage: 'test', operationName: 'pets' })
    const { sourceIp, userAgent, ...identity } = context.identity
    expect([typeof sourceIp, typeof userAgent]).toEqual(['string', 'string'])
    const nobody = [
      ...['accessKey', 'accountId', 'caller', 'cognitoAuthenticationProvider', 'cognitoAuthenticationType'],
      ...['cognitoIdentityId', 'cognitoIdentityPoolId', 'principalOrgId', 'user', 'userArn'],
    ]
    expect(identity).toEqual(Object.fromEntries(nobody.map((member) => [member, null])))
  })
})

describe('the answer of a proxy integration', () => {
  it('is an object of known members (api-gateway 7.3.1)', async () => {
    expect((await told({})).status).toBe(200)
    for (const wrong of [{ statusCode: 200, more: 1 }, 'text', null]) {
      const answer = await told(wrong)
      expect([answer.status, await answer.text()]).toEqual([502, '{"message": "Internal server error"}'])
    }
  })

  it('may have headers only (api-gateway 7.3.2, 7.3.7)', async () => {
    const answer = await told({ headers: { 'X-Mine': 'a' } })
    expect([answer.status, await answer.text()]).toEqual([200, ''])
    expect([answer.headers.get('x-mine'), answer.headers.get('content-type')]).toEqual(['a', 'application/json'])
  })

  it('has a status that is a number, or its text (api-gateway 7.3.3)', async () => {
    expect((await told({ statusCode: '201' })).status).toBe(201)
    expect((await told({ statusCode: 'test' })).status).toBe(502)
  })

  it('may have null for headers, and values that are no texts (api-gateway 7.3.4)', async () => {
    expect((await told({ statusCode: 200, headers: null })).status).toBe(200)
    expect((await told({ statusCode: 200, headers: { 'X-Mine': true } })).headers.get('x-mine')).toBe('true')
  })

  it('has lists for headers of several values (api-gateway 7.3.5)', async () => {
    expect((await told({ statusCode: 200, multiValueHeaders: { 'X-Mine': 'a' } })).status).toBe(502)
  })

  it('merges both maps, the lists first (api-gateway 7.3.6)', async () => {
    const headers = { 'x-mine': 'value-solo' }
    const answer = await told({ statusCode: 200, headers, multiValueHeaders: { 'X-Mine': ['value-multi'] } })
    expect(answer.headers.get('x-mine')).toBe('value-multi, value-solo')
  })

  it('has a text for a body (api-gateway 7.3.8)', async () => {
    expect((await told({ statusCode: 200, body: { a: 1 } })).status).toBe(502)
  })

  it('is a 502 when the function fails (api-gateway 0.17, 7.3.9)', async () => {
    const answer = await told('throw')
    expect([answer.status, await answer.text()]).toEqual([502, '{"message": "Internal server error"}'])
  })

  it('is bytes where the first type accepted is binary, after a deployment (api-gateway 7.3.10, 7.3.12, 7.3.13, 7.2.4)', async () => {
    const body = Buffer.from('bytes').toString('base64')
    const encoded = { statusCode: 200, isBase64Encoded: true, body }
    const textFor = async (accept: string, answer: object = encoded) => (await told(answer, { accept })).text()
    const { apiId: restApiId } = proxy
    const patchOperations = [{ op: 'add' as const, path: '/binaryMediaTypes/image~1png' }]
    await apiGateway.send(new UpdateRestApiCommand({ restApiId, patchOperations }))
    expect(await textFor('image/png')).toBe(body)
    await apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'test' }))
    expect(await textFor('image/png')).toBe('bytes')
    expect(await textFor('image/png, text/plain')).toBe('bytes')
    expect(await textFor('text/plain, image/png')).toBe(body)
    expect(await textFor('image/png', { ...encoded, isBase64Encoded: false })).toBe(body)
    expect((await told({ ...encoded, body: 'no base64!' }, { accept: 'image/png' })).status).toBe(500)
    const sent = { method: 'POST', body: 'bytes', headers: { 'content-type': 'image/png' } }
    expect(await (await proxy.call('/pets/1', sent)).json()).toMatchObject({ body, isBase64Encoded: true })
  })
})

it.each<[string[], string[], (string | undefined)[]]>([
  [
    ['image/png', 'application/*', '*/test'],
    ['image/png', 'image/png;q=0.5', 'application/whatever', 'application/*'],
    [undefined, '*/*', 'image/*', 'image/jpeg', 'some/test', '*/test', 'application', 'text/plain, image/png'],
  ],
  [['*/*'], ['image/png', '*/*', 'application', 'text/plain'], []],
  [['image/*'], ['image/png'], ['text/plain', '*/*']],
  [[], [], [undefined, 'image/png', '*/*']],
])(
  'of the binary types %j the first type accepted is one, or none (api-gateway 7.3.11)',
  async (types, binary, text) => {
    const api = await createMockApi({ apiGateway, origin }, [proxied], { binaryMediaTypes: types })
    const body = Buffer.from('bytes').toString('base64')
    const { pathname } = new URL(api.url('/pets/1'))
    const answered = async (accept: string | undefined) => {
      const headers = { 'x-answer': JSON.stringify({ isBase64Encoded: true, body }), ...(accept && { accept }) }
      return [accept, (await sendRaw(origin, pathname, { method: 'GET', headers })).body]
    }
    for (const accept of binary) expect(await answered(accept)).toEqual([accept, 'bytes'])
    for (const accept of text) expect(await answered(accept)).toEqual([accept, body])
  },
)

describe('a function behind a custom integration', () => {
  const send = (path: string, event: unknown) =>
    custom.call(path, {
      method: 'POST',
      body: JSON.stringify(event),
      headers: { 'content-type': 'application/json' },
    })

  it('is selected by its error, and passes it through (api-gateway 7.4.1, 7.4.2)', async () => {
    const statuses = []
    for (const fail of [undefined, 'it was four hundred', 'any other', '200'])
      statuses.push((await send('/select', { fail })).status)
    expect(statuses).toEqual([200, 405, 502, 502])
    expect(await (await send('/select', { fail: 'no' })).json()).toMatchObject({
      errorMessage: 'no',
      errorType: 'Error',
    })
  })

  it('has its status set by a template (api-gateway 7.4.3)', async () => {
    const failed = await send('/override', { fail: 'customerror' })
    expect([failed.status, await failed.text()]).toEqual([400, expect.stringContaining('customerror')])
    expect((await send('/override', { a: 1 })).status).toBe(202)
  })

  it('is given an empty object where there is no body (api-gateway 7.4.5)', async () => {
    expect(await (await custom.call('/select')).text()).toBe('{}')
    expect(await (await send('/select', { a: [1] })).json()).toEqual({ a: [1] })
  })

  it('is called without waiting where a header says so (api-gateway 7.2.5)', async () => {
    const answer = await send('/later', { a: 1 })
    expect([answer.status, await answer.text()]).toEqual([200, ''])
  })
})
