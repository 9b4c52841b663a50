import { CreateApiKeyCommand, CreateUsagePlanCommand, CreateUsagePlanKeyCommand } from '@aws-sdk/client-api-gateway'
import { beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { functionsOf } from '../support/functions.ts'
import { BY_REQUEST, BY_TOKEN, guardsOf, policyOf, type Told, telling } from '../support/guard.ts'
import type { MockApi, MockMethod } from '../support/mock-api.ts'
import { uniqueName } from '../support/names.ts'

const origin = inject('origin')
const ACCOUNT = '333300000060'
const { apiGateway, lambda } = awsClients({ origin, account: ACCOUNT })
const guards = guardsOf({ apiGateway, lambda, origin }, ACCOUNT)
const { create } = functionsOf(lambda, ACCOUNT)

let guard: string
let echo: MockMethod
beforeAll(async () => {
  guard = await guards.create()
  const shown = await create('exports.handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) })')
  await guards.permit(shown)
  echo = {
    integration: {
      type: 'AWS_PROXY',
      integrationHttpMethod: 'POST',
      uri: guards.uriOf(shown),
      requestTemplates: undefined,
    },
    responses: [],
  }
})
beforeEach(async () => {
  await guards.asked(guard)
})

const arnOf = ({ apiId }: MockApi, rest: string) => `arn:aws:execute-api:us-east-1:${ACCOUNT}:${apiId}/${rest}`
const UNUSABLE = [500, 'AuthorizerConfigurationException', '{"message":null}']

describe('what a function is asked', () => {
  it('about a token is the token, and which method it is to open (api-gateway 8.1, 8.3)', async () => {
    const api = await guards.api(guard, { ...BY_TOKEN, identitySource: 'method.request.header.X-Token' }, [
      { path: '/pets/{id}', httpMethod: 'ANY' },
    ])
    await api.call('/pets/7?a=1', { method: 'PUT', headers: { 'x-token': 'a token' }, body: 'x' })
    expect(await guards.asked(guard)).toEqual([
      { type: 'TOKEN', methodArn: arnOf(api, 'test/PUT/pets/7'), authorizationToken: 'a token' },
    ])
  })

  it('about a request is all but its body (api-gateway 8.2, 8.3)', async () => {
    const api = await guards.api(guard, BY_REQUEST, [{ path: '/pets/{id}', httpMethod: 'ANY' }])
    await api.deploy({ variables: { zone: 'z' } })
    await api.call('/pets/7?a=1&a=2', { method: 'POST', headers: { 'X-Mine': 'm' }, body: 'x' })
    const [event] = await guards.asked(guard)
    const members = [
      ...['type', 'methodArn', 'resource', 'path', 'httpMethod', 'headers', 'multiValueHeaders'],
      ...['queryStringParameters', 'multiValueQueryStringParameters', 'pathParameters', 'stageVariables'],
      'requestContext',
    ]
    expect(Object.keys(event ?? {}).sort()).toEqual(members.sort())
    expect(event).toMatchObject({
      type: 'REQUEST',
      methodArn: arnOf(api, 'test/POST/pets/7'),
      resource: '/pets/{id}',
      path: '/pets/7',
      httpMethod: 'POST',
      headers: { 'X-Mine': 'm' },
      multiValueHeaders: { 'X-Mine': ['m'] },
      queryStringParameters: { a: '2' },
      multiValueQueryStringParameters: { a: ['1', '2'] },
      pathParameters: { id: '7' },
      stageVariables: { zone: 'z' },
      requestContext: { resourcePath: '/pets/{id}', httpMethod: 'POST', stage: 'test', apiId: api.apiId },
    })
    expect(event?.requestContext).not.toHaveProperty('authorizer')
  })
})

describe('what a function answers', () => {
  let api: MockApi
  beforeAll(async () => {
    api = await guards.api(guard, { ...BY_TOKEN, authorizerResultTtlInSeconds: 0 }, [{ path: '/pets/{id}', ...echo }])
  })

  const by = (told: Told) => api.call('/pets/7', { headers: { authorization: telling(told) } })
  const refusal = async (told: Told) => {
    const answer = await by(told)
    return [answer.status, answer.headers.get('x-amzn-errortype'), await answer.text()]
  }
  const statusFor = async (...statements: object[]) => {
    const answer = await by({ policyDocument: policyOf(...statements) })
    await answer.body?.cancel()
    return answer.status
  }

  it.each<[string, Told]>([
    ['no object', { answers: 'yes' }],
    ['nothing', { answers: null }],
    ['no principal', { answers: { policyDocument: policyOf({ Resource: '*' }) } }],
    ['a principal that is no text', { principalId: 7 }],
    ['no policy', { answers: { principalId: 'ada' } }],
    ['a policy without statements', { policyDocument: { Version: '2012-10-17' } }],
    ['a policy of an unknown version', { policyDocument: { ...policyOf({}), Version: '2099-01-01' } }],
    ['a statement with null for an action', { policyDocument: policyOf({ NotAction: null }) }],
  ])('is of no use with %s (api-gateway 8.4)', async (_, told) => {
    expect(await refusal(told)).toEqual(UNUSABLE)
  })

  it('reaches the event of the method as texts (api-gateway 8.5, 7.2.3)', async () => {
    const context = { text: 'a', number: 1.5, truth: false }
    const event = (await (await by({ principalId: 'ada', context })).json()) as {
      readonly requestContext: { readonly authorizer: object }
    }
    expect(event.requestContext.authorizer).toEqual({
      principalId: 'ada',
      integrationLatency: expect.any(Number),
      text: 'a',
      number: '1.5',
      truth: 'false',
    })
  })

  it.each([
    ['an object', { a: { b: 1 } }],
    ['a list', { a: ['b'] }],
    ['a text in its place', 'text'],
  ])('is of no use with a context that has %s (api-gateway 8.5)', async (_, context) => {
    expect(await refusal({ context })).toEqual(UNUSABLE)
  })

  it('is a policy with wildcards for actions and resources (api-gateway 8.6)', async () => {
    for (const Action of [
      '*',
      'execute-api:*',
      'execute-api:Inv*',
      'EXECUTE-API:invoke',
      ['a:b', 'execute-api:Invoke'],
    ])
      expect(await statusFor({ Action })).toBe(200)
    for (const Action of ['execute-api:ManageConnections', 'lambda:*', 'Invoke', []])
      expect(await statusFor({ Action })).toBe(403)
    for (const rest of ['*', 'test/GET/pets/7', 'test/*', '*/GET/pets/?', 'test/GET/p*7', 'test/?ET/pets/7'])
      expect(await statusFor({ Resource: arnOf(api, rest) })).toBe(200)
    for (const rest of ['test/POST/*', 'test/GET/pets', 'test/GET/pets/7/', 'test/GET/pets/??', 'TEST/GET/pets/7'])
      expect(await statusFor({ Resource: arnOf(api, rest) })).toBe(403)
    expect(await statusFor({ NotAction: 'lambda:*' }, { NotResource: arnOf(api, 'other/*') })).toBe(200)
  })

  it('is a policy in which a denial wins, wherever it stands (api-gateway 8.6)', async () => {
    const deny = { Effect: 'Deny', Resource: '*' }
    expect(await statusFor(deny, {})).toBe(403)
    expect(await statusFor({}, deny)).toBe(403)
    expect(await statusFor({}, { Effect: 'Deny', NotResource: arnOf(api, '*') })).toBe(200)
    expect([await statusFor({ Effect: 'allow' }), await statusFor({}, { Effect: 'deny', Resource: '*' })]).toEqual([
      200, 403,
    ])
    expect(await statusFor()).toBe(403)
  })

  it('is a policy whose conditions count (api-gateway 8.6)', async () => {
    const from = (...ranges: string[]) => ({ Condition: { IpAddress: { 'aws:SourceIp': ranges } } })
    expect(await statusFor(from('127.0.0.0/8', '::1/128'))).toBe(200)
    expect(await statusFor(from('10.0.0.0/8'))).toBe(403)
    expect(await statusFor({}, { Effect: 'Deny', ...from('127.0.0.0/8', '::1/128') })).toBe(403)
  })

  it('names resources of up to 512 characters (api-gateway 8.7)', async () => {
    const Resource = `${arnOf(api, 'test/GET/pets/7')}*`
    expect(await statusFor({ Resource: Resource.padEnd(512, '*') })).toBe(200)
    expect(await refusal({ policyDocument: policyOf({ Resource: Resource.padEnd(513, '*') }) })).toEqual(UNUSABLE)
  })
})

it('a method whose ARN has more than 1600 bytes is not asked for (api-gateway 0.21)', async () => {
  const api = await guards.api(guard, BY_TOKEN, [{ path: '/pets/{id}' }])
  const room = 1600 - arnOf(api, 'test/GET/pets/').length
  const policyDocument = policyOf({ Resource: '*' })
  const get = (length: number) =>
    api.call(`/pets/${'7'.repeat(length)}`, { headers: { authorization: telling({ policyDocument }) } })
  expect((await get(room)).status).toBe(200)
  await guards.asked(guard)
  const answer = await get(room + 1)
  expect([answer.status, await answer.text()]).toEqual([414, 'Request URI too long'])
  expect(await guards.asked(guard)).toEqual([])
})

it('a function may name the API key of a caller, by its value (api-gateway 8.16)', async () => {
  const method = { path: '/pets', method: { apiKeyRequired: true }, ...echo }
  const api = await guards.api(guard, BY_TOKEN, [method], { apiKeySource: 'AUTHORIZER' })
  const value = uniqueName('value').padEnd(24, '0')
  const { id: keyId } = await apiGateway.send(new CreateApiKeyCommand({ enabled: true, value }))
  const apiStages = [{ apiId: api.apiId, stage: 'test' }]
  const { id: usagePlanId } = await apiGateway.send(new CreateUsagePlanCommand({ name: uniqueName('plan'), apiStages }))
  await apiGateway.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: 'API_KEY' }))
  const by = (told: Told) => api.call('/pets', { headers: { authorization: telling(told), 'x-api-key': value } })
  const event = (await (await by({ usageIdentifierKey: value })).json()) as {
    readonly requestContext: { readonly identity: object }
  }
  expect(event.requestContext.identity).toMatchObject({ apiKey: value, apiKeyId: keyId })
  for (const told of [{}, { usageIdentifierKey: 'another'.padEnd(24, '0') }, { usageIdentifierKey: keyId }]) {
    const answer = await by(told)
    expect([answer.status, await answer.text()]).toEqual([403, '{"message":"Forbidden"}'])
  }
})
