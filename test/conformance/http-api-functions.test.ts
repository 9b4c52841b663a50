import { CreateIntegrationCommand } from '@aws-sdk/client-apigatewayv2'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { functionsOf } from '../support/functions.ts'
import { createHttpApi, ECHO, permit, type TestedHttpApi } from '../support/http-api.ts'
import { refusalOf } from '../support/refusal.ts'

const origin = inject('origin')
const ACCOUNT = '444400000044'
const { httpApi, lambda } = awsClients({ origin, account: ACCOUNT })
const functions = functionsOf(lambda, ACCOUNT)

let echo: string
let api: TestedHttpApi
beforeAll(async () => {
  echo = await functions.create(ECHO)
  await permit(lambda, echo)
  api = await calling(echo)
})

function calling(name: string) {
  const IntegrationUri = functions.arnOf(name)
  const routes = { 'ANY /pets/{id}': {}, 'ANY /one/{id}': { to: 'one' }, $default: {} }
  return createHttpApi(
    { httpApi, origin },
    {
      integrations: { two: { IntegrationUri }, one: { IntegrationUri, PayloadFormatVersion: '1.0' } },
      routes,
      stages: { $default: {}, prod: { StageVariables: { color: 'red' } } },
    },
  )
}

const answering = (answer: unknown) => ({
  headers: { 'x-answer': typeof answer === 'string' ? answer : JSON.stringify(answer) },
})
const eventOf = async (path: string, init: RequestInit = {}) =>
  (await (await api.call(path, init)).json()) as Record<string, unknown> & { requestContext: Record<string, unknown> }
const ERROR = [500, '{"message":"Internal Server Error"}']

describe('an event', () => {
  it('of the format 2.0 has what there is (api-gateway 12.4.1)', async () => {
    const init = {
      method: 'POST',
      headers: { cookie: 'a=1; b=2', 'content-type': 'text/plain', 'user-agent': 'me' },
      body: 'hi',
    }
    const event = await eventOf('/prod/pets/a%20b?x=1&x=2', init)
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'ANY /pets/{id}',
      rawQueryString: 'x=1&x=2',
      cookies: ['a=1', 'b=2'],
      queryStringParameters: { x: '1,2' },
      pathParameters: { id: 'a b' },
      stageVariables: { color: 'red' },
      body: 'hi',
      isBase64Encoded: false,
      requestContext: {
        accountId: ACCOUNT,
        apiId: api.apiId,
        domainPrefix: api.apiId,
        http: { method: 'POST', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'me' },
        routeKey: 'ANY /pets/{id}',
        stage: 'prod',
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:[\d:]{8} \+0000$/) as string,
        timeEpoch: expect.any(Number) as number,
      },
    })
    expect(event.headers).toMatchObject({ 'content-type': 'text/plain', 'content-length': '2' })
    expect(event.headers).not.toHaveProperty('cookie')
    const bare = await eventOf('/anything')
    for (const name of ['cookies', 'queryStringParameters', 'pathParameters', 'stageVariables', 'body']) {
      expect(bare).not.toHaveProperty(name)
    }
  })

  it('names the stage in its path (api-gateway 12.4.3)', async () => {
    expect(await eventOf('/prod/pets/1')).toMatchObject({ rawPath: '/prod/pets/1' })
    expect(await eventOf('/pets/1')).toMatchObject({ rawPath: '/pets/1' })
  })

  it('of the format 1.0 has a version, and the resource twice (api-gateway 12.4.2)', async () => {
    expect(await eventOf('/one/7?x=1&x=2', { headers: { 'user-agent': 'me' } })).toMatchObject({
      version: '1.0',
      resource: '/one/{id}',
      path: '/one/7',
      httpMethod: 'GET',
      headers: { 'User-Agent': 'me' },
      multiValueQueryStringParameters: { x: ['1', '2'] },
      pathParameters: { id: '7' },
      stageVariables: null,
      body: null,
      isBase64Encoded: false,
      requestContext: { resourceId: 'ANY /one/{id}', resourcePath: '/one/{id}', stage: '$default' },
    })
  })

  it('has bytes as Base64 (api-gateway 12.4.6)', async () => {
    const init = { method: 'POST', headers: { 'content-type': 'image/png' }, body: Buffer.from([0, 255, 1]) }
    expect(await eventOf('/pets/1', init)).toMatchObject({ body: 'AP8B', isBase64Encoded: true })
  })
})

describe('an answer', () => {
  it('without a status is the body (api-gateway 12.4.4)', async () => {
    expect(await api.told('/pets/1', answering('"Hello"'))).toEqual([200, 'Hello'])
    const response = await api.call('/pets/1', answering({ message: 'hi' }))
    expect([response.status, await response.json()]).toEqual([200, { message: 'hi' }])
    expect(response.headers.get('content-type')).toBe('application/json')
  })

  it('with one says the rest, too (api-gateway 12.4.4)', async () => {
    const answer = {
      statusCode: 201,
      headers: { 'content-type': 'text/plain', 'x-own': '1' },
      cookies: ['a=1', 'b=2; Secure'],
      body: 'aGk=',
      isBase64Encoded: true,
    }
    const response = await api.call('/pets/1', answering(answer))
    expect([response.status, await response.text()]).toEqual([201, 'hi'])
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2; Secure'])
    expect(response.headers.get('x-own')).toBe('1')
  })

  it('of the format 1.0 has lists of values (api-gateway 12.4.5)', async () => {
    const answer = { statusCode: 202, multiValueHeaders: { 'x-own': ['1', '2'] }, body: 'x' }
    const response = await api.call('/one/1', answering(answer))
    expect([response.status, await response.text(), response.headers.get('x-own')]).toEqual([202, 'x', '1, 2'])
    expect(await api.told('/one/1', answering('"hi"'))).toEqual(ERROR)
  })

  it('that means nothing, or none, is 500 (api-gateway 12.1.7)', async () => {
    for (const answer of [
      { statusCode: 'x' },
      { statusCode: 200, headers: 'x' },
      { statusCode: 200, body: {} },
      'fail',
    ]) {
      expect(await api.told('/pets/1', answering(answer))).toEqual(ERROR)
    }
  })
})

describe('a function', () => {
  it('must let this route call it (api-gateway 12.4.1)', async () => {
    const name = await functions.create(ECHO)
    const { apiId, told } = await calling(name)
    expect(await told('/pets/1')).toEqual(ERROR)
    await permit(lambda, name, `arn:aws:execute-api:us-east-1:${ACCOUNT}:${apiId}/*/*/pets/{id}`)
    expect((await told('/pets/1'))[0]).toBe(200)
    expect(await told('/elsewhere')).toEqual(ERROR)
    await permit(lambda, name, `arn:aws:execute-api:us-east-1:${ACCOUNT}:${apiId}/$default/$default`)
    expect((await told('/elsewhere'))[0]).toBe(200)
  })

  it('is all of AWS that is called (api-gateway 12.4.7)', async () => {
    const { name, status } = await refusalOf(
      httpApi.send(
        new CreateIntegrationCommand({
          ApiId: api.apiId,
          IntegrationType: 'AWS_PROXY',
          IntegrationSubtype: 'SQS-SendMessage',
          PayloadFormatVersion: '1.0',
          CredentialsArn: `arn:aws:iam::${ACCOUNT}:role/r`,
          RequestParameters: { QueueUrl: 'https://q.test', MessageBody: '$request.body' },
        }),
      ),
    )
    expect(status).toBe(400)
    expect(name).toBeTruthy()
  })
})
